"""Parquet: one record a row.

Here: which columns are read, rows in bounded pieces, a row to a record. Not here: decoding (decode.py).
Text is taken as bytes and decoded like any other: a writer may have stored anything as a string.

Two things guard memory. Columns whose type is text come as dictionaries, so that a value stored once and repeated a
million times is made that often only piece by piece; and a file whose columns, or whose texts, unpack to more than
`max_ratio` times its size is refused.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import FileIO
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.contracts.enums import RejectReason
from etl.settings import Settings
from etl.store.intake.fields import fields_of
from etl.store.intake.jsonl import no_text_column
from etl.store.intake.opened import CHUNK_BYTES, Opened
from etl.store.intake.records import Record, record_of
from etl.store.intake.refusal import ReadingStopped, Refusal, names_found, refused_by_system

MEDIA_TYPE = "application/vnd.apache.parquet"


def read_parquet(opened: Opened, packing: str, settings: Settings) -> Iterator[Record]:
    """The records of a Parquet file. Raises ReadingStopped where it cannot be read further."""
    if opened.byte_count == 0:
        return
    try:
        if not packing:
            yield from _records(opened.stream(), opened.byte_count, settings)
            return
        # Parquet is read from its end: a packed file has to be whole first. The file has no name and ends with us.
        with tempfile.TemporaryFile(buffering=0) as whole:
            for chunk in opened.chunks(packing, settings.max_ratio):
                whole.write(chunk)
            if whole.seek(0, 1):
                yield from _records(whole, opened.byte_count, settings)
    except pa.ArrowException as error:
        raise ReadingStopped(RejectReason.BAD_ARCHIVE, f"not Parquet, or damaged: {error}") from error
    except OSError as error:
        if error.errno is None:  # Arrow's own: what it read is not what Parquet holds
            raise ReadingStopped(RejectReason.BAD_ARCHIVE, f"damaged: {error}") from error
        raise ReadingStopped(*refused_by_system(error)) from error


def _records(file: IO[bytes] | FileIO, byte_count: int, settings: Settings) -> Iterator[Record]:
    names = (
        settings.id_column,
        settings.url_column,
        settings.crawled_at_column,
        settings.date_column,
        settings.publisher_column,
    )
    schema = pq.read_schema(file)
    used = _columns(schema, settings.text_column, names)
    with pq.ParquetFile(
        file, read_dictionary=[name for name in used if _is_text(schema.field(name).type)], buffer_size=CHUNK_BYTES
    ) as parquet:
        rows = _rows_at_once(parquet.metadata, used, byte_count, settings)
        index = 0
        given = 0
        # Threads would read several columns at once, and of one file among many gain nothing.
        for batch in parquet.iter_batches(rows, columns=used, use_threads=False):
            for piece in _pieces(batch, settings):
                others = [_values(piece, name) for name in names]
                for data, *values in zip(_texts(piece.column(settings.text_column)), *others, strict=True):
                    given += len(data or b"")
                    if given > byte_count * settings.max_ratio:
                        raise ReadingStopped(*_too_much(settings))
                    yield _record(index, data, values, settings)
                    index += 1


def _record(index: int, data: bytes | None, values: list[Any], settings: Settings) -> Record:
    if data is None:
        return Record(index, None, None, refusal=Refusal(RejectReason.EMPTY, f"{settings.text_column} is NULL"))
    return record_of(index, data, settings, fields_of(*values))


def _columns(schema: pa.Schema, text_column: str, others: tuple[str, ...]) -> list[str]:
    """Names of the columns to read. Raises ReadingStopped without a text column that can be read."""
    twice = sorted({name for name in (text_column, *others) if len(schema.get_all_field_indices(name)) > 1})
    if twice:
        raise ReadingStopped(
            RejectReason.BAD_RECORD, f"the file has two columns named {names_found(twice)}; which one holds?"
        )
    if text_column not in schema.names:
        raise ReadingStopped(RejectReason.BAD_RECORD, no_text_column(text_column, schema.names))
    kind = schema.field(text_column).type
    if not _is_text(kind):
        raise ReadingStopped(RejectReason.BAD_RECORD, f"column {text_column} holds {kind}; expected text")
    return [name for name in dict.fromkeys((text_column, *others)) if name in schema.names]


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    tests += (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)
    return any(test(kind) for test in tests)


def _rows_at_once(metadata: Any, used: list[str], byte_count: int, settings: Settings) -> int:
    """Rows to take at once, from the sizes the file states. Raises ReadingStopped when they cannot be text's."""
    widest, total = 1, 0
    for group in (metadata.row_group(i) for i in range(metadata.num_row_groups)):
        columns = (group.column(i) for i in range(group.num_columns))
        group_bytes = sum(c.total_uncompressed_size for c in columns if c.path_in_schema.split(".")[0] in used)
        total += group_bytes
        widest = max(widest, group_bytes // max(group.num_rows, 1))
    if total > byte_count * settings.max_ratio:
        raise ReadingStopped(*_too_much(settings))
    return max(1, min(settings.batch_documents, settings.batch_bytes // widest))


def _too_much(settings: Settings) -> Refusal:
    return Refusal(
        RejectReason.BAD_ARCHIVE,
        f"unpacks to more than {settings.max_ratio} times its size, which is more than text can (setting max_ratio)",
    )


def _pieces(batch: pa.RecordBatch, settings: Settings) -> Iterator[pa.RecordBatch]:
    """`batch` cut so that the texts of a piece hold about `batch_bytes`, or are one."""
    start, held = 0, 0
    for row, length in enumerate(_lengths(batch.column(settings.text_column))):
        if held and held + length > settings.batch_bytes:
            yield batch.slice(start, row - start)
            start, held = row, 0
        held += length
    yield batch.slice(start)


def _lengths(column: pa.Array) -> list[int]:
    if pa.types.is_dictionary(column.type):
        each = pc.take(pc.binary_length(column.dictionary.cast(pa.large_binary())), column.indices)
    else:
        each = pc.binary_length(column.cast(pa.large_binary()))
    return pc.fill_null(each, 0).to_pylist()


def _texts(column: pa.Array) -> list[bytes | None]:
    if pa.types.is_dictionary(column.type):
        column = pc.take(column.dictionary.cast(pa.large_binary()), column.indices)
    return column.cast(pa.large_binary()).to_pylist()


def _values(batch: pa.RecordBatch, name: str) -> list[Any]:
    """The values of a column as Python has them; None for every row without the column, and for what Python cannot."""
    if name not in batch.schema.names:
        return [None] * batch.num_rows
    column = batch.column(name)
    if _is_text(column.type):
        return [text if text is None else text.decode("utf-8", "replace") for text in _texts(column)]
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        return column.to_pylist()
    except (ValueError, OverflowError, KeyError):  # a year beyond 9999, a zone nobody knows
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError, KeyError):
        return None
