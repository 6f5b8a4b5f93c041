"""Metadata: what a page says of its own article. Enter at `article.read_articles`, which puts everything together.

`page` is the page as all of them see it. When: `stamps`, `page_stamps`, `publication`, `anchors`. Whose: `publisher`,
`imprint`, `outlet_signs`, `promotions`. Where: `dateline`, `local_dateline`. Who: `bylines`, `credits`,
`closing_credits`. What: `headline`.
"""
