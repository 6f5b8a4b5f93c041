"""Every table and column that users rely on, said once.

Here: the specification (type, unit, key, order, meaning, closed values, references, spans).
Not here: checking rows against it (steps/checks.py), writing them (store/).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import pyarrow as pa

from etl.contracts import enums

TEXT = pa.string()
LONG_TEXT = pa.large_string()
INT = pa.int32()
BIG = pa.int64()
SHARE = pa.float64()
FLAG = pa.bool_()
DATE = pa.date32()
INSTANT = pa.timestamp("us", tz="UTC")
LOCAL_TIME = pa.timestamp("us")
TEXTS = pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `meaning` is a sentence for users; `unit` is empty where the name already says it."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    nullable: bool = True
    values: type[StrEnum] | None = None
    references: str | None = None
    is_rising: bool = False
    """Whether values mostly rise from one to the next: stored as differences, such numbers take half the room."""

    @property
    def field(self) -> pa.Field:
        """The Arrow field, `nullable` included."""
        return pa.field(self.name, self.type, nullable=self.nullable)


@dataclass(frozen=True, slots=True)
class Sliced:
    """A claim that `raw_text[start:end]` is what `surface` reports (law 3).

    `surface` None: only the bounds are claimed. `less_dropped`: dropped segments inside the span are left out.
    """

    start: str
    end: str
    surface: str | None = None
    less_dropped: bool = False


@dataclass(frozen=True)
class Table:
    """One table. Rows are unique by `key` and written in `order`; `per_document` tables begin their order with
    `document_id` and are cut into files by its leading bits. Rows of a table that `is_folded` may be written in parts:
    what is left of those of one key is one row, with their lists end to end and the other values of the first.
    `is_compressed` False is for a small table that is read a few rows at a time."""

    name: str
    step: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    per_document: bool = True
    sliced: tuple[Sliced, ...] = field(default=())
    is_folded: bool = False
    is_compressed: bool = True

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema, columns in their stated order."""
        return pa.schema([column.field for column in self.columns])

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def empty(self) -> pa.Table:
        """A table of no rows with this schema."""
        return self.schema.empty_table()


def _id(name: str, meaning: str, references: str | None = None, *, nullable: bool = False) -> Column:
    return Column(name, TEXT, meaning, nullable=nullable, references=references)


def _start(
    name: str = "char_start", meaning: str = "First character in documents.raw_text.", *, nullable: bool = False
) -> Column:
    return Column(name, BIG, meaning, "code points", nullable)


def _end(
    name: str = "char_end",
    meaning: str = "One past the last character in documents.raw_text.",
    *,
    nullable: bool = False,
) -> Column:
    return Column(name, BIG, meaning, "code points", nullable)


_DOCUMENT = _id("document_id", "The document the row belongs to.", "documents.document_id")


def _fact(name: str) -> tuple[Column, Column, Column]:
    """Where a fact of an article stands in its text, and by which rule it was read."""
    return (
        _start(
            f"{name}_char_start",
            f"Where the {name} begins in documents.raw_text; NULL when not from the text.",
            nullable=True,
        ),
        _end(f"{name}_char_end", f"One past where the {name} ends; NULL when not from the text.", nullable=True),
        Column(f"{name}_rule", TEXT, f"The rule that read the {name}; NULL when not from the text."),
    )


SOURCES = Table(
    "sources",
    "ingest",
    "One row for every item present in the source folder of the run, accepted or not.",
    (
        Column(
            "source_path",
            TEXT,
            "Path below the source folder, POSIX; bytes that are not UTF-8 are percent-encoded.",
            nullable=False,
        ),
        Column(
            "record_index", BIG, "Place of the record in its file, from 0; 0 for files of one document.", nullable=False
        ),
        Column(
            "media_type", TEXT, "What the item was read as, for example text/plain or application/warc.", nullable=False
        ),
        Column("byte_count", BIG, "Size of the item as it lies there; of a record, the size of its bytes.", "bytes"),
        Column("sha256", TEXT, "SHA-256 of those bytes, hexadecimal; NULL when they could not be read."),
        Column("encoding", TEXT, "The encoding the text was decoded from; NULL when it was not decoded."),
        Column("status", TEXT, "Whether the item became a document.", nullable=False, values=enums.SourceStatus),
        Column("reject_reason", TEXT, "Why it did not; NULL when accepted.", values=enums.RejectReason),
        Column("reject_detail", TEXT, "What was seen: the error, the limit, the byte or line."),
        _id(
            "document_id",
            "The document made from the item; NULL when rejected.",
            "documents.document_id",
            nullable=True,
        ),
    ),
    key=("source_path", "record_index"),
    order=("source_path", "record_index"),
    per_document=False,
)

