"""The only package that touches disk, locks and DuckDB files.

    layout      where things lie in a warehouse          lock       one writer a warehouse
    atomic      temporary name, fsync, rename            space      a full disk, before and while writing
    digests     a digest over rows, not files            crash      the named points where a test kills the process
    tables      rows into immutable Parquet files        ordering   sorting more rows than fit in memory
    staging     what each step made, and from what       reading    staged rows back, in batches of documents
    releases    publish, list, roll back                 upkeep     prune, doctor, verify
    catalog     news.duckdb: views, comments, macros     views      what the catalog shows beyond the tables
    query       the read-only door for SQL               export     one table to CSV, JSON lines or Parquet
    intake      the source folder, read and decoded

Nothing is imported here: `etl --help` must not wait for DuckDB.
"""
