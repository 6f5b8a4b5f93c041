-- What each rule decided, with the beginning of the first segment as an example.
WITH decided AS (
    SELECT
        role,
        rule,
        is_kept,
        count(*) AS segment_count,
        sum(char_end - char_start)::BIGINT AS character_count,
        count(DISTINCT document_id) AS document_count,
        min({'document_id': document_id, 'char_start': char_start, 'char_end': char_end}) AS first_segment
    FROM segments
    GROUP BY role, rule, is_kept
)

SELECT
    decided.role,
    decided.rule,
    decided.is_kept,
    decided.segment_count,
    decided.character_count,
    decided.document_count,
    substring(
        document.raw_text,
        decided.first_segment.char_start + 1,
        least(decided.first_segment.char_end - decided.first_segment.char_start, 160)
    ) AS example
FROM decided
LEFT JOIN documents AS document ON document.document_id = decided.first_segment.document_id
ORDER BY decided.is_kept, decided.character_count DESC, decided.role, decided.rule
