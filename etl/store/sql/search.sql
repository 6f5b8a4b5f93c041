-- search(query): documents ranked by BM25 over headline and body, best first; equal scores by document_id.
--
--   FROM search('gempa Mamuju') LIMIT 10                  any of the words
--   FROM search('"Menteri Luar Negeri" Oslo')             words in double quotes stand side by side: a must
--   FROM search('gempa', most := 1_000_000)               more than the best 1,000
--   FROM search('terbakar', k1 := 2.0, b := 0.5)          other BM25 parameters
--
-- Words are compared by stem (search_stems, where every stem is a word too). A word not found there stands for the 50
-- nearest words that begin with it, or for the stem that `stems` gives it: `etl search` passes the stemmer's own as
-- map(['dibangunlah'], ['bangun']). What a word is: etl/text/words.py.
-- Written for few joins: at 100,000 documents each costs as much as ranking them.
CREATE MACRO search(query, stems := MAP([]::VARCHAR[], []::VARCHAR[]), most := 1000, k1 := 1.2, b := 0.75) AS TABLE
WITH
-- The query cut at its double quotes: every second part is a phrase, if its closing quote is there.
asked AS MATERIALIZED (
    SELECT
        part_number,
        part_number % 2 = 0 AND part_number < part_count AS is_phrase,
        len(part_words) AS place_count,
        generate_subscripts(part_words, 1) AS place,
        unnest(part_words) AS word
    FROM (
        SELECT
            generate_subscripts(parts, 1) AS part_number,
            len(parts) AS part_count,
            regexp_extract_all(unnest(parts), '[\p{L}\p{N}]+') AS part_words
        FROM (
            SELECT string_split(
                translate(replace(lower(replace(nfc_normalize(query), 'İ', 'i')), 'ς', 'σ'), '“”„«»', '"""""'), '"'
            ) AS parts
        )
    )
),
known AS MATERIALIZED (
    SELECT form.word, seen.stem, seen.document_count
    FROM (
        -- Not stems[word]: before DuckDB 1.2 that is a list too.
        SELECT DISTINCT word, unnest([word, strip_accents(word), map_extract(stems, word)[1]]) AS spelling
        FROM asked
    ) AS form
    LEFT JOIN search_stems AS seen ON seen.word = form.spelling
),
meant AS (
    SELECT word, stem, document_count FROM known WHERE stem IS NOT NULL
    UNION
    SELECT word, stem, document_count
    FROM (
        SELECT
            begun.word,
            longer.stem,
            longer.document_count,
            row_number() OVER (PARTITION BY begun.word ORDER BY length(longer.word), longer.word) AS nearness
        FROM (SELECT word FROM known GROUP BY word HAVING count(stem) = 0 AND length(word) >= 3) AS begun
        JOIN search_stems AS longer ON starts_with(longer.word, begun.word)
    )
    WHERE nearness <= 50
),
-- Phrases: a document matches where each word stands at its own distance from one start. A shift takes a position to
-- the start it names, above a number that tells the phrase and how many places it has.
sought AS (
    SELECT
        stem,
        any_value(document_count) AS document_count,
        list(DISTINCT (part_number * 1_000_000 + place_count) * 100_000_000 + place_count - place)
            FILTER (is_phrase) AS shifts
    FROM asked
    JOIN meant USING (word)
    GROUP BY stem
),
corpus AS (
    SELECT
        count(*) AS article_count,
        avg(length) AS mean_length,
        (SELECT count(DISTINCT part_number) FROM asked WHERE is_phrase) AS phrase_count
    FROM search_lengths
),
scored AS (
    -- Decimals: their sum is the same in whatever order the threads add.
    SELECT
        document_id,
        sum(CAST(
            ln(1 + (article_count - document_count + 0.5) / (document_count + 0.5))
            * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / mean_length)) AS DECIMAL(18, 9)
        ))::DOUBLE AS score,
        any_value(phrase_count) AS phrase_count,
        list_sort(flatten(flatten(
            list(list_transform(shifts, lambda shift: list_transform(positions, lambda position: position + shift)))
                FILTER (shifts IS NOT NULL)
        ))) AS starts
    FROM sought
    JOIN search_postings USING (stem)
    CROSS JOIN corpus
    GROUP BY document_id
),
best AS (
    -- A position belongs to one stem, so each place of a phrase names a start at most once, and a start named as often
    -- as the phrase has places is one where it stands.
    SELECT document_id, score
    FROM scored
    WHERE phrase_count = 0 OR phrase_count = len(list_distinct(list_transform(
        list_filter(starts, lambda start, nth: starts[nth + (start // 100_000_000) % 1_000_000 - 1] = start),
        lambda start: start // 100_000_000
    )))
    ORDER BY score DESC, document_id
    LIMIT most
)
SELECT
    best.document_id,
    best.score,
    shown.headline,
    shown.date_published,
    shown.publisher_name,
    cluster.is_canonical
FROM best
JOIN search_lengths AS shown USING (document_id)
JOIN duplicate_clusters AS cluster USING (document_id)
ORDER BY best.score DESC, best.document_id;
