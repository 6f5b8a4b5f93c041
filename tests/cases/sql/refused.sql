-- Statements that the read-only door must refuse, one a line. {file} is a table's own file, {new} a path beside it,
-- {catalog} news.duckdb. Each is tried, and all files must stay as they are.
COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)
COPY documents TO '{file}' (USE_TMP_FILE false)
COPY documents TO '{new}'
/* harmless */ COPY documents TO '{new}'
EXPLAIN ANALYZE COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)
EXPLAIN (ANALYZE) COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)
EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)
EXPLAIN/**/ANALYZE COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)
-- why not
EXPLAIN ANALYZE SELECT 1
EXPLAIN EXPLAIN SELECT 1
EXPLAIN COPY documents TO '{new}'
WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) FROM x
WITH x AS (copy (SELECT 1 AS a) TO '{file}' (FORMAT csv, USE_TMP_FILE false)) SELECT 1
WITH x AS MATERIALIZED (CoPy (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) SELECT 'x'
WITH x AS (/* a */ COPY /* b */ (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) SELECT 1
WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) SELECT 1
WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) PIVOT documents ON record_index USING count(*)
WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) UNPIVOT entities ON name INTO NAME a VALUE b
WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)) FROM (PIVOT documents ON record_index USING count(*))
WITH a AS (WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (USE_TMP_FILE false)) FROM x) FROM a
EXPLAIN WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (USE_TMP_FILE false)) FROM x
DESCRIBE WITH x AS (COPY (SELECT 1 AS a) TO '{file}' (USE_TMP_FILE false)) FROM x
WITH x AS (DELETE FROM documents RETURNING *) FROM x
WITH x AS (INSERT INTO documents VALUES (1) RETURNING *) FROM x
FROM query('COPY documents TO ''{new}''')
FROM query('WITH x AS (COPY documents TO ''{file}'' (USE_TMP_FILE false)) FROM x')
FROM query('SELECT 1; SELECT 2')
FROM query_table('{catalog}')
SELECT 1; COPY documents TO '{new}'
SELECT 1; SELECT 2
PIVOT documents ON record_index USING count(*); COPY documents TO '{new}'
ATTACH '{new}'
ATTACH '{catalog}' AS other
ATTACH ':memory:' AS other
DETACH news
USE memory
INSTALL httpfs
LOAD httpfs
LOAD '{new}'
SET enable_external_access = true
SET allowed_paths = []
SET lock_configuration = false
SET GLOBAL threads = 1
RESET allowed_paths
PRAGMA database_list
PRAGMA enable_profiling = 'json'
CALL pragma_database_size()
CHECKPOINT
VACUUM
ANALYZE
EXPORT DATABASE '{new}'
IMPORT DATABASE '{new}'
CREATE TABLE t (a INTEGER)
CREATE TEMP TABLE t AS SELECT 1
CREATE OR REPLACE VIEW documents AS SELECT 1
CREATE MACRO f() AS 1
CREATE SECRET (TYPE s3)
INSERT INTO documents VALUES (1)
UPDATE documents SET url = 'x'
DELETE FROM documents
TRUNCATE documents
DROP VIEW documents
ALTER VIEW documents RENAME TO d
COMMENT ON VIEW documents IS 'x'
BEGIN
COMMIT
PREPARE p AS SELECT 1
EXECUTE p
DEALLOCATE p
FROM read_text('/etc/passwd')
FROM read_csv('/etc/passwd')
FROM read_blob('/etc/passwd')
FROM read_json('/etc/passwd')
FROM read_parquet('{new}')
FROM '/etc/passwd'
FROM '/etc/*'
FROM glob('/*')
FROM glob('/etc/passwd')
FROM sniff_csv('/etc/passwd')
FROM parquet_metadata('/etc/passwd')
FROM read_duckdb('{catalog}')
FROM read_text('{catalog}')
FROM 'https://example.org/a.csv'
FROM read_csv('https://example.org/a.csv')
SELECT getenv('HOME')
SELECT set_config('threads', '1', false)
SELECT content FROM read_text('~/.bashrc')
SELECT write_log('x') FROM nowhere