DOCUMENTS = Table(
    "documents",
    "ingest",
    "One row for every accepted item: the raw text all offsets refer to.",
    (
        _id("document_id", "First 16 hexadecimal digits of sha256(source_path, record key)."),
        Column("source_path", TEXT, "Path below the source folder.", nullable=False),
        Column("record_index", BIG, "Place of the record in its file, from 0.", nullable=False),
        Column("url", TEXT, "The record's own address, when it has one."),
        Column(
            "crawled_at", INSTANT, "When it was crawled, from the record's own field or WARC header; never a file time."
        ),
        Column("source_date", TEXT, "The record's own publication date field, as written."),
        Column("source_publisher", TEXT, "The record's own publisher field, as written."),
        Column("text_sha256", TEXT, "SHA-256 of raw_text in UTF-8; equal texts share it.", nullable=False),
        Column("raw_text", LONG_TEXT, "The decoded text, nothing removed.", nullable=False),
        Column("char_count", BIG, "Length of raw_text.", "code points", nullable=False),
        Column(
            "decode_repairs",
            TEXTS,
            "What decoding changed, for example byte_order_mark or crlf; empty when nothing.",
            nullable=False,
        ),
    ),
    key=("document_id",),
    order=("document_id",),
)

SEGMENTS = Table(
    "segments",
    "clean",
    "The ledger: every character of every document, with what it is and why it was kept or dropped.",
    (
        _DOCUMENT,
        Column("segment_index", INT, "Place of the segment in its document, from 0.", nullable=False),
        _start(),
        _end(),
        Column("role", TEXT, "What the segment mainly is.", nullable=False, values=enums.Role),
        Column("is_kept", FLAG, "False exactly for boilerplate, repeat and blank.", nullable=False),
        Column("rule", TEXT, "The rule that decided; NULL when kept as body by default.", values=enums.LineRule),
        Column("evidence", TEXT, "What the rule saw: matched phrase, document frequency, language, similarity."),
        _start("repeat_of_start", "Where the kept twin of a repeat begins.", nullable=True),
        _end("repeat_of_end", "One past where the kept twin of a repeat ends.", nullable=True),
        Column(
            "similarity",
            SHARE,
            "Share of a repeat's word 5-grams that stand in its twin; 1 for an exact repeat.",
            "0..1",
        ),
    ),
    key=("document_id", "segment_index"),
    order=("document_id", "segment_index"),
    sliced=(Sliced("char_start", "char_end"), Sliced("repeat_of_start", "repeat_of_end")),
)

