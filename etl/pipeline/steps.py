"""The steps, declared once: which step fills which tables from which inputs, by which work, and what is checked.

Not here: how a step is run (runner.py), the work itself (steps/).
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.contracts.tables import TABLES, Table, tables_of
from etl.engines import Count, Group, Map, Work
from etl.steps import clean, contact, deduplicate, describe, index, name, quote
from etl.store.laws import laws_of


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the pipeline. `inputs` are tables of earlier steps; `work` is done in order."""

    name: str
    meaning: str
    inputs: tuple[str, ...]
    work: tuple[Work, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables the step fills."""
        return tuple(table.name for table in tables_of(self.name))


COUNTED = {"articles": ("document_id", "article_body", "headline")}
INDEXED = {
    "articles": ("document_id", "article_body", *index.SHOWN),
    "duplicate_clusters": ("document_id", "is_canonical"),
}

STEPS: tuple[Step, ...] = (
    Step("ingest", "Reads the source folder: every item becomes a document or a row with the reason why not.", ()),
    Step(
        "clean",
        "Cuts each document into segments and says of every character why it is kept or dropped.",
        ("documents",),
        (
            Count(clean.SIDE, clean.count_lines, clean.merge_lines, ("documents",)),
            Map(clean.segment, ("documents",), ("segments",)),
        ),
    ),
    Step(
        "describe",
        "Reads headline, dates, dateline, publisher, agency, language and contributors from the text.",
        ("documents", "segments"),
        (Map(describe.describe, ("documents", "segments"), ("articles", "contributors", "date_mentions")),),
    ),
    Step(
        "deduplicate",
        "Finds copies between documents, verifies each pair, and chooses the document that stands for a cluster.",
        ("documents", "articles"),
        (
            Count(
                "signatures",
                deduplicate.sign,
                deduplicate.merge_rows,
                ("articles", "documents"),
                deduplicate.SIGN_COLUMNS,
                threads=True,
            ),
            Group(deduplicate.candidates, (), ()),
            Count(
                "shingle_sets",
                deduplicate.shingle,
                deduplicate.merge_rows,
                ("articles",),
                deduplicate.SHINGLE_COLUMNS,
                threads=True,
            ),
            Group(
                deduplicate.resolve,
                ("articles", "documents"),
                ("duplicate_pairs", "duplicate_clusters"),
                deduplicate.RESOLVE_COLUMNS,
            ),
        ),
    ),
    Step(
        "name",
        "Finds persons, organisations and places, and the entity each mention names.",
        ("documents", "articles", "segments", "contributors"),
        (
            Map(name.find_mentions, ("documents", "articles", "segments", "contributors"), ("mentions",)),
            Count(name.SIDE, name.count_entities, name.merge_entities, ("mentions",)),
            Group(name.entities_of, (), ("entities",)),
        ),
    ),
    Step(
        "quote",
        "Finds words given to a speaker, and the speaker.",
        ("documents", "articles", "segments", "mentions", "entities"),
        (Map(quote.find_quotes, ("documents", "articles", "segments", "mentions"), ("quotes",)),),
    ),
    Step(
        "contact",
        "Finds who met, called or visited whom.",
        ("documents", "articles", "segments", "mentions", "entities", "date_mentions"),
        (
            Map(
                contact.find_contacts,
                ("documents", "articles", "segments", "mentions", "date_mentions"),
                ("contacts", "contact_participants"),
            ),
        ),
    ),
    Step(
        "index",
        "Builds what full-text search reads.",
        ("articles", "duplicate_clusters"),
        (
            Count(index.WORDS_SIDE, index.count_words, index.merge_words, ("articles",), COUNTED),
            Count(index.NUMBERS_SIDE, index.list_documents, index.merge_documents, ("articles",), index.NUMBERED),
            Map(index.index, ("articles", "duplicate_clusters"), index.MAPPED, INDEXED),
            Group(index.stems, ("search_lengths",), ("search_stems",), index.MEASURED),
        ),
    ),
    Step(
        "publish",
        "Makes everything staged the current release, in one rename.",
        tuple(table.name for table in TABLES.values() if table.step != "publish"),
    ),
)
"""The line: ingest, clean, describe, deduplicate, name, quote, contact, index, publish."""

STEP: dict[str, Step] = {step.name: step for step in STEPS}


def checks_of(table: Table) -> tuple[str, ...]:
    """The names of the blocking checks of `table`, in order; a name of `CHECK_MEANINGS` each."""
    if table.step == "publish":
        return ("published",)
    names = ["schema"]
    if table.name == "segments":
        names.append("ledger")
    if table.sliced:
        names.append("sliced")
    names += [law.check for law in laws_of(table, near_threshold=0.0)]
    return tuple(dict.fromkeys(names))


CHECK_MEANINGS: dict[str, str] = {
    "schema": "Every column has its type, no NULL where none may be, closed words only, shares within 0..1.",
    "ledger": "The segments of every document are disjoint, in order and cover its text from first to last character.",
    "sliced": "Every span slices the raw text to exactly the surface that the row reports.",
    "keys": "No two rows share a key, and no key is NULL.",
    "references": "Every id that a row points at exists.",
    "accounted": "Items present = accepted + rejected; every rejected item has a reason, every document a source.",
    "verified": "Near pairs reach the threshold, every copy has evidence and points at a kept document of its cluster.",
    "published": "The catalog shows exactly the release that was just made.",
}
"""What each blocking check holds, in one sentence."""
