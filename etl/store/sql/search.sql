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
--
-- What a query costs at 100,000 documents is mostly what it reads, so it reads little:
--   * Tables are sorted by what they are joined on, and DuckDB (since 1.2) skips the row groups that a join cannot need.
--     It does so only when the smaller side has rows: hence a row that is found nowhere ('', -1) beside each of them.
--   * Places are read for phrases alone, and only documents where all phrases stand are scored.
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
    SELECT form.word, seen.stem, seen.document_count, seen.article_count, seen.mean_length, seen.is_paired
    FROM (
        -- Not stems[word]: before DuckDB 1.2 that is a list too.
        SELECT DISTINCT word, unnest([word, strip_accents(word), map_extract(stems, word)[1]]) AS spelling
        FROM asked
    ) AS form
    LEFT JOIN search_stems AS seen ON seen.word = form.spelling
),
meant AS MATERIALIZED (
    SELECT word, stem, document_count, article_count, mean_length, is_paired FROM known WHERE stem IS NOT NULL
    UNION
    SELECT word, stem, document_count, article_count, mean_length, is_paired
    FROM (
        SELECT
            begun.word,
            longer.stem,
            longer.document_count,
            longer.article_count,
            longer.mean_length,
            longer.is_paired,
            row_number() OVER (PARTITION BY begun.word ORDER BY length(longer.word), longer.word) AS nearness
        FROM (
            SELECT word, left(word, 3) AS beginning FROM known GROUP BY word HAVING count(stem) = 0 AND length(word) >= 3
            UNION ALL
            SELECT '', ''
        ) AS begun
        JOIN search_stems AS longer ON longer.beginning = begun.beginning AND starts_with(longer.word, begun.word)
    )
    WHERE nearness <= 50
),
-- Phrases: a document matches where each word stands at its own distance from one start. A shift takes a place to the
-- start it names. The starts that the rarest word names are few: only those are looked for among the other words'.
-- Two words side by side that most documents hold are one posting: their places are far fewer than either's.
phrase_words AS (
    SELECT
        part_number,
        place_count,
        place,
        list(stem) AS alike,
        sum(document_count) AS held,
        count(*) = 1 AND bool_and(is_paired) AS is_common
    FROM (
        SELECT DISTINCT part_number, place_count, place, stem, document_count, is_paired
        FROM asked
        JOIN meant USING (word)
        WHERE is_phrase
    )
    GROUP BY part_number, place_count, place
),
beside AS (
    SELECT
        *,
        is_common AND lead(is_common) OVER of_part AND lead(place) OVER of_part = place + 1 AS is_pair,
        is_common AND lag(is_common) OVER of_part AND lag(place) OVER of_part = place - 1 AS is_second,
        lead(alike) OVER of_part AS next_alike
    FROM phrase_words
    WINDOW of_part AS (PARTITION BY part_number ORDER BY place)
),
wanted AS MATERIALIZED (
    SELECT
        part_number,
        place_count - covered AS item_count,
        place_count - place AS shift,
        place = rarest AS is_rarest,
        unnest(CASE WHEN is_pair THEN [alike[1] || ' ' || next_alike[1]] ELSE alike END) AS stem
    FROM (
        SELECT
            *,
            -- The second word of a pair needs no posting of its own, unless it begins another pair.
            coalesce(is_second, FALSE) AND NOT coalesce(is_pair, FALSE) AS is_covered,
            count(*) FILTER (is_covered) OVER (PARTITION BY part_number) AS covered,
            arg_min(place, CASE WHEN is_covered THEN NULL WHEN is_pair THEN held / 8 ELSE held END) OVER (PARTITION BY part_number) AS rarest
        FROM beside
    )
    WHERE NOT is_covered
    LIMIT 10_000  -- no query has so many: it tells the planner that these rows are fewer than the postings
),
placed AS MATERIALIZED (
    SELECT part_number, item_count, shift, is_rarest, places
    FROM (FROM wanted UNION ALL SELECT 0, 0, 0, FALSE, '')
    JOIN search_postings USING (stem)
),
standing AS (
    SELECT document_number
    FROM (
        -- A pair or a word alone: wherever it stands. Its starts need not be met with others'.
        SELECT part_number, unnest(places) >> 26 AS document_number
        FROM placed
        WHERE item_count = 1
        UNION
        SELECT part_number, start >> 26
        FROM (
            SELECT part_number, item_count, unnest(places) + shift AS start
            FROM placed
            WHERE NOT is_rarest
        )
        SEMI JOIN (
            SELECT part_number, unnest(places) + shift AS start FROM placed WHERE is_rarest AND item_count > 1
        ) USING (part_number, start)
        GROUP BY part_number, start
        -- A place belongs to one stem and pair, so each item of a phrase names a start at most once.
        HAVING count(*) = any_value(item_count) - 1
    )
    GROUP BY document_number
    HAVING count(*) = (SELECT count(DISTINCT part_number) FROM asked WHERE is_phrase)
),
scored AS (
    -- Decimals: their sum is the same in whatever order the threads add.
    SELECT
        document_number,
        sum(CAST(
            idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / mean_length)) AS DECIMAL(18, 9)
        ))::DOUBLE AS score
    FROM (
        SELECT
            idf,
            mean_length,
            unnest(documents) AS document_number,
            unnest(frequencies) AS frequency,
            unnest(lengths) AS length
        FROM (
            SELECT DISTINCT
                stem,
                mean_length,
                ln(1 + (article_count - document_count + 0.5) / (document_count + 0.5)) AS idf
            FROM meant
            UNION ALL
            SELECT '', 1, 0
        )
        JOIN search_postings USING (stem)
    )
    WHERE NOT EXISTS (FROM asked WHERE is_phrase) OR document_number IN (FROM standing)
    GROUP BY document_number
),
best AS (
    SELECT document_number, score
    FROM scored
    ORDER BY score DESC, document_number
    LIMIT most
)
SELECT
    shown.document_id,
    best.score,
    shown.headline,
    shown.date_published,
    shown.publisher_name,
    shown.is_canonical
FROM (FROM best UNION ALL SELECT -1, 0) AS best
JOIN search_lengths AS shown USING (document_number)
ORDER BY best.score DESC, shown.document_id;
