"""The only package that touches disk, locks and DuckDB files."""
