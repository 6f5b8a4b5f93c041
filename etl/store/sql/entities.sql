-- Entities as stored, with how often they are named.
SELECT
    entity.*,
    coalesce(named.mention_count, 0) AS mention_count,
    coalesce(named.document_count, 0) AS document_count
FROM ({stored}) AS entity
LEFT JOIN (
    SELECT
        mention.entity_id,
        count(*) AS mention_count,
        count(DISTINCT mention.document_id) AS document_count
    FROM mentions AS mention
    JOIN duplicate_clusters AS cluster USING (document_id)
    WHERE {counted}
    GROUP BY mention.entity_id
) AS named USING (entity_id)
