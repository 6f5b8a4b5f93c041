"""The `etl` command: thin. Every command parses, calls one function and prints.

Here: commands, their help, progress, messages and exit statuses (0 done, 1 failed, 2 cannot be used that way).
Not here: anything about data. Dagster is imported inside `run` and `ui` only: `etl sql` starts in a blink.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid
from rich.text import Text

from etl.errors import JernihError, SourceError, UsageError
from etl.settings import describe, load

if TYPE_CHECKING:
    from etl.pipeline import Step, StepResult
    from etl.report.inspect import Inspected
    from etl.store.layout import Warehouse

app = typer.Typer(
    name="etl",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Turns raw crawled Indonesian news text into tidy tables: run, then ask with SQL.",
)
WIDE = 1_000
"""Columns of what is not printed on a terminal: no cell is cut for the next program."""
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True)

CHECKOUT = Path(__file__).resolve().parents[1]
SourceOption = Annotated[
    Path, typer.Option(help="Folder of raw documents: .txt, .jsonl, .parquet, .wet, also .gz/.zst.")
]
WarehouseOption = Annotated[Path, typer.Option(help="Folder that holds news.duckdb and the tables.")]
SetOption = Annotated[list[str] | None, typer.Option("--set", help="name=value; `etl settings` lists them.")]
SOURCE = CHECKOUT / "seeds"
WAREHOUSE = CHECKOUT / "warehouse"


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command()
def run(source: SourceOption = SOURCE, warehouse: WarehouseOption = WAREHOUSE, assignments: SetOption = None) -> None:
    """Reads SOURCE, cleans, describes, deduplicates, extracts, and publishes into WAREHOUSE."""
    if not source.exists():
        raise SourceError(f"{source} does not exist; name a folder of raw documents with --source")
    settings = dict(_assignment(text) for text in assignments or [])
    load(source, overrides=settings)  # a wrong setting ends here, before Dagster is imported
    from etl.pipeline import open_run

    open_run(source, warehouse, load())  # so does a place that cannot be used
    from etl.defs.launch import launch

    with _Terminal() as terminal:
        release, unrecorded = launch(source.absolute(), warehouse.absolute(), settings, terminal)
    if unrecorded:
        err.print(f"Published, but this run is not in Dagster's history: {escape(unrecorded)}")
    _summary(_warehouse(warehouse), release.release_id, is_new=release.is_new)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT; PIVOT, DESCRIBE, SUMMARIZE and EXPLAIN work too.")],
    warehouse: WarehouseOption = WAREHOUSE,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TABLE,
) -> None:
    """Asks the published release; can read nothing else and change nothing."""
    from etl.store.query import run_query

    _print_rows(run_query(_warehouse(warehouse), query), format)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words; "a phrase" in double quotes must stand as it is.')],
    warehouse: WarehouseOption = WAREHOUSE,
    limit: Annotated[int, typer.Option(help="Most documents shown.", min=1)] = 10,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TABLE,
) -> None:
    """Ranked documents for QUERY; the words are stemmed as the index was."""
    from etl.store.query import run_query
    from etl.text.stems import query_stems

    stems = query_stems(query)
    rows = run_query(
        _warehouse(warehouse),
        "FROM search(?, stems := map(?::VARCHAR[], ?::VARCHAR[]), most := ?)",
        [query, list(stems), list(stems.values()), limit],
    )
    _print_rows(rows, format)


@app.command(name="settings")
def show_settings(
    source: Annotated[Path | None, typer.Option(help="Read the jernih.toml beside this folder.")] = None,
    assignments: SetOption = None,
) -> None:
    """Every setting: value, default, unit, reason."""
    grid = Grid(box=None, header_style="bold")
    for name in ("setting", "value", "default", "unit"):
        grid.add_column(name, no_wrap=True)
    grid.add_column("why")
    for row in describe(load(source, assignments or [])):
        changed = row.value != row.default
        grid.add_row(
            row.name, f"[bold]{row.value}[/]" if changed else str(row.value), str(row.default), row.unit, row.why
        )
    out.print(grid)


@app.command()
def inspect(
    document: Annotated[str, typer.Argument(help="A document_id, the beginning of one, or a source path.")],
    warehouse: WarehouseOption = WAREHOUSE,
    html: Annotated[Path | None, typer.Option(help="Write one self-contained page here instead.")] = None,
    ledger: Annotated[bool, typer.Option("--ledger", help="One row a segment instead of the coloured text.")] = False,
) -> None:
    """The raw text of DOCUMENT with every decision in colour: kept, dropped and why, names, quotes, dates."""
    from etl.report.inspect import inspect_document, write_page

    seen = inspect_document(_warehouse(warehouse), document)
    if html is not None:
        write_page(seen, html)
        out.print(f"wrote {escape(str(html))}")
    else:
        out.print(_ledger(seen) if ledger else _reading_view(seen))


@app.command()
def report(
    warehouse: WarehouseOption = WAREHOUSE,
    target: Annotated[Path | None, typer.Option("--out", help="Default: <warehouse>/reports/<release>.html.")] = None,
) -> None:
    """Writes one self-contained HTML page about the published release: charts, rules, duplicates, documents."""
    from etl.report.corpus import report_path, write_report

    place = _warehouse(warehouse)
    try:
        target = target or report_path(place)
        write_report(place, target)
    except OSError as error:
        raise UsageError(
            f"{target or place.reports} cannot be written: {error.strerror}; name a file with --out"
        ) from error
    out.print(f"wrote {escape(str(target))}")


@app.command()
def verify(warehouse: WarehouseOption = WAREHOUSE) -> None:
    """Hashes every file of the release again and checks every law of the contract."""
    from etl.pipeline import verify_release

    problems = verify_release(_warehouse(warehouse), load())
    for problem in problems[:10]:
        err.print(escape(problem))
    if problems:
        raise JernihError(f"{len(problems):,} problems; `etl rollback` goes back to an earlier release")
    out.print("the published release is whole: every file, digest and law was checked")


@app.command()
def releases(warehouse: WarehouseOption = WAREHOUSE) -> None:
    """Every release that is kept, newest first."""
    from etl.store.releases import current_release, list_releases

    place = _warehouse(warehouse)
    current = current_release(place)
    grid = Grid("", "release", "published at", "documents", "code", box=None, header_style="bold")
    for release in list_releases(place):
        mark = "*" if current and release.release_id == current.release_id else ""
        count = f"{release.tables['documents'].row_count:,}"
        grid.add_row(
            mark, release.release_id, f"{release.published_at:%Y-%m-%d %H:%M:%S %Z}", count, release.code_version
        )
    out.print(grid)


@app.command()
def rollback(release_id: Annotated[str, typer.Argument()], warehouse: WarehouseOption = WAREHOUSE) -> None:
    """Makes RELEASE_ID the published release again."""
    from etl.store.releases import rollback as go_back

    with _locked(_warehouse(warehouse)) as place:
        out.print(f"published: {go_back(place, release_id).release_id}")


@app.command()
def prune(warehouse: WarehouseOption = WAREHOUSE, assignments: SetOption = None) -> None:
    """Deletes releases beyond keep_releases and older than keep_hours, and files nobody names."""
    from etl.store.upkeep import prune as cut

    with _locked(_warehouse(warehouse)) as place:
        gone = cut(place, load(None, assignments or []), datetime.now(UTC))
    out.print(f"deleted {len(gone.releases)} releases, {gone.file_count:,} files, {gone.byte_count:,} bytes")


@app.command()
def rebuild_catalog(warehouse: WarehouseOption = WAREHOUSE) -> None:
    """Writes news.duckdb anew: after the folder moved, or when the file is gone."""
    from etl.store.layout import open_warehouse
    from etl.store.releases import rebuild_catalog as rebuild

    with _locked(open_warehouse(warehouse)) as place:
        out.print(f"published: {rebuild(place).release_id}")


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="A table or view.")],
    file: Annotated[Path, typer.Argument(help="Ends in .csv, .jsonl or .parquet.")],
    warehouse: WarehouseOption = WAREHOUSE,
) -> None:
    """Writes TABLE to FILE. In .csv a cell that a spreadsheet would run as a formula gets a leading '."""
    from etl.store.export import export as write

    out.print(f"wrote {write(_warehouse(warehouse), table, file):,} rows to {escape(str(file))}")


