-- Speakers by the number of quotes given to them; those the text leaves unclear are left out.
SELECT
    quote.speaker_entity_id,
    quote.speaker_name,
    quote.speaker_type,
    count(*) AS quote_count,
    count(*) FILTER (WHERE quote.quote_type = 'direct') AS direct_count,
    count(DISTINCT quote.document_id) AS document_count,
    min(article.date_published) AS first_on,
    max(article.date_published) AS last_on
FROM quotes AS quote
JOIN articles AS article USING (document_id)
WHERE {counted} AND quote.speaker_name IS NOT NULL
GROUP BY quote.speaker_entity_id, quote.speaker_name, quote.speaker_type
ORDER BY quote_count DESC, quote.speaker_name, quote.speaker_entity_id, quote.speaker_type
