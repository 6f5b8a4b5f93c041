-- Pairs of entities named in the same document.
WITH named AS (
    SELECT DISTINCT
        mention.document_id,
        mention.entity_id
    FROM mentions AS mention
    JOIN duplicate_clusters AS cluster USING (document_id)
    WHERE {counted}
),

pairs AS (
    SELECT
        one.entity_id AS left_entity_id,
        other.entity_id AS right_entity_id,
        count(*) AS document_count
    FROM named AS one
    JOIN named AS other ON one.document_id = other.document_id AND one.entity_id < other.entity_id
    GROUP BY one.entity_id, other.entity_id
)

SELECT
    pairs.left_entity_id,
    one.name AS left_name,
    one.entity_type AS left_type,
    pairs.right_entity_id,
    other.name AS right_name,
    other.entity_type AS right_type,
    pairs.document_count
FROM pairs
JOIN entities_all AS one ON one.entity_id = pairs.left_entity_id
JOIN entities_all AS other ON other.entity_id = pairs.right_entity_id
ORDER BY pairs.document_count DESC, pairs.left_entity_id, pairs.right_entity_id
