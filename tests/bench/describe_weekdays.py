"""Weekday(date) mentions of real articles ("Senin (14/2)"): resolved to a day that agrees with the article's date?

python tests/bench/describe_weekdays.py [--show]
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path
from typing import Any

from describe_gold import tables_of
from describe_pages import load, real_day

from etl.settings import Settings
from etl.steps.describe import describe

MENTION = re.compile(
    r"(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)[\s\xa0]*,?[\s\xa0]*(?:\w+ )?\(\d{1,2}/\d{1,2}(?:/(\d{4}|\d\d))?\)"
)


def measure(rows: list[dict[str, Any]]) -> tuple[dict[str, float], list[str]]:
    """Shares 0..1 of mentions, and the mentions that are not consistent.

    consistent: a value is given, its weekday is the written one or the mention is flagged, and a year-less one lies
    within half a year of the article.
    """
    pages, days = [], {}
    for index, row in enumerate(rows):
        day, body = real_day(row), row["body"] or ""
        if day and MENTION.search(body):
            key = f"{index:06d}"
            days[key] = day
            stamp = day.strftime("%Y-%m-%d 10:00")
            text = f"{stamp}\n{body}\n"
            pages.append((key, text, [(0, len(stamp) + 1, "timestamp"), (len(stamp) + 1, len(text), "body")], {}))
    made = tables_of(pages)
    out = describe(made, {}, Settings())
    resolved = {(m["document_id"], m["char_start"]): m for m in out["date_mentions"].to_pylist()}
    asked = found = consistent = flagged = agreeing = 0
    cases: list[str] = []
    for key, text, _, _ in pages:
        for match in MENTION.finditer(text):
            asked += 1
            mention = resolved.get((key, match.start()))
            value = mention["value"] if mention else None
            if value is None or match.group()[-2] not in mention["surface"]:
                cases.append(f"{key} {match.group()!r} not read ({mention and mention['surface']!r})")
                continue
            found += 1
            day = dt.date.fromisoformat(value[:10])
            agrees = mention["is_weekday_consistent"]
            agreeing += bool(agrees)
            flagged += agrees is False
            near = match[1] is not None or abs((day - days[key]).days) <= 183
            if near and (agrees or (agrees is False)):
                consistent += 1
            else:
                cases.append(f"{key} {match.group()!r} -> {value} article {days[key]}")
            if agrees is False:
                cases.append(f"{key} {match.group()!r} -> {value} flagged, article {days[key]}")
    return {
        "mentions": float(asked),
        "read": found / asked,
        "consistent": consistent / asked,
        "weekday_agrees": agreeing / asked,
        "flagged": flagged / asked,
    }, cases


if __name__ == "__main__":
    scores, cases = measure(load(Path(__file__).resolve().parents[3] / "shared"))
    for name, value in scores.items():
        sys.stdout.write(f"{name:16} {value:.4f}\n")
    if "--show" in sys.argv:
        sys.stdout.write("\n".join(cases) + "\n")
