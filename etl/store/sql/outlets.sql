-- Outlets by the number of their pages. Of several spellings the one that most pages use is shown, of equals the first.
WITH spelled AS (
    SELECT
        outlet,
        publisher_name,
        row_number() OVER (PARTITION BY outlet ORDER BY count(*) DESC, publisher_name) AS place
    FROM articles
    WHERE outlet IS NOT NULL
    GROUP BY outlet, publisher_name
),
characters AS (
    SELECT
        document_id,
        sum(char_end - char_start) FILTER (WHERE is_kept) AS kept,
        sum(char_end - char_start) FILTER (WHERE role = 'boilerplate') AS boilerplate,
        sum(char_end - char_start) FILTER (WHERE role = 'repeat') AS repeated,
        sum(char_end - char_start) AS total
    FROM segments
    GROUP BY document_id
)
SELECT
    article.outlet,
    any_value(spelled.publisher_name) AS name,
    count(*) AS document_count,
    count(*) FILTER (WHERE article.is_canonical) AS canonical_count,
    min(article.date_published) AS first_on,
    max(article.date_published) AS last_on,
    coalesce(sum(kept), 0) / nullif(sum(total), 0) AS kept_share,
    coalesce(sum(boilerplate), 0) / nullif(sum(total), 0) AS boilerplate_share,
    coalesce(sum(repeated), 0) / nullif(sum(total), 0) AS repeat_share
FROM articles AS article
LEFT JOIN spelled ON spelled.outlet = article.outlet AND spelled.place = 1
LEFT JOIN characters ON characters.document_id = article.document_id
GROUP BY article.outlet
ORDER BY document_count DESC, article.outlet