ARTICLES = Table(
    "articles",
    "describe",
    "One row per document: what it says of itself.",
    (
        _DOCUMENT,
        Column("headline", TEXT, "The title as the text gives it."),
        Column("abstract", TEXT, "Bullets or standfirst above the body, joined by newlines."),
        Column("article_body", LONG_TEXT, "Kept body and subheading segments, joined by one newline.", nullable=False),
        Column("word_count", INT, "Words of article_body.", nullable=False),
        Column("in_language", TEXT, "Language of the body, BCP 47; NULL when there is no body to tell it from."),
        Column("language_share", SHARE, "Share of the body's characters in that language.", "0..1"),
        Column(
            "date_published", DATE, "Day of publication, from a stamp, a dated dateline, a source field or the url."
        ),
        Column("published_at", INSTANT, "Instant of publication; NULL unless clock and zone are stated."),
        Column("published_local", LOCAL_TIME, "The stamp's own clock time; NULL unless a clock time is stated."),
        Column("utc_offset_minutes", INT, "The stated zone's distance from UTC.", "minutes"),
        Column("date_published_basis", TEXT, "What date_published rests on.", nullable=False, values=enums.DateBasis),
        Column("date_modified", DATE, "Day of the last update, when the text states one."),
        Column("latest_date_mentioned", DATE, "Latest date written with day, month and year in kept text."),
        Column("dateline_raw", TEXT, "The dateline as written."),
        Column("location_created", TEXT, "Place of the dateline, in normal capitals and today's Indonesian name."),
        Column("publisher_name", TEXT, "The outlet."),
        Column("publisher_basis", TEXT, "What publisher_name rests on.", nullable=False, values=enums.PublisherBasis),
        Column("publisher_domain", TEXT, "The outlet's domain, when text or url names it."),
        Column("source_organization", TEXT, "The news agency, from the dateline or the agency's own credit."),
        Column("copyright_notice", TEXT, "The copyright line as written."),
        *_fact("headline"),
        *_fact("date_published"),
        *_fact("dateline"),
        *_fact("publisher"),
        *_fact("agency"),
        Column("kept_share", SHARE, "Share of raw characters that were kept.", "0..1", nullable=False),
        Column("boilerplate_share", SHARE, "Share of raw characters dropped as boilerplate.", "0..1", nullable=False),
        Column("repeat_share", SHARE, "Share of raw characters dropped as repeats.", "0..1", nullable=False),
    ),
    key=("document_id",),
    order=("document_id",),
    sliced=(
        Sliced("headline_char_start", "headline_char_end", "headline"),
        Sliced("date_published_char_start", "date_published_char_end"),
        Sliced("dateline_char_start", "dateline_char_end", "dateline_raw"),
        Sliced("publisher_char_start", "publisher_char_end"),
        Sliced("agency_char_start", "agency_char_end"),
    ),
)

CONTRIBUTORS = Table(
    "contributors",
    "describe",
    "The people a document credits: reporters, writers, editors.",
    (
        _DOCUMENT,
        Column("seq", INT, "Place in the order of credits, from 0.", nullable=False),
        Column("name", TEXT, "The name as written.", nullable=False),
        Column(
            "role",
            TEXT,
            "What the person did; the first role given wins.",
            nullable=False,
            values=enums.ContributorRole,
        ),
        Column("location", TEXT, "The place the credit gives, today's Indonesian name."),
        _start(),
        _end(),
    ),
    key=("document_id", "seq"),
    order=("document_id", "seq"),
    sliced=(Sliced("char_start", "char_end", "name"),),
)

DATE_MENTIONS = Table(
    "date_mentions",
    "describe",
    "Every date written in kept text, resolved as far as the text allows.",
    (
        _DOCUMENT,
        _start(),
        _end(),
        Column("surface", TEXT, "The date as written.", nullable=False),
        Column("value", TEXT, "ISO 8601 / TIMEX3, the date first; NULL when it cannot be resolved."),
        Column("precision", TEXT, "How finely the date is given.", nullable=False, values=enums.DatePrecision),
        Column(
            "anchor",
            TEXT,
            "What a relative date was resolved against, with its date; NULL when absolute or unresolved.",
        ),
        Column(
            "is_weekday_consistent",
            FLAG,
            "Whether the weekday written agrees with the date; NULL when none is written.",
        ),
    ),
    key=("document_id", "char_start", "char_end"),
    order=("document_id", "char_start", "char_end"),
    sliced=(Sliced("char_start", "char_end", "surface"),),
)

DUPLICATE_PAIRS = Table(
    "duplicate_pairs",
    "deduplicate",
    "Evidence that two documents are alike: edges, not all pairs.",
    (
        _id("left_document_id", "The smaller id of the two.", "documents.document_id"),
        _id("right_document_id", "The greater id of the two.", "documents.document_id"),
        Column("relation", TEXT, "How the left stands to the right.", nullable=False, values=enums.Relation),
        Column("jaccard", SHARE, "True Jaccard of the word 3-gram sets of the cleaned bodies.", "0..1", nullable=False),
        Column(
            "containment_left", SHARE, "Share of the left's 3-grams that stand in the right.", "0..1", nullable=False
        ),
        Column(
            "containment_right", SHARE, "Share of the right's 3-grams that stand in the left.", "0..1", nullable=False
        ),
        Column(
            "copy_kind", TEXT, "Why they are alike, as far as the text tells.", nullable=False, values=enums.CopyKind
        ),
        Column(
            "kind_evidence",
            TEXT,
            "What copy_kind was told by; NULL when it is unknown.",
            values=enums.KindEvidence,
        ),
    ),
    key=("left_document_id", "right_document_id"),
    order=("left_document_id", "right_document_id"),
    per_document=False,
)

