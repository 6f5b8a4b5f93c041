"""When two written names are one outlet: they differ in nothing but capitals, gaps and the ending of a domain.

Here: the two patterns that say so, for Arrow and DuckDB alike (RE2). Not here: finding an outlet in a page
(text/metadata/publisher.py).
"""

from __future__ import annotations

DOMAIN_ENDING = r"(?:\.(?:co|or|go|ac|my|web|sch|com))?\.[a-z]{2,4}$"
"""Cut from the end of a name in lower case: "situs.co.id" is "situs"; "jatim.situs.com", a region's, is "jatim.situs"."""

GAPS = r"[\s_.'-]+"
"""Cut wherever it stands: "kabar samudra" and "kabar-samudra" are "kabarsamudra"."""
