-- Dropped segments of one document in order, with the text they held.
SELECT
    segment.document_id,
    segment.segment_index,
    segment.role,
    segment.rule,
    segment.evidence,
    substring(held.raw_text, segment.char_start + 1, segment.char_end - segment.char_start) AS text,
    substring(
        held.raw_text, segment.repeat_of_start + 1, segment.repeat_of_end - segment.repeat_of_start
    ) AS repeat_of_text,
    segment.similarity,
    segment.char_start,
    segment.char_end,
    segment.repeat_of_start,
    segment.repeat_of_end
FROM documents AS held
JOIN segments AS segment USING (document_id)
WHERE (held.document_id = document OR held.source_path = document) AND NOT segment.is_kept
ORDER BY segment.document_id, segment.segment_index
