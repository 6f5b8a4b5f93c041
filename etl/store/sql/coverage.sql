-- Documents a day that mention an entity; undated ones last.
WITH meant AS (
    SELECT DISTINCT form.entity_id
    FROM (
        SELECT
            entity.entity_id,
            unnest(list_concat([entity.name, entity.name_en], entity.aliases)) AS spelling
        FROM entities_all AS entity
    ) AS form
    WHERE lower(form.spelling) = lower(entity_name)
)

SELECT
    article.date_published,
    count(DISTINCT mention.document_id) FILTER (WHERE article.is_canonical) AS document_count,
    count(DISTINCT mention.document_id) AS copy_count
FROM meant
JOIN mentions AS mention ON mention.entity_id = meant.entity_id
JOIN articles AS article ON article.document_id = mention.document_id
GROUP BY article.date_published
ORDER BY article.date_published NULLS LAST