@app.command()
def doctor(warehouse: WarehouseOption = WAREHOUSE) -> None:
    """Finds and clears what a killed run left behind."""
    from etl.store.layout import open_warehouse
    from etl.store.upkeep import doctor as heal

    with _locked(open_warehouse(warehouse)) as place:
        found = heal(place)
    for line in found:
        out.print(escape(line))
    out.print(f"{len(found)} things cleared" if found else "nothing to clear")


@app.command()
def ui(
    source: SourceOption = SOURCE,
    warehouse: WarehouseOption = WAREHOUSE,
    port: Annotated[int, typer.Option(help="On 127.0.0.1.", min=1, max=65535)] = 3000,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="For viewers: nothing can be started or changed.")
    ] = False,
) -> None:
    """The Dagster UI on 127.0.0.1, with everything ready to materialise. Stop it with Ctrl-C."""
    from etl.defs.home import use_dagster_home

    home = use_dagster_home(warehouse)
    os.environ["JERNIH_SOURCE"] = str(source.absolute())
    os.environ["JERNIH_WAREHOUSE"] = str(warehouse.absolute())
    os.environ["PYTHONWARNINGS"] = "ignore"  # Dagster's advice to its own developers
    out.print(f"http://127.0.0.1:{port}  (history in {escape(str(home))})")
    where = ["-m", "etl.definitions", "-h", "127.0.0.1", "-p", str(port)]
    if read_only:
        command = [sys.executable, "-m", "dagster_webserver", *where, "--read-only"]
    else:
        command = [sys.executable, "-m", "dagster", "dev", *where]
    os.chdir(home)  # away from a .env in the caller's folder, whose DAGSTER_HOME would win over the one chosen here
    os.execv(command[0], command)  # the server takes this process's place: signals reach it directly


