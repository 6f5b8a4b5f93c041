"""The SQL behind the corpus report, one question each, every answer in a total order.

Here: what is asked of the catalog. Not here: what becomes of the answers (corpus.py).
Shares are made from whole numbers later: a sum of fractions depends on the order in which threads add them up.
"""

from __future__ import annotations

SUMMARY = """
    SELECT (SELECT release_id FROM catalog_info) AS release_id,
           (SELECT published_at FROM releases) AS published_at,
           (SELECT count(*) FROM sources) AS items_read,
           (SELECT count(*) FROM sources WHERE status = 'rejected') AS rejected,
           (SELECT count(*) FROM documents) AS documents,
           (SELECT count(*) FROM duplicate_clusters WHERE NOT is_canonical) AS copies,
           (SELECT count(DISTINCT outlet) FROM articles) AS outlets,
           (SELECT min(date_published) FROM articles) AS first_on,
           (SELECT max(date_published) FROM articles) AS last_on,
           (SELECT coalesce(sum(char_end - char_start), 0)::BIGINT FROM segments) AS characters,
           (SELECT coalesce(sum(char_end - char_start), 0)::BIGINT FROM segments WHERE is_kept) AS kept,
           (SELECT count(*) FROM entities) AS entities,
           (SELECT count(*) FROM mentions) AS mentions,
           (SELECT count(*) FROM quotes) AS quotes,
           (SELECT count(*) FROM contacts) AS contacts
"""

OUTLETS = """
    SELECT shown.name,
           count(DISTINCT article.document_id) AS documents,
           coalesce(sum(char_end - char_start) FILTER (is_kept), 0)::BIGINT AS kept,
           coalesce(sum(char_end - char_start) FILTER (role = 'boilerplate'), 0)::BIGINT AS boilerplate,
           coalesce(sum(char_end - char_start) FILTER (role = 'repeat'), 0)::BIGINT AS repeats,
           coalesce(sum(char_end - char_start) FILTER (role = 'blank'), 0)::BIGINT AS blank
    FROM articles AS article JOIN segments USING (document_id) LEFT JOIN outlets AS shown USING (outlet)
    GROUP BY shown.name ORDER BY documents DESC, shown.name LIMIT ?
"""

JUNK = """
    SELECT rule AS name, sum(character_count)::BIGINT AS number
    FROM rules WHERE NOT is_kept AND role <> 'blank'
    GROUP BY ALL ORDER BY number DESC, name LIMIT ?
"""

COPIES = """
    SELECT CASE WHEN cluster_size > 9 THEN '10 or more' ELSE cluster_size::VARCHAR END AS name, count(*) AS number
    FROM duplicate_clusters WHERE is_canonical
    GROUP BY ALL ORDER BY min(cluster_size)
"""

DAYS = """
    SELECT date_published::VARCHAR AS name, count(*) AS number
    FROM articles WHERE is_canonical AND date_published IS NOT NULL
    GROUP BY ALL ORDER BY name
"""

SPEAKERS = """
    SELECT speaker_name AS name, sum(quote_count)::BIGINT AS number
    FROM people_quoted WHERE speaker_name IS NOT NULL
    GROUP BY ALL ORDER BY number DESC, name LIMIT ?
"""

STATUSES = """
    SELECT replace(kind, '_', ' ') || ', ' || status AS name, count(*) AS number
    FROM contact_timeline GROUP BY ALL ORDER BY number DESC, name
"""

RULES = """
    SELECT * FROM rules WHERE rule IS NOT NULL AND rule <> 'blank'
    ORDER BY is_kept, character_count DESC, role, rule
"""

PAIRS = """
    WITH placed AS (
        SELECT *, row_number() OVER (
            PARTITION BY copy_kind, relation ORDER BY jaccard, left_document_id, right_document_id
        ) AS place
        FROM duplicate_pairs
    ),
    chosen AS (
        SELECT * FROM placed
        ORDER BY relation = 'exact', place, copy_kind, relation, left_document_id, right_document_id LIMIT ?
    )
    SELECT relation, copy_kind, jaccard,
           one.headline AS left_headline, one.publisher_name AS left_publisher, one.date_published AS left_on,
           one.is_canonical AS left_stands, one.article_body AS left_body,
           other.headline AS right_headline, other.publisher_name AS right_publisher, other.date_published AS right_on,
           other.is_canonical AS right_stands, other.article_body AS right_body
    FROM chosen
    JOIN articles AS one ON one.document_id = left_document_id
    JOIN articles AS other ON other.document_id = right_document_id
    ORDER BY relation = 'exact', place, copy_kind, relation, left_document_id, right_document_id
"""
"""Pairs of each kind in turn, the least alike of it first; exact copies last, for there is nothing to see."""

DOCUMENTS = """
    WITH told AS (
        SELECT document_id, count(*) AS found
        FROM (SELECT document_id FROM quotes UNION ALL SELECT document_id FROM contacts) GROUP BY document_id
    ),
    placed AS (
        SELECT document_id, coalesce(found, 0) AS found, row_number() OVER (
            PARTITION BY article.outlet ORDER BY coalesce(found, 0) DESC, document_id
        ) AS place
        FROM articles AS article JOIN documents USING (document_id) LEFT JOIN told USING (document_id)
        WHERE article.is_canonical AND char_count <= ?
    )
    SELECT document_id FROM placed ORDER BY place, found DESC, document_id LIMIT ?
"""
"""Documents of each outlet in turn, those with the most quotes and contacts first."""
