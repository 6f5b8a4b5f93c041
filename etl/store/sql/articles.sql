-- Articles as stored, with what deduplication learned of them later.
SELECT
    article.*,
    cluster.is_canonical,
    cluster.canonical_document_id
FROM ({stored}) AS article
LEFT JOIN duplicate_clusters AS cluster USING (document_id)