class _Terminal:
    """Progress of a run: bars on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[step]:<12}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=err,
            disable=not err.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> _Terminal:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def started(self, step: Step) -> None:
        """A new bar."""
        self._task = self._bars.add_task("", step=step.name, total=None)

    def progressed(self, step: Step, what: str, done: int, total: int | None) -> None:
        """Moves the bar."""
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=total, description=what)

    def ended(self, result: StepResult) -> None:
        """The bar gives way to a line."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        rows = ", ".join(f"{staged.table} {staged.row_count:,}" for staged in result.staged.values())
        how = "unchanged" if result.skipped else f"{result.seconds:.1f} s"
        err.print(f"{result.step.name:<12} {how:>10}  {rows}")


STYLES = {
    "boilerplate": "red dim strike",
    "repeat": "yellow dim strike",
    "headline": "bold cyan",
    "timestamp": "green",
    "byline": "green",
    "summary": "magenta",
    "caption": "magenta",
    "subheading": "bold",
    "PERSON": "underline",
    "ORGANIZATION": "underline",
    "PLACE": "underline",
    "quote": "italic",
}
"""Rich styles by role and mark."""


def _reading_view(seen: Inspected) -> Text:
    parts: list[tuple[str, str]] = []
    for piece in seen.pieces:
        styles = [STYLES[word] for word in (piece.role, *piece.marks) if word in STYLES]
        text = _printable(piece.text)
        ends_line = text.endswith("\n")
        parts.append((text.removesuffix("\n"), " ".join(styles)))
        if not piece.is_kept and piece.role != "blank" and (ends_line or piece is seen.pieces[-1]):
            why = f"{piece.rule}: {_printable(piece.evidence)}" if piece.evidence else piece.rule
            parts.append((f"  <- {piece.role}, {why}", "blue dim"))
        if ends_line:
            parts.append(("\n", ""))
    return Text.assemble(*parts)


