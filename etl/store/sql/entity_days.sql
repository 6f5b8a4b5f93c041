-- First and last day on which each entity is named.
SELECT
    entity.entity_id,
    entity.entity_type,
    entity.name,
    min(article.date_published) AS first_on,
    max(article.date_published) AS last_on,
    count(DISTINCT article.date_published) AS day_count,
    count(DISTINCT mention.document_id) AS document_count
FROM mentions AS mention
JOIN articles AS article USING (document_id)
JOIN entities_all AS entity ON entity.entity_id = mention.entity_id
WHERE {counted}
GROUP BY entity.entity_id, entity.entity_type, entity.name
ORDER BY document_count DESC, entity.entity_id
