-- Statements that the read-only door lets through and DuckDB runs, one a line.
SELECT count(*) FROM documents
SELECT 1;
select 'a; b' -- and a comment
/* first */ SELECT 1
-- first, see below
FROM documents
FROM articles SELECT headline WHERE is_canonical
WITH a AS (SELECT 1 AS b) FROM a
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) FROM r
VALUES (1), (2)
DESCRIBE documents
DESCRIBE SELECT 1
SUMMARIZE articles
SHOW TABLES
SHOW ALL TABLES
PIVOT documents ON record_index USING count(*)
FROM (PIVOT documents ON record_index USING count(*))
PIVOT duplicate_pairs ON copy_kind USING count(*)
UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b
EXPLAIN SELECT 1
EXPLAIN FROM documents
explain with a as (select 1) from a
SELECT * FROM documents WHERE raw_text LIKE '%copy%' OR raw_text LIKE '% update %' OR raw_text ILIKE '%DELETE%'
SELECT copy_kind FROM duplicate_pairs
SELECT "insert" FROM (SELECT 1 AS "insert")
SELECT 1 AS a UNION SELECT 2 ORDER BY a -- delete
FROM search('pelabuhan')
FROM removed('c.txt')
FROM coverage('Labuan Timur')
FROM query('SELECT 1')
FROM duckdb_columns()
SELECT comment FROM duckdb_views() WHERE view_name = 'quotes'
SELECT count(*) FROM documents JOIN segments USING (document_id) GROUP BY ALL ORDER BY ALL
