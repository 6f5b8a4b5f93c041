"""What a record says beside its text: id, address, crawl time, publication date, publisher.

Here: any value that JSON or Parquet can hold to text, or to an instant. Not here: reading the text (decode.py),
understanding dates and publishers (steps).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from etl.store.intake.decode import scrubbed


class Fields(NamedTuple):
    """What one record says beside its text; None where it says nothing. `key` names it within its file."""

    key: str | None = None
    url: str | None = None
    crawled_at: datetime | None = None
    source_date: str | None = None
    source_publisher: str | None = None

    @property
    def char_count(self) -> int:
        """Characters of the fields that a row stores."""
        return sum(len(text) for text in (self.url, self.source_date, self.source_publisher) if text)


NO_FIELDS = Fields()


def fields_of(identifier: Any, url: Any, crawled_at: Any, date: Any, publisher: Any) -> Fields:
    """Fields from a record's own values. Its key is its id, else its address."""
    address = as_text(url)
    key = as_text(identifier)
    return Fields(address if key is None else key, address, as_instant(crawled_at), as_text(date), as_text(publisher))


def as_text(value: Any) -> str | None:
    """`value` as written: numbers in decimal (2022.0 as 2022), times in ISO 8601, lists and objects as JSON.

    None for what says nothing: null, empty or blank text, not-a-number.
    """
    if isinstance(value, str):
        return scrubbed(value) if value and not value.isspace() else None
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return as_text(value.decode("utf-8", "replace"))
    if isinstance(value, list | dict):
        return scrubbed(json.dumps(value, ensure_ascii=False, sort_keys=True, default=as_text)) if value else None
    return value.isoformat() if hasattr(value, "isoformat") else as_text(str(value))


def as_instant(value: Any) -> datetime | None:
    """The instant in UTC that `value` names: ISO 8601 text, or a time, with its zone.

    None without a zone, and for a bare number, which may count seconds or milliseconds: neither is guessed.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        return None
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None