DUPLICATE_CLUSTERS = Table(
    "duplicate_clusters",
    "deduplicate",
    "One row per document: the cluster of copies it belongs to.",
    (
        _DOCUMENT,
        _id("cluster_id", "Smallest document_id of the cluster."),
        Column("cluster_size", BIG, "Documents in the cluster.", nullable=False),
        Column("is_canonical", FLAG, "True for the one document of the cluster that stands for all.", nullable=False),
        _id("canonical_document_id", "That document.", "documents.document_id"),
        Column("kept_because", TEXT, "The rule that chose the canonical document.", nullable=False),
        Column(
            "nearest_jaccard",
            SHARE,
            "Highest verified Jaccard with another document of the cluster; NULL when alone.",
            "0..1",
        ),
    ),
    key=("document_id",),
    order=("document_id",),
)

MENTIONS = Table(
    "mentions",
    "name",
    "Every place where a person, organisation or place is named in kept text.",
    (
        _DOCUMENT,
        _start(),
        _end(),
        Column("surface", TEXT, "The name as written.", nullable=False),
        Column("entity_type", TEXT, "What it names.", nullable=False, values=enums.EntityType),
        _id("entity_id", "The entity it names.", "entities.entity_id"),
        Column("link_method", TEXT, "How the entity was found, for example lexicon, surname, own.", nullable=False),
        _id(
            "refers_to_entity_id", "The government a city stands for, where clear.", "entities.entity_id", nullable=True
        ),
        Column("role_text", TEXT, "The title before the name."),
        Column("confidence", SHARE, "How sure the method is.", "0..1", nullable=False),
    ),
    key=("document_id", "char_start", "char_end"),
    order=("document_id", "char_start", "char_end"),
    sliced=(Sliced("char_start", "char_end", "surface"),),
)

ENTITIES = Table(
    "entities",
    "name",
    "The persons, organisations and places that mentions name.",
    (
        _id("entity_id", "Hash of the type and the Wikidata id or the normalised name."),
        Column("entity_type", TEXT, "What it is.", nullable=False, values=enums.EntityType),
        Column("name", TEXT, "Canonical name in Indonesian usage.", nullable=False),
        Column("name_en", TEXT, "Name in English, when the lexicon gives it."),
        Column("wikidata_qid", TEXT, "Wikidata id, only from a packaged source; else NULL."),
        Column("country_code", TEXT, "ISO 3166-1 alpha-2, only from a packaged source; else NULL."),
        Column("aliases", TEXTS, "Other forms seen or known, sorted.", nullable=False),
    ),
    key=("entity_id",),
    order=("entity_id",),
    per_document=False,
)

QUOTES = Table(
    "quotes",
    "quote",
    "Who said what: words given to a speaker.",
    (
        _id("quote_id", "document_id, a hyphen and the quote's place in the document."),
        _DOCUMENT,
        _start("char_start", "First character of the words inside the marks."),
        _end("char_end", "One past the last character inside the marks."),
        Column("quote_text", TEXT, "The slice less dropped segments.", nullable=False),
        Column("quote_type", TEXT, "How the words are given.", nullable=False, values=enums.QuoteType),
        Column("cue", TEXT, "The word that gives the words to a speaker: kata, ujar, menurut."),
        _start("cue_start", "Where the cue begins.", nullable=True),
        _end("cue_end", "One past where the cue ends.", nullable=True),
        Column("speaker_text", TEXT, "The words at the quote that name the speaker."),
        _id("speaker_entity_id", "The speaker, when linked.", "entities.entity_id", nullable=True),
        Column(
            "speaker_name", TEXT, "The fullest form in the document, canonical where linked, else the role as written."
        ),
        Column("speaker_type", TEXT, "What kind of speaker.", nullable=False, values=enums.SpeakerType),
        Column("attribution_method", TEXT, "The rule that gave the words to the speaker.", nullable=False),
        Column("repair", TEXT, "Which mark was missing.", nullable=False, values=enums.QuoteRepair),
    ),
    key=("quote_id",),
    order=("document_id", "char_start", "char_end", "quote_id"),
    sliced=(Sliced("char_start", "char_end", "quote_text", less_dropped=True), Sliced("cue_start", "cue_end", "cue")),
)

