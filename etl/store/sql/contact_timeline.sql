-- Contacts with the names of their parties, earliest first, undated last.
WITH parties AS (
    SELECT
        party.contact_id,
        list(
            coalesce(entity.name, party.entity_id)
            ORDER BY
                CASE party.role WHEN 'initiator' THEN 0 WHEN 'host' THEN 1 WHEN 'counterpart' THEN 2 ELSE 3 END,
                coalesce(entity.name, party.entity_id),
                party.entity_id
        ) AS participants
    FROM contact_participants AS party
    LEFT JOIN entities_all AS entity USING (entity_id)
    GROUP BY party.contact_id
)

SELECT
    contact.event_date,
    contact.event_at,
    contact.date_precision,
    contact.kind,
    contact.status,
    coalesce(parties.participants, []::VARCHAR[]) AS participants,
    contact.place_name,
    contact.duration_minutes,
    contact.event_id,
    event.event_document_count,
    contact.contact_id,
    contact.document_id,
    article.date_published,
    article.publisher_name,
    article.headline
FROM contacts AS contact
JOIN articles AS article USING (document_id)
JOIN (
    SELECT
        telling.event_id,
        count(DISTINCT telling.document_id) AS event_document_count
    FROM contacts AS telling
    JOIN duplicate_clusters AS cluster USING (document_id)
    WHERE {counted}
    GROUP BY telling.event_id
) AS event USING (event_id)
LEFT JOIN parties USING (contact_id)
WHERE {counted}
ORDER BY contact.event_date NULLS LAST, contact.event_at NULLS LAST, contact.event_id, contact.contact_id
