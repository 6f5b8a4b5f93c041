"""What the world may rely on: tables, closed sets of words, spans.

Everything here is data. The Arrow schemas, the checks, the data dictionary, the comments in DuckDB and the
reference page of the docs are all made from `tables.TABLES`; nothing else in the project describes a column twice.
"""