def _ledger(seen: Inspected) -> Grid:
    grid = Grid("#", "from", "to", "role", "kept", "rule", "evidence", "text", box=None, header_style="bold")
    texts = {piece.start: piece.text for piece in seen.pieces}
    for s in seen.segments:
        grid.add_row(
            *(str(s[name]) for name in ("segment_index", "char_start", "char_end", "role")),
            "yes" if s["is_kept"] else "no",
            s["rule"] or "",
            escape(_printable(s["evidence"] or "")[:60]),
            escape(_printable(texts.get(s["char_start"], "").strip())[:60]),
        )
    return grid


def _summary(place: Warehouse, release_id: str, *, is_new: bool) -> None:
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
    _print_rows(run_query(place, FIRST_QUERY), Format.TABLE)
    if (page := place.reports / f"{release_id}.html").is_file():
        out.print(f"Look at it in a browser:\n  {escape(str(page))}")
    out.print(
        f"{found['accepted'] + total:,} items read: {found['accepted']:,} accepted, {total:,} rejected"
        + (f" ({reasons})" if reasons else "")
    )
    if rejected and not found["accepted"]:
        out.print("Nothing could be read. Of each reason the first:")
        _print_rows(run_query(place, FIRST_REJECTED), Format.TABLE)
    elif rejected:
        out.print(f'Why each:\n  {escape(_typed())} sql "{WHY_REJECTED}" --warehouse {escape(str(place.root))}')


SUMMARY = """
    SELECT count(*) AS documents,
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


def _typed() -> str:
    """How this command is typed from where the user stands: `etl` where the shell finds it, else its path."""
    called = Path(sys.argv[0])
    if shutil.which("etl") or called.name != "etl":
        return "etl"
    return os.path.relpath(called) if called.absolute().is_relative_to(Path.cwd()) else str(called)


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text!r} sets nothing; expected name=value, for example near_threshold=0.6")
    return name.strip(), value.strip()


def _warehouse(root: Path) -> Warehouse:
    from etl.store.layout import find_warehouse

    return find_warehouse(root)


class _locked:  # noqa: N801  (reads as a verb where it is used)
    """Holds the writer lock of a warehouse."""

    def __init__(self, place: Warehouse) -> None:
        from etl.store.lock import writer_lock

        self._place = place
        self._lock = writer_lock(place, load().lock_wait_seconds)

    def __enter__(self) -> Warehouse:
        self._lock.__enter__()
        return self._place

    def __exit__(self, *raised: Any) -> None:
        self._lock.__exit__(*raised)


def _print_rows(rows: Any, format: Format) -> None:
    names: list[str] = rows.column_names
    if format is Format.TABLE:
        grid = Grid(*(escape(name) for name in names), box=None, header_style="bold")
        for row in rows.to_pylist():
            grid.add_row(*("" if value is None else escape(_printable(str(value))) for value in row.values()))
        out.print(grid)
    elif format is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_harmless(value) for value in row.values()] for row in rows.to_pylist())
    else:
        sys.stdout.writelines(_json_lines(rows))


def _json_lines(rows: Any) -> Iterator[str]:
    for row in rows.to_pylist():
        yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets a leading quote mark, as in `etl export`."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _printable(text: str) -> str:
    """Control characters of hostile text shown as escapes: they could move the cursor or recolour the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def main() -> None:
    """Entry point: errors of ours become one message and their exit status."""
    try:
        app(standalone_mode=True)
    except JernihError as error:
        err.print(f"etl: {escape(str(error))}", style="red")
        sys.exit(error.exit_status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        err.print("stopped; the published release stays as it was")
        sys.exit(130)


if __name__ == "__main__":
    main()
