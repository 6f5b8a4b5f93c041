"""Step contact: who met, called or visited whom, from kept text, its mentions and its dates.

Here: rows of `contacts` and `contact_participants`. Not here: finding contacts in a text (text/contacts/find.py).

    find_contacts   map   documents, articles, segments, mentions, date_mentions; side `entities`
                          -> contacts, contact_participants
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from etl.contracts.enums import ContactStatus, DatePrecision
from etl.contracts.tables import CONTACT_PARTICIPANTS, CONTACTS, in_order
from etl.settings import Settings
from etl.steps.kept_documents import Document, documents_of, runs_of
from etl.text.contacts.days import DateMention, is_day
from etl.text.contacts.find import find_contacts as contacts_in
from etl.text.contacts.find import may_tell_of_contacts
from etl.text.contacts.links import event_id
from etl.text.contacts.record import Contact

_STATUS_CODES = {
    ContactStatus.SCHEDULED: "036",
    ContactStatus.CONDITIONAL: "036",
    ContactStatus.PROPOSED: "036",
    ContactStatus.DENIED: "125",
}
"""CAMEO: 036 express intent to meet or negotiate, 125 reject proposal to meet, discuss or negotiate."""


def find_contacts(
    batch: Mapping[str, pa.Table], sides: Mapping[str, pa.Table], settings: Settings
) -> dict[str, pa.Table]:
    """`contacts` and `contact_participants` of a run of documents.

    `batch`: documents, articles, segments, mentions and date_mentions with their rows in table order; `sides`: entities.
    """
    contacts: dict[str, list[Any]] = {name: [] for name in CONTACTS.schema.names}
    participants: dict[str, list[Any]] = {name: [] for name in CONTACT_PARTICIPANTS.schema.names}
    entities = sides["entities"]
    names = dict(zip(entities["entity_id"].to_pylist(), entities["name"].to_pylist(), strict=True))
    countries = dict(zip(entities["entity_id"].to_pylist(), entities["country_code"].to_pylist(), strict=True))
    published = dict(
        zip(batch["articles"]["document_id"].to_pylist(), batch["articles"]["date_published"].to_pylist(), strict=True)
    )
    datelines = dict(
        zip(
            batch["articles"]["document_id"].to_pylist(), batch["articles"]["location_created"].to_pylist(), strict=True
        )
    )
    dates = runs_of(batch["date_mentions"], ("char_start", "char_end", "value", "precision"))
    known: dict[Hashable, list[Contact]] = {}
    for document in documents_of(batch, entities, may_tell_of_contacts):
        told = [
            DateMention(*span, value, precision)
            for start, end, value, precision in dates.get(document.document_id, ())
            if (span := document.kept.kept(start, end)) is not None
        ]
        on = published.get(document.document_id)
        dateline = datelines.get(document.document_id)
        key = (document.key, tuple(told), on, dateline)
        found = known.get(key)
        if found is None:
            day = on.isoformat() if on else None
            found = known[key] = contacts_in(document.kept, document.names, told, day, countries, dateline)
        for number, contact in enumerate(found):
            contact_id = f"{document.document_id}-{number:04d}"
            _append(contacts, document, contact_id, contact, names)
            for party in sorted(
                {p.mention.entity_id: p for p in contact.parties}.values(), key=lambda p: p.mention.entity_id
            ):
                participants["document_id"].append(document.document_id)
                participants["contact_id"].append(contact_id)
                participants["entity_id"].append(party.mention.entity_id)
                participants["role"].append(str(party.role))
    return {
        "contacts": in_order(CONTACTS, pa.table(contacts, schema=CONTACTS.schema)),
        "contact_participants": in_order(
            CONTACT_PARTICIPANTS, pa.table(participants, schema=CONTACT_PARTICIPANTS.schema)
        ),
    }


def _append(
    columns: dict[str, list[Any]], document: Document, contact_id: str, contact: Contact, names: Mapping[str, str]
) -> None:
    span = document.kept.raw(contact.start, contact.end)
    told = contact.date
    row = {
        "contact_id": contact_id,
        "event_id": event_id(contact),
        "document_id": document.document_id,
        "char_start": span.start,
        "char_end": span.end,
        "kind": str(contact.kind),
        "cameo_code": _STATUS_CODES.get(contact.status, contact.cameo),
        "status": str(contact.status),
        "event_date": _day(told),
        "event_at": _instant(told),
        "date_precision": told.precision if told else None,
        "place_name": names[contact.place.entity_id] if contact.place else None,
        "place_entity_id": contact.place.entity_id if contact.place else None,
        "duration_minutes": contact.duration_minutes,
        "trigger": contact.trigger,
    }
    for name, value in row.items():
        columns[name].append(value)


def _day(told: DateMention | None) -> date | None:
    """The day of a date mention; of a range its first day; None when it names no day."""
    if told is None or not told.value or not is_day(told):
        return None
    try:
        return date.fromisoformat(told.value[:10])
    except ValueError:
        return None


def _instant(told: DateMention | None) -> datetime | None:
    """The instant of a date mention that states clock and zone; else None."""
    if told is None or not told.value or told.precision != DatePrecision.MINUTE:
        return None
    try:
        stated = datetime.fromisoformat(told.value)
    except ValueError:
        return None
    return stated.astimezone(UTC) if stated.tzinfo else None
