-- Articles as stored, with the outlet whatever its spelling and what deduplication learned of them later.
SELECT
    article.*,
    nullif(
        regexp_replace(
            regexp_replace(lower(trim(article.publisher_name)), {domain_ending}, ''), {gaps}, '', 'g'
        ),
        ''
    ) AS outlet,
    cluster.is_canonical,
    cluster.canonical_document_id
FROM ({stored}) AS article
LEFT JOIN duplicate_clusters AS cluster USING (document_id)
