"""Cleaning: which lines are the article's own, which repeat it, and which are its page's furniture.

One text: `lines`, `document`, `wrapped`. One line by itself: `looks`, `line_kinds`, `furniture`, `credit_lines`,
`stamp_lines`, `mastheads`. Lines together: `article_lines`, `article_parts`, `headline_lines`, `openings`, `line_places`,
`lists`, `tails`. The decision with its rule and evidence: `roles`. Inside a line: `residue` and its parts, `line_ends`,
`line_copies`.
Copies of the body in one page: `repeats`, `retellings`. What is left, with the way back to the raw text: `kept`.
"""
