"""Every tunable, once: name, unit, default and the reason for the default.

Here: the values, where they may come from, and their fingerprint.
Not here: using them. steps/, engines/ and store/ receive a `Settings`; text/ and kernels/ receive plain arguments.

Order of precedence: `--set name=value` > Dagster run config > `jernih.toml` beside the source folder > the default.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from math import isnan
from pathlib import Path
from typing import Any

from etl.errors import SettingError, first_ten

FILE_NAME = "jernih.toml"


def _tunable(
    default: Any,
    unit: str,
    why: str,
    *,
    low: float | None = None,
    high: float | None = None,
    form: str | None = None,
    content: bool = True,
) -> Any:
    """A setting. `form`: a pattern of the whole value; `content` False: it cannot change any row, so it stays out of the
    fingerprint."""
    metadata = {"unit": unit, "why": why, "low": low, "high": high, "form": form, "content": content}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen once loaded. Values are checked at construction; SettingError names every one that is wrong."""

    # ingest
    max_document_bytes: int = _tunable(
        64 * 2**20,
        "bytes",
        "the longest single article seen is under 1 MB; larger items are dumps in the wrong place",
        low=1,
    )
    max_ratio: int = _tunable(
        200,
        "times",
        "an archive that unpacks to more than this is a bomb, not text (news text packs 3 to 10 times)",
        low=1,
    )
    binary_share: float = _tunable(
        0.01,
        "0..1",
        "share of control bytes above which an item is no text; a crawled page may carry one or two by accident",
        low=0,
        high=1,
    )
    fallback_share: float = _tunable(
        0.25,
        "0..1",
        "share of bytes outside ASCII above which windows-1252 is no likely guess: Latin text has under a tenth, "
        "Cyrillic, Chinese and Japanese encodings over half",
        low=0,
        high=1,
    )
    text_column: str = _tunable("text", "column", "name of the text field in .jsonl and .parquet inputs")
    id_column: str = _tunable("id", "column", "name of the record id field, used when present")
    url_column: str = _tunable("url", "column", "name of the address field, used when present")
    crawled_at_column: str = _tunable("crawled_at", "column", "name of the crawl time field, used when present")
    date_column: str = _tunable("date", "column", "name of the publication date field, used when present")
    publisher_column: str = _tunable("publisher", "column", "name of the publisher field, used when present")
    leave_out: str = _tunable(
        "none",
        "document ids",
        "a run that a document breaks names it; ids given here, with commas between, are rejected as unreadable, so that "
        "one document of a dump does not hold up the others",
        form=r"none|[0-9a-f]{16}(?:, ?[0-9a-f]{16})*",
    )

    # clean
    repeat_share: float = _tunable(
        0.6,
        "0..1",
        "of its word 5-grams already seen: catches a re-translated second copy, no fresh text",
        low=0,
        high=1,
    )
    repeat_min_words: int = _tunable(
        8, "words", "shorter lines share 5-grams by chance; they are compared whole", low=5
    )
    repeat_share_alone: float = _tunable(
        0.95,
        "0..1",
        "the same for a short line with no other copy beside it: a speaker quoted again shares 5-grams and is no copy",
        low=0,
        high=1,
    )
    repeat_alone_words: int = _tunable(
        80, "words", "a line this long is a copy by itself: it holds a body, not a sentence", low=1
    )
    line_frequency_floor: int = _tunable(
        3, "articles", "a line in fewer distinct articles says nothing of being furniture", low=2
    )
    line_frequency_share: float = _tunable(
        0.01, "0..1", "share of distinct articles from which a line is furniture in a large corpus", low=0, high=1
    )

    # describe
    newest_year: int = _tunable(
        2026,
        "year",
        "newest year a weekday-only dateline may take; a constant: the clock decides nothing",
        low=1900,
        high=9999,
    )
    oldest_year: int = _tunable(
        1000, "year", "four figures below it are numbers or a database's empty date (0001), no year", low=1, high=9999
    )
    farthest_year: int = _tunable(
        2200, "year", "four figures above it are numbers or a database's endless date (9999), no year", low=1, high=9998
    )

    # deduplicate
    near_threshold: float = _tunable(
        0.5,
        "Jaccard of word 3-grams",
        "re-translations of one article stand at .6 to .8, different articles on one event below .3",
        low=0,
        high=1,
    )
    shingle_words: int = _tunable(3, "words", "3-grams reach re-translations that 5-grams miss", low=1)
    minhash_bands: int = _tunable(42, "bands", "with 3 rows finds 99.7 % of pairs at Jaccard .5", low=1)
    minhash_rows: int = _tunable(3, "rows", "see minhash_bands", low=1)
    near_edges: int = _tunable(
        8,
        "edges",
        "verified near edges kept a document: enough to hold a cluster together, few enough not to square",
        low=1,
    )
    min_words: int = _tunable(3, "words", "a body shorter than one shingle has no shingle set of its own", low=1)
    chain_floor: float = _tunable(
        0.25,
        "Jaccard",
        "two documents in one cluster share at least this with its canonical document; below it the chain is cut",
        low=0,
        high=1,
    )

    bucket_pairs_up_to: int = _tunable(
        64, "documents", "in a bucket of up to this many distinct bodies all pairs are compared", low=2
    )
    bucket_window: int = _tunable(
        16,
        "documents",
        "in a larger bucket each body is compared with this many before it, those with like figures standing together",
        low=1,
    )
    contains_share: float = _tunable(
        0.9,
        "0..1",
        "share of a body's 3-grams in the other from which it is contained: a sentence or two may differ",
        low=0.5,
        high=1,
    )
    template_figures: int = _tunable(
        4, "figures", "with fewer, a corrected toll or a changed score would pass for a template filled anew", low=1
    )
    template_shared_share: float = _tunable(
        0.5,
        "0..1",
        "copies of one report share nearly all figures, bulletins of two days a few constants",
        low=0,
        high=1,
    )
    template_slot_share: float = _tunable(
        0.5,
        "0..1",
        "of the differing 3-grams, those with a figure or day: .7 and more in bulletins, below .5 in edited copies",
        low=0,
        high=1,
    )
    template_changed_figures: int = _tunable(
        3, "figures", "a copy with another date on it keeps its figures; a corrected toll changes one or two", low=1
    )
    template_days_apart: int = _tunable(
        3,
        "days",
        "an outlet tells yesterday's story again for a day or two; what comes back later, naming other days, is a form",
        low=1,
    )
    short_body_words: int = _tunable(
        60, "words", "a shorter body (a programme note, a video page) says too little: its headline has to agree", low=0
    )

    # index
    search_word_chars: int = _tunable(
        64,
        "characters",
        "longer runs of letters and digits are encoded data: in Indonesian news even hashtags stay under 40",
        low=1,
    )

    search_pair_documents: int = _tunable(
        50_000,
        "documents",
        "a phrase of two words that more documents hold is looked up as a pair: matching a million places of each takes "
        "three times as long as a search may",
        low=1,
    )

    # quote
    quote_max_chars: int = _tunable(
        6_000,
        "code points",
        "longer pairs of marks are accidents: a mark lost far above closes with the next one",
        low=1,
    )

    # name
    entity_aliases: int = _tunable(
        20,
        "forms",
        "of an entity's other forms: all of the lexicon's and the most frequent seen; misspellings beyond are noise",
        low=1,
    )

    # store and engine: none of these can change a row
    documents_per_file: int = _tunable(
        50_000, "documents", "a change rewrites only its own files; below this one file a table", low=1, content=False
    )
    batch_documents: int = _tunable(
        2_000,
        "documents",
        "rows handed to a step at once: large enough to hide call cost, small enough to bound memory",
        low=1,
        content=False,
    )
    batch_bytes: int = _tunable(
        64 * 2**20, "bytes", "text handed to a step at once, whatever its number of documents", low=1, content=False
    )
    spill_bytes: int = _tunable(
        512 * 2**20, "bytes", "rows of one table held in memory before they go to scratch files", low=1, content=False
    )
    row_group_rows: int = _tunable(
        20_000,
        "rows",
        "smallest part of a file a query can skip; smaller ones cost more metadata than they save",
        low=1,
        content=False,
    )
    whole_row_group_rows: int = _tunable(
        5_000,
        "rows",
        "row groups of tables that are not per document: `search` looks single words up in them",
        low=1,
        content=False,
    )
    whole_row_group_bytes: int = _tunable(
        2**20,
        "bytes",
        "text and list items of such a row group: `search` reads one a word, and opens a query with the list of all",
        low=1,
        content=False,
    )
    row_group_bytes: int = _tunable(
        64 * 2**20, "bytes", "text a row group may hold before its rows are many: bounds memory", low=1, content=False
    )
    zstd_level: int = _tunable(
        3, "level", "the files stay: levels above gain little and cost much", low=1, high=22, content=False
    )
    workers: int = _tunable(0, "processes", "0 is one per core", low=0, content=False)
    parallel_from_documents: int = _tunable(
        2_000, "documents", "below this a second process costs more than it saves", low=0, content=False
    )
    lock_wait_seconds: float = _tunable(
        5.0, "seconds", "a second run gives up and names the holder", low=0, content=False
    )
    drift_volume_ratio: float = _tunable(
        2.0,
        "times",
        "rows against the last release, up or down: a day's crawl adds some, a lost folder or a doubled one shows",
        low=1,
        content=False,
    )
    drift_rule_share: float = _tunable(
        0.1,
        "0..1",
        "a rule's share of the dropped characters against the last release: an outlet's new layout moves it by more",
        low=0,
        high=1,
        content=False,
    )
    keep_releases: int = _tunable(5, "releases", "how many a prune leaves", low=1, content=False)
    keep_hours: float = _tunable(
        24.0, "hours", "no release younger than this is pruned: a notebook may still read it", low=0, content=False
    )

    def __post_init__(self) -> None:
        problems = [problem for tunable in fields(self) if (problem := _problem(tunable, getattr(self, tunable.name)))]
        if problems:
            raise SettingError(first_ten(f"{len(problems)} settings cannot be used:", problems))

    def with_values(self, values: Mapping[str, Any]) -> Settings:
        """A copy with `values` (text is converted to each setting's type). Raises SettingError."""
        known = {tunable.name: tunable for tunable in fields(self)}
        problems: list[str] = []
        converted: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                near = get_close_matches(name, known, n=1)
                problems.append(
                    f"{name}: there is no such setting"
                    + (f"; did you mean {near[0]}?" if near else "; `etl settings` lists them")
                )
                continue
            try:
                converted[name] = _converted(known[name], value)
            except ValueError as error:
                problems.append(f"{name}: {error}")
        if problems:
            raise SettingError(first_ten(f"{len(problems)} settings cannot be used:", problems))
        return replace(self, **converted)

    @property
    def left_out(self) -> frozenset[str]:
        """The document ids of `leave_out`."""
        return frozenset(re.findall(r"[0-9a-f]{16}", self.leave_out))

    def fingerprint(self) -> str:
        """First 16 hexadecimal digits of a digest over every setting that can change a row."""
        values = {tunable.name: getattr(self, tunable.name) for tunable in fields(self) if tunable.metadata["content"]}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def load(
    source: Path | None = None, assignments: Iterable[str] = (), overrides: Mapping[str, Any] | None = None
) -> Settings:
    """Settings for a run: defaults, `jernih.toml` beside `source`, `overrides`, then `name=value` assignments.

    Raises SettingError: unknown names, values out of range, a file that is not TOML.
    """
    settings = Settings()
    if source is not None:
        path = source.resolve().parent / FILE_NAME
        if path.is_file():
            try:
                settings = settings.with_values(tomllib.loads(path.read_text(encoding="utf-8")))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise SettingError(
                    f"{path} is not TOML: {error}. Expected lines such as near_threshold = 0.6"
                ) from error
            except SettingError as error:
                raise SettingError(f"{path}: {error}") from error
    if overrides:
        settings = settings.with_values(overrides)
    pairs: dict[str, str] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise SettingError(f"{assignment!r} sets nothing; expected name=value, for example near_threshold=0.6")
        pairs[name.strip()] = value.strip()
    return settings.with_values(pairs)


