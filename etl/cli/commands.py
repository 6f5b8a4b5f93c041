"""The `etl` command: thin. Every command parses, calls one function and prints.

Here: commands, their help, messages and exit statuses (0 done, 1 failed, 2 cannot be used that way).
Not here: anything about data. Dagster is imported inside `run` and `ui` only: `etl sql` starts in a blink.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table as Grid

from etl.cli.printing import Format, err, out, print_rows
from etl.cli.progress import Terminal
from etl.cli.reading import ledger_rows, reading_view
from etl.cli.summary import print_summary
from etl.errors import JernihError, SourceError, UsageError
from etl.settings import describe, load

if TYPE_CHECKING:
    from etl.store.layout import Warehouse

app = typer.Typer(
    name="etl",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Turns raw crawled Indonesian news text into tidy tables: run, then ask with SQL.",
)
CHECKOUT = Path(__file__).resolve().parents[2]
SourceOption = Annotated[
    Path, typer.Option(help="Folder of raw documents: .txt, .jsonl, .parquet, .wet, also .gz/.zst.")
]
WarehouseOption = Annotated[Path, typer.Option(help="Folder that holds news.duckdb and the tables.")]
SetOption = Annotated[list[str] | None, typer.Option("--set", help="name=value; `etl settings` lists them.")]
SOURCE = CHECKOUT / "seeds"
WAREHOUSE = CHECKOUT / "warehouse"


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

    with Terminal() as terminal:
        release, unrecorded = launch(source.absolute(), warehouse.absolute(), settings, terminal)
    if unrecorded:
        err.print(f"Published, but this run is not in Dagster's history: {escape(unrecorded)}")
    print_summary(_warehouse(warehouse), release.release_id, is_new=release.is_new)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SELECT; PIVOT, DESCRIBE, SUMMARIZE and EXPLAIN work too.")],
    warehouse: WarehouseOption = WAREHOUSE,
    format: Annotated[Format, typer.Option(help="How rows are printed.")] = Format.TABLE,
) -> None:
    """Asks the published release; can read nothing else and change nothing."""
    from etl.store.query import run_query

    print_rows(run_query(_warehouse(warehouse), query), format)


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
    print_rows(rows, format)


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
        out.print(ledger_rows(seen) if ledger else reading_view(seen))


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


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text!r} sets nothing; expected name=value, for example near_threshold=0.6")
    return name.strip(), value.strip()


@contextmanager
def _locked(place: Warehouse) -> Generator[Warehouse]:
    """`place`, whose writer lock is held."""
    from etl.store.lock import writer_lock

    with writer_lock(place, load().lock_wait_seconds):
        yield place


def _warehouse(root: Path) -> Warehouse:
    from etl.store.layout import find_warehouse

    return find_warehouse(root)


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
