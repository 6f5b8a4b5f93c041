-- BM25 (k1 = 1.2, b = 0.75) over the postings: the best 1,000 documents.
WITH word AS (
    SELECT DISTINCT unnest(regexp_extract_all(lower(query), '[\p{L}\p{N}_]+')) AS word
),

known AS (
    SELECT word.word, stems.stem
    FROM word
    JOIN search_stems AS stems ON stems.word = word.word
),

-- A word never seen stands for those that begin with it.
term AS (
    SELECT stem FROM known
    UNION
    SELECT stems.stem
    FROM (SELECT word FROM word WHERE word NOT IN (SELECT word FROM known)) AS unknown
    JOIN search_stems AS stems ON starts_with(stems.word, unknown.word)
),

-- Words inside "double quotes": `place` of `size` in phrase `number`.
piece AS (
    SELECT
        phrase.number,
        len(phrase.words) AS size,
        unnest(phrase.words) AS word,
        generate_subscripts(phrase.words, 1) AS place
    FROM (
        SELECT
            generate_subscripts(quoted.bodies, 1) AS number,
            regexp_extract_all(unnest(quoted.bodies), '[\p{L}\p{N}_]+') AS words
        FROM (SELECT regexp_extract_all(lower(query), '"([^"]*)"', 1) AS bodies) AS quoted
    ) AS phrase
),

-- Documents in which all words of a phrase stand in their places.
phrased AS (
    SELECT DISTINCT run.number, run.document_id
    FROM (
        SELECT standing.number, standing.size, standing.document_id, standing.place, standing.begins
        FROM (
            SELECT
                piece.number,
                piece.size,
                piece.place,
                posting.document_id,
                unnest(posting.positions) - piece.place AS begins
            FROM piece
            JOIN search_stems AS stems ON stems.word = piece.word
            JOIN search_postings AS posting ON posting.stem = stems.stem
        ) AS standing
    ) AS run
    GROUP BY run.number, run.size, run.document_id, run.begins
    HAVING count(DISTINCT run.place) = run.size
),

posting AS MATERIALIZED (
    SELECT posting.stem, posting.document_id, posting.frequency
    FROM term
    JOIN search_postings AS posting ON posting.stem = term.stem
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
        -- Rounded: sums of floats depend on their order.
        round(
            sum(
                ln(1 + (corpus.documents - spread.holding + 0.5) / (spread.holding + 0.5))
                * posting.frequency * 2.2
                / (posting.frequency + 1.2 * (0.25 + 0.75 * size.length / corpus.usual))
            ),
            6
        ) AS score
    FROM posting
    JOIN spread ON spread.stem = posting.stem
    JOIN search_lengths AS size ON size.document_id = posting.document_id
    CROSS JOIN corpus
    GROUP BY posting.document_id
    HAVING (
        SELECT count(DISTINCT phrased.number) FROM phrased WHERE phrased.document_id = posting.document_id
    ) = (
        SELECT count(DISTINCT piece.number) FROM piece
    )
    ORDER BY score DESC, posting.document_id
    LIMIT 1000
)

SELECT
    ranked.document_id,
    ranked.score,
    article.headline,
    article.date_published,
    article.publisher_name,
    article.is_canonical
FROM ranked
JOIN articles AS article ON article.document_id = ranked.document_id
ORDER BY ranked.score DESC, ranked.document_id