@dataclass(frozen=True, slots=True)
class Described:
    """One row of `etl settings`."""

    name: str
    value: Any
    default: Any
    unit: str
    why: str


def describe(settings: Settings) -> tuple[Described, ...]:
    """Every setting with its value, default, unit and reason, in the order of this file."""
    return tuple(
        Described(t.name, getattr(settings, t.name), t.default, t.metadata["unit"], t.metadata["why"])
        for t in fields(settings)
    )


def _converted(tunable: Field[Any], value: Any) -> Any:
    kind = type(tunable.default)
    if isinstance(value, bool) and kind is not bool:
        raise ValueError(f"expected {kind.__name__}, found {value!r}")
    if kind is int and isinstance(value, float) and not value.is_integer():
        raise ValueError(f"expected a whole number, found {value!r}")
    try:
        return kind(value.replace("_", "") if isinstance(value, str) and kind is not str else value)
    except (TypeError, ValueError):
        raise ValueError(f"expected {kind.__name__}, found {value!r}") from None


def _problem(tunable: Field[Any], value: Any) -> str | None:
    low, high, form = (tunable.metadata[name] for name in ("low", "high", "form"))
    if isinstance(value, float) and isnan(value):
        return f"{tunable.name}: not a number"
    if low is not None and value < low:
        return f"{tunable.name}: {value!r} is below {low}"
    if high is not None and value > high:
        return f"{tunable.name}: {value!r} is above {high}"
    if isinstance(value, str) and not value:
        return f"{tunable.name}: empty"
    if form is not None and not re.fullmatch(form, str(value)):
        return f"{tunable.name}: {value!r} does not have the form {form}"
    return None