CONTACTS = Table(
    "contacts",
    "contact",
    "Who met, called or visited whom, one row per distinct contact in a document.",
    (
        _id("contact_id", "document_id, a hyphen and the contact's place in the document."),
        _id("event_id", "Equal for the same contact in several documents."),
        _DOCUMENT,
        _start("char_start", "Where its first sentence begins."),
        _end("char_end", "One past where its first sentence ends."),
        Column("kind", TEXT, "How they came into contact.", nullable=False, values=enums.ContactKind),
        Column("cameo_code", TEXT, "CAMEO event code."),
        Column(
            "status",
            TEXT,
            "Whether it took place, as far as the text says.",
            nullable=False,
            values=enums.ContactStatus,
        ),
        Column("event_date", DATE, "Day of the contact; the first day of a visit."),
        Column("event_at", INSTANT, "Instant of the contact, when clock and zone are stated."),
        Column("date_precision", TEXT, "How finely the date is given.", values=enums.DatePrecision),
        Column("place_name", TEXT, "Where, canonical name."),
        _id("place_entity_id", "Where, as an entity.", "entities.entity_id", nullable=True),
        Column("duration_minutes", INT, "How long, when the text says.", "minutes"),
        Column("trigger", TEXT, "The word that told of the contact.", nullable=False),
    ),
    key=("contact_id",),
    order=("document_id", "char_start", "char_end", "contact_id"),
    sliced=(Sliced("char_start", "char_end"),),
)

CONTACT_PARTICIPANTS = Table(
    "contact_participants",
    "contact",
    "The parties of each contact.",
    (
        _DOCUMENT,
        _id("contact_id", "The contact.", "contacts.contact_id"),
        _id("entity_id", "The party.", "entities.entity_id"),
        Column("role", TEXT, "What the party did.", nullable=False, values=enums.ParticipantRole),
    ),
    key=("contact_id", "entity_id"),
    order=("document_id", "contact_id", "entity_id"),
)


def _list(name: str, items: pa.DataType, meaning: str, unit: str = "", *, is_rising: bool = False) -> Column:
    return Column(name, pa.list_(items), meaning, unit, nullable=False, is_rising=is_rising)


SEARCH_PART_DOCUMENTS = 1 << 16
"""Documents of one part of `search_postings`: bounds a row, whatever the corpus."""

SEARCH_PLACES_A_DOCUMENT = 1 << 26
"""Numbers of places kept for each document, more than `max_document_bytes` can hold words: two documents never meet.
store/sql/search.sql divides by it too."""

SEARCH_POSTINGS = Table(
    "search_postings",
    "index",
    "What `search` reads: which stem stands in which documents, how often and where. One row a stem and part, because a "
    "row for every document would cost a query more to find than to rank.",
    (
        Column(
            "stem",
            TEXT,
            "Stemmed word; or two of them with a blank between, which stand side by side (search_stems.is_paired).",
            nullable=False,
        ),
        Column("part", INT, "Part of the corpus: document_number // 65,536.", nullable=False),
        Column("first_document", INT, "The first of `documents`.", nullable=False),
        _list("documents", INT, "document_number of each document that holds the stem, ascending.", is_rising=True),
        _list("frequencies", INT, "How often the stem stands in headline and body of each of `documents`."),
        _list("lengths", INT, "Words of headline and body of each of `documents`, as in search_lengths.", "words"),
        _list(
            "places",
            BIG,
            "Every place where the stem stands: document_number * 67,108,864 + its place in the words of the document.",
            "words",
            is_rising=True,
        ),
    ),
    key=("stem", "part"),
    order=("stem", "part", "first_document"),
    per_document=False,
    is_folded=True,
)

SEARCH_LENGTHS = Table(
    "search_lengths",
    "index",
    "What `search` reads: number and length of every document, and what a result shows of it.",
    (
        _DOCUMENT,
        Column(
            "document_number",
            INT,
            "Place of the document among all, in order of document_id, from 0.",
            nullable=False,
            is_rising=True,
        ),
        Column("length", INT, "Words of headline and body.", "words", nullable=False),
        # Copied: beside the bodies, the same columns take three times as long to read, and each join as long again.
        Column("headline", TEXT, "As in articles."),
        Column("date_published", DATE, "As in articles."),
        Column("publisher_name", TEXT, "As in articles."),
        Column("is_canonical", FLAG, "As in duplicate_clusters.", nullable=False),
    ),
    key=("document_id",),
    order=("document_id",),
    is_compressed=False,
)

