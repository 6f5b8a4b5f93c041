"""Jernih: raw crawled Indonesian news text in, tidy tables out.

    ingest -> clean -> describe -> deduplicate -> name -> quote -> contact -> index -> publish -> query

    settings     every tunable, with its reason             contracts    tables, closed sets of words, spans
    text         pure functions on str                      kernels      hot loops over Arrow buffers
    lexicon      reference data and the name model          steps        one module a step: Arrow in, Arrow out
    engines      runs map, count and group work             store        disk, locks, releases, the catalog
    report       HTML pages                                 pipeline     the steps, declared once, and the runner
    cli          the `etl` command                          defs         Dagster

The door for Python users: `etl.open(warehouse)` to query a warehouse, `etl.run(source, warehouse)` to fill one.
"""
