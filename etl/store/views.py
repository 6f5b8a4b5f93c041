"""What the catalog shows beyond the tables: views and macros, each column with its meaning.

Here: their names, meanings and columns. The SQL lies in sql/, one file each. Not here: building the catalog.
A view that counts people, quotes or contacts counts canonical documents; its twin, named `<view>_all`, every copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from etl.contracts import enums
from etl.contracts.tables import (
    BIG,
    DATE,
    SHARE,
    TABLES,
    TEXT,
    TEXTS,
    Column,
)


@dataclass(frozen=True, slots=True)
class View:
    """One view. `sql` names a file of sql/; in it {stored} is the table's own files, {counted} tells which
    documents count, {domain_ending} and {gaps} what spellings of one outlet differ in."""

    name: str
    sql: str
    meaning: str
    columns: tuple[Column, ...]
    counted: str = "TRUE"


@dataclass(frozen=True, slots=True)
class Macro:
    """One table macro, called as `FROM name(parameter)`. No column that it reads may be called as its parameter."""

    name: str
    parameter: str
    meaning: str
    columns: tuple[Column, ...]


def _stored(table: str, *names: str) -> tuple[Column, ...]:
    return tuple(TABLES[table].column(name) for name in names)


def _counting(name: str, meaning: str, columns: tuple[Column, ...]) -> tuple[View, View]:
    return (
        View(name, name, f"{meaning} Canonical documents only; {name}_all has every copy.", columns, "is_canonical"),
        View(f"{name}_all", name, f"{meaning} Every copy; {name} has canonical documents only.", columns),
    )


_DOCUMENTS = Column("document_count", BIG, "Documents.", nullable=False)

_OUTLET = Column(
    "outlet",
    TEXT,
    "publisher_name without capitals, gaps and domain ending: one outlet however it is spelled; NULL without one.",
)

ARTICLES = View(
    "articles",
    "articles",
    TABLES["articles"].meaning,
    (
        *TABLES["articles"].columns,
        _OUTLET,
        *_stored("duplicate_clusters", "is_canonical", "canonical_document_id"),
    ),
)

OUTLETS = View(
    "outlets",
    "outlets",
    "Which outlets there are and what their pages consist of; one row for pages that name none.",
    (
        _OUTLET,
        Column("name", TEXT, "The spelling of `publisher_name` that most of its pages use."),
        Column("document_count", BIG, "Its pages.", nullable=False),
        Column("canonical_count", BIG, "Those that are no copies of others.", nullable=False),
        Column("first_on", DATE, "First day of publication among them."),
        Column("last_on", DATE, "Last day of publication among them."),
        *(
            Column(f"{part}_share", SHARE, f"Share of the characters of its pages that {what}.", "0..1")
            for part, what in (("kept", "is kept"), ("boilerplate", "is boilerplate"), ("repeat", "repeats others"))
        ),
    ),
)

ENTITIES = _counting(
    "entities",
    TABLES["entities"].meaning,
    (
        *TABLES["entities"].columns,
        Column("mention_count", BIG, "Places where it is named.", nullable=False),
        Column("document_count", BIG, "Documents that name it.", nullable=False),
    ),
)

RULES = View(
    "rules",
    "rules",
    "What every rule of the ledger kept or dropped, over every document.",
    (
        *_stored("segments", "role", "rule", "is_kept"),
        Column("segment_count", BIG, "Segments it decided.", nullable=False),
        Column("character_count", BIG, "Their characters.", "code points", nullable=False),
        _DOCUMENTS,
        Column("example", TEXT, "The beginning of the first of them."),
    ),
)

PEOPLE_QUOTED = _counting(
    "people_quoted",
    "Who is quoted, and how often.",
    (
        *_stored("quotes", "speaker_entity_id", "speaker_name", "speaker_type"),
        Column("quote_count", BIG, "Quotes given to the speaker.", nullable=False),
        Column("direct_count", BIG, "Those that are direct.", nullable=False),
        _DOCUMENTS,
        Column("first_on", DATE, "First day of publication among them."),
        Column("last_on", DATE, "Last day of publication among them."),
    ),
)

CONTACT_TIMELINE = _counting(
    "contact_timeline",
    "Who met, called or visited whom, in order of time.",
    (
        *_stored("contacts", "event_date", "event_at", "date_precision", "kind", "status"),
        Column("participants", TEXTS, "Names of the parties, initiator and host first.", nullable=False),
        *_stored("contacts", "place_name", "duration_minutes", "event_id"),
        Column("event_document_count", BIG, "Documents that tell of the same event.", nullable=False),
        *_stored("contacts", "contact_id", "document_id"),
        *_stored("articles", "date_published", "publisher_name", "headline"),
    ),
)


def _side(side: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_entity_id", TEXT, f"The {side} entity.", nullable=False, references="entities.entity_id"),
        Column(f"{side}_name", TEXT, "Its canonical name.", nullable=False),
        Column(f"{side}_type", TEXT, "What it is.", nullable=False, values=enums.EntityType),
    )


CO_MENTIONS = _counting(
    "co_mentions",
    "Which entities are named in the same documents; each pair once.",
    (*_side("left"), *_side("right"), Column("document_count", BIG, "Documents that name both.", nullable=False)),
)

ENTITY_DAYS = _counting(
    "entity_days",
    "From when to when an entity is named, by day of publication.",
    (
        *_stored("entities", "entity_id", "entity_type", "name"),
        Column("first_on", DATE, "First day; NULL when no document that names it is dated."),
        Column("last_on", DATE, "Last day."),
        Column("day_count", BIG, "Days on which it is named.", nullable=False),
        Column("document_count", BIG, "Documents that name it, dated or not.", nullable=False),
    ),
)

CATALOG_INFO = View(
    "catalog_info",
    "",
    "One row: what this catalog shows and where its files lie.",
    (
        Column("release_id", TEXT, "The release shown.", nullable=False, references="releases.release_id"),
        Column("warehouse_root", TEXT, "Folder of the warehouse when the catalog was built.", nullable=False),
    ),
)

VIEWS: tuple[View, ...] = (
    ARTICLES,
    OUTLETS,
    *ENTITIES,
    RULES,
    *PEOPLE_QUOTED,
    *CONTACT_TIMELINE,
    *CO_MENTIONS,
    *ENTITY_DAYS,
)
"""Every view that is not simply a table, in an order in which each finds the views it reads."""

MACROS: tuple[Macro, ...] = (
    Macro(
        "search",
        "query",
        "The best 1,000 documents by BM25 over headline and body. Words are stemmed; a word never seen stands for "
        'those that begin with it; words inside "double quotes" must stand side by side.',
        (
            *_stored("articles", "document_id"),
            Column("score", SHARE, "BM25; higher is better.", "", nullable=False),
            *_stored("articles", "headline", "date_published", "publisher_name"),
            *_stored("duplicate_clusters", "is_canonical"),
        ),
    ),
    Macro(
        "removed",
        "document",
        "What was dropped from a document, and why. Takes a document_id or a source_path.",
        (
            *_stored("segments", "document_id", "segment_index", "role", "rule", "evidence"),
            Column("text", TEXT, "The characters dropped.", nullable=False),
            Column("repeat_of_text", TEXT, "The kept twin of a repeat."),
            *_stored("segments", "similarity", "char_start", "char_end", "repeat_of_start", "repeat_of_end"),
        ),
    ),
    Macro(
        "coverage",
        "entity_name",
        "Documents a day that mention an entity, found by its name or an alias in any case.",
        (
            *_stored("articles", "date_published"),
            Column("document_count", BIG, "Canonical documents.", nullable=False),
            Column("copy_count", BIG, "Documents, every copy.", nullable=False),
        ),
    ),
)


@cache
def sql_of(name: str) -> str:
    """The text of sql/<name>.sql."""
    return files("etl.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