SEARCH_STEMS = Table(
    "search_stems",
    "index",
    "What `search` reads: the stem of every word seen, and every stem, which is its own; what BM25 needs of the corpus.",
    (
        Column("word", TEXT, "A word, lower case.", nullable=False),
        Column("beginning", TEXT, "Its first three characters.", nullable=False),
        Column("stem", TEXT, "Its stem.", nullable=False),
        Column("document_count", BIG, "Documents that hold the stem.", nullable=False),
        Column("article_count", BIG, "Documents in all; the same in every row.", nullable=False),
        Column("mean_length", SHARE, "Mean of search_lengths.length; the same in every row.", "words", nullable=False),
        Column(
            "is_paired",
            FLAG,
            "Whether so many documents hold the stem that its pairs with such neighbours are postings too.",
            nullable=False,
        ),
    ),
    key=("word",),
    order=("word",),
    per_document=False,
)

RELEASES = Table(
    "releases",
    "publish",
    "One row: the release these tables belong to.",
    (
        _id("release_id", "Date and content of the release."),
        Column("published_at", INSTANT, "When it was published.", nullable=False),
        Column("code_version", TEXT, "Version of the code that made it.", nullable=False),
        Column("settings_fingerprint", TEXT, "Digest of every setting.", nullable=False),
        Column("input_digest", TEXT, "Content digest of `sources`.", nullable=False),
    ),
    key=("release_id",),
    order=("release_id",),
    per_document=False,
)

RELEASE_TABLES = Table(
    "release_tables",
    "publish",
    "One row for every table but `releases` and `release_tables`.",
    (
        Column("table_name", TEXT, "The table.", nullable=False),
        Column("row_count", BIG, "Its rows.", nullable=False),
        Column("byte_count", BIG, "Size of its files.", "bytes", nullable=False),
        Column("content_digest", TEXT, "Digest over its rows, not its files.", nullable=False),
    ),
    key=("table_name",),
    order=("table_name",),
    per_document=False,
)

TABLE_COLUMNS = Table(
    "table_columns",
    "publish",
    "The data dictionary.",
    (
        Column("table_name", TEXT, "The table.", nullable=False),
        Column("column_name", TEXT, "The column.", nullable=False),
        Column("data_type", TEXT, "Its type in DuckDB.", nullable=False),
        Column("meaning", TEXT, "What it holds, with its unit and closed values.", nullable=False),
    ),
    key=("table_name", "column_name"),
    order=("table_name", "column_name"),
    per_document=False,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SOURCES,
        DOCUMENTS,
        SEGMENTS,
        ARTICLES,
        CONTRIBUTORS,
        DATE_MENTIONS,
        DUPLICATE_PAIRS,
        DUPLICATE_CLUSTERS,
        MENTIONS,
        ENTITIES,
        QUOTES,
        CONTACTS,
        CONTACT_PARTICIPANTS,
        SEARCH_POSTINGS,
        SEARCH_LENGTHS,
        SEARCH_STEMS,
        RELEASES,
        RELEASE_TABLES,
        TABLE_COLUMNS,
    )
}
"""Every table by name, in the order the pipeline fills them."""

STEPS: tuple[str, ...] = tuple(dict.fromkeys(table.step for table in TABLES.values()))
"""The steps in their order: ingest, clean, describe, deduplicate, name, quote, contact, index, publish."""


def tables_of(step: str) -> tuple[Table, ...]:
    """The tables that `step` fills, in order."""
    return tuple(table for table in TABLES.values() if table.step == step)


def full_meaning(column: Column) -> str:
    """The meaning with its unit and closed values: what DuckDB, Dagster and the data dictionary show."""
    parts = [column.meaning]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.values:
        parts.append(f"One of: {', '.join(column.values)}.")
    if column.references:
        parts.append(f"Refers to {column.references}.")
    return " ".join(parts)


def in_order(table: Table, rows: pa.Table) -> pa.Table:
    """`rows` cast to the table's schema and sorted in its total order."""
    rows = rows.select(table.schema.names).cast(table.schema)
    return rows.sort_by([(name, "ascending") for name in table.order])
