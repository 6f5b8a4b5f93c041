"""A run when it is done: what was found, what was rejected and why, and a first question to ask.

Here: the summary and the questions it asks. Not here: progress (progress.py).
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from etl.cli.printing import Format, out, print_rows

if TYPE_CHECKING:
    from etl.store.layout import Warehouse

SUMMARY = """SELECT count(*) AS documents,
           count(*) FILTER (NOT is_canonical) AS copies,
           coalesce(avg(kept_share), 0) AS kept,
           coalesce(avg(boilerplate_share), 0) AS junk,
           coalesce(avg(repeat_share), 0) AS repeated,
           (SELECT count(*) FROM entities) AS entities,
           (SELECT count(*) FROM mentions) AS mentions,
           (SELECT count(*) FROM quotes) AS quotes,
           (SELECT count(*) FROM contacts) AS contacts,
           (SELECT count(*) FROM sources WHERE status = 'accepted') AS accepted
    FROM articles
"""
REJECTED = """
    SELECT reject_reason, count(*) AS items FROM sources WHERE status = 'rejected'
    GROUP BY reject_reason ORDER BY items DESC, reject_reason
"""
FIRST_REJECTED = """
    SELECT reject_reason AS reason, source_path AS first_of_them, reject_detail AS why FROM sources
    WHERE status = 'rejected'
    QUALIFY row_number() OVER (PARTITION BY reject_reason ORDER BY source_path, record_index) = 1
    ORDER BY reject_reason
"""
WHY_REJECTED = "SELECT source_path, reject_reason, reject_detail FROM sources WHERE status = 'rejected'"
FIRST_QUERY = (
    "SELECT speaker_name, count(*) AS quotes FROM quotes WHERE speaker_name IS NOT NULL "
    "GROUP BY speaker_name ORDER BY quotes DESC, speaker_name LIMIT 5"
)


def print_summary(place: Warehouse, release_id: str, *, is_new: bool) -> None:
    """Prints the release in numbers; `is_new`: this run published it."""
    from etl.store.query import run_query

    found = run_query(place, SUMMARY).to_pylist()[0]
    rejected = run_query(place, REJECTED).to_pylist()
    out.print(f"\n{'Published' if is_new else 'Nothing had changed; still published:'} release {release_id}")
    out.print(
        f"  {found['documents']:,} documents ({found['copies']:,} of them copies), "
        f"{found['kept']:.0%} of their text kept, {found['junk']:.0%} boilerplate, {found['repeated']:.0%} repeats"
    )
    out.print(
        f"  {found['entities']:,} persons, organisations and places in {found['mentions']:,} mentions; "
        f"{found['quotes']:,} quotes; {found['contacts']:,} contacts"
    )
    total = sum(row["items"] for row in rejected)
    reasons = ", ".join(f"{row['reject_reason']} {row['items']:,}" for row in rejected)
    out.print(f'\nAsk it:\n  {escape(_typed())} sql "{FIRST_QUERY}" --warehouse {escape(str(place.root))}')
    print_rows(run_query(place, FIRST_QUERY), Format.TABLE)
    if (page := place.reports / f"{release_id}.html").is_file():
        out.print(f"Look at it in a browser:\n  {escape(str(page))}")
    out.print(
        f"{found['accepted'] + total:,} items read: {found['accepted']:,} accepted, {total:,} rejected"
        + (f" ({reasons})" if reasons else "")
    )
    if rejected and not found["accepted"]:
        out.print("Nothing could be read. Of each reason the first:")
        print_rows(run_query(place, FIRST_REJECTED), Format.TABLE)
    elif rejected:
        out.print(f'Why each:\n  {escape(_typed())} sql "{WHY_REJECTED}" --warehouse {escape(str(place.root))}')


def _typed() -> str:
    """How this command is typed from where the user stands: `etl` where the shell finds it, else its path."""
    called = Path(sys.argv[0])
    if shutil.which("etl") or called.name != "etl":
        return "etl"
    return os.path.relpath(called) if called.absolute().is_relative_to(Path.cwd()) else str(called)
