-- search(query): documents ranked by BM25 over headline and body, best first; equal scores by document_id.
--
--   FROM search('gempa Mamuju') LIMIT 10                  any of the words
--   FROM search('"Menteri Luar Negeri" Oslo')             words in double quotes stand side by side: a must
--   FROM search('terbakar', k1 := 2.0, b := 0.5)          other BM25 parameters
--
-- Words are compared by stem (search_stems). A word that no document holds stands for the 50 nearest words that begin
-- with it or have it as their stem, and for the stem that `stems` gives it: `etl search` passes the stemmer's own as
-- map(['dibangunlah'], ['bangun']). What a word is: etl/text/words.py.
CREATE MACRO search(query, stems := MAP([]::VARCHAR[], []::VARCHAR[]), k1 := 1.2, b := 0.75) AS TABLE
WITH
-- The query cut at its double quotes: every second part is a phrase, if its closing quote is there.
asked AS MATERIALIZED (
    SELECT
        part_number,
        part_number % 2 = 0 AND part_number < part_count AS is_phrase,
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
    SELECT asked_word.word, seen.stem
    FROM (SELECT DISTINCT word FROM asked) AS asked_word
    LEFT JOIN search_stems AS seen ON seen.word = asked_word.word
),
begun AS (
    SELECT
        asked_word.word,
        longer.stem,
        row_number() OVER (PARTITION BY asked_word.word ORDER BY length(longer.word), longer.word) AS nearness
    FROM (SELECT word, strip_accents(word) AS plain FROM known WHERE stem IS NULL) AS asked_word
    JOIN search_stems AS longer
        ON longer.stem = asked_word.plain
        OR (length(asked_word.word) >= 3 AND starts_with(longer.word, asked_word.word))
),
meant AS MATERIALIZED (
    SELECT word, stem FROM known WHERE stem IS NOT NULL
    UNION
    SELECT word, stem FROM begun WHERE nearness <= 50
    UNION
    -- Not stems[word]: before DuckDB 1.2 that is a list too.
    SELECT word, map_extract(stems, word)[1] FROM asked WHERE map_extract(stems, word)[1] IS NOT NULL
),
hit AS MATERIALIZED (
    SELECT document_id, stem, frequency, positions
    FROM search_postings
    WHERE stem IN (SELECT stem FROM meant)
),
-- Phrases: a document matches where each word stands at its own distance from one start. A position belongs to one
-- stem, so each place of the phrase names a start at most once, and a start named as often as there are places matches.
phrase AS MATERIALIZED (
    SELECT part_number, count(*) AS place_count FROM asked WHERE is_phrase GROUP BY part_number
),
phrase_starts AS (
    SELECT
        document_id,
        any_value(place_count) AS place_count,
        list_sort(flatten(list(list_transform(positions, lambda position: position - place)))) AS starts
    FROM asked
    JOIN phrase USING (part_number)
    JOIN meant USING (word)
    JOIN hit USING (stem)
    WHERE is_phrase
    GROUP BY document_id, part_number
    HAVING count(*) >= any_value(place_count)
),
allowed AS (
    SELECT document_id
    FROM phrase_starts
    WHERE list_bool_or(list_transform(starts, lambda start, nth: start = starts[nth + place_count - 1]))
    GROUP BY document_id
    HAVING count(*) = (SELECT count(*) FROM phrase)
),
weight AS MATERIALIZED (
    SELECT
        stem,
        ln(1 + (any_value(document_count) - count(*) + 0.5) / (count(*) + 0.5)) AS idf,
        any_value(mean_length) AS mean_length
    FROM hit, (SELECT count(*) AS document_count, avg(length) AS mean_length FROM search_lengths)
    GROUP BY stem
),
scored AS (
    -- Decimals: their sum is the same in whatever order the threads add.
    SELECT
        document_id,
        sum(CAST(
            idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / mean_length)) AS DECIMAL(18, 9)
        ))::DOUBLE AS score
    FROM hit
    JOIN weight USING (stem)
    JOIN search_lengths USING (document_id)
    WHERE (SELECT count(*) FROM phrase) = 0 OR document_id IN (SELECT document_id FROM allowed)
    GROUP BY document_id
)
SELECT
    scored.document_id,
    scored.score,
    articles.headline,
    articles.date_published,
    articles.publisher_name,
    articles.is_canonical
FROM scored
JOIN articles USING (document_id)
ORDER BY scored.score DESC, scored.document_id;
