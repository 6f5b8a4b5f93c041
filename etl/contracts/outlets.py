"""When two written names are one outlet: they differ in nothing but capitals, gaps and the ending of a domain.

Here: the two patterns that say so, for Arrow and DuckDB alike (RE2). Not here: finding an outlet in a page
(text/metadata/publisher.py).
"""

from __future__ import annotations

DOMAIN_ENDING = r"(?:\.[a-z]{2,4}){1,2}$"
"""Cut from the end of a name in lower case: "situs.co.id" is "situs"; "situs raya" stays."""

GAPS = r"[\s_.'-]+"
"""Cut wherever it stands: "kabar samudra" and "kabar-samudra" are "kabarsamudra"."""
