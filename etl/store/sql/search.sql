-- BM25 (k1 = 1.2, b = 0.75) over the postings.
WITH word AS (
    SELECT DISTINCT unnest(regexp_extract_all(lower(query), '[\p{L}\p{N}_]+')) AS word
),

-- The stem of a word; of a word never seen, the stems of the words that begin with it.
term AS (
    SELECT DISTINCT coalesce(known.stem, begun.stem) AS stem
    FROM word
    LEFT JOIN search_stems AS known USING (word)
    LEFT JOIN search_stems AS begun ON known.word IS NULL AND starts_with(begun.word, word.word)
),

posting AS (
    SELECT stem, document_id, frequency
    FROM search_postings
    WHERE stem IN (SELECT stem FROM term)
),

spread AS (
    SELECT stem, count(*) AS holding
    FROM posting
    GROUP BY stem
),

corpus AS (
    SELECT count(*) AS documents, avg(length) AS usual
    FROM search_lengths
),

ranked AS (
    SELECT
        posting.document_id,
        sum(
            ln(1 + (corpus.documents - spread.holding + 0.5) / (spread.holding + 0.5))
            * posting.frequency * 2.2
            / (posting.frequency + 1.2 * (0.25 + 0.75 * size.length / corpus.usual))
        ) AS score
    FROM posting
    JOIN spread USING (stem)
    JOIN search_lengths AS size ON size.document_id = posting.document_id
    CROSS JOIN corpus
    GROUP BY posting.document_id
)

SELECT
    ranked.document_id,
    ranked.score,
    article.headline,
    article.date_published,
    article.publisher_name,
    article.is_canonical
FROM ranked
JOIN articles AS article USING (document_id)
ORDER BY ranked.score DESC, ranked.document_id
