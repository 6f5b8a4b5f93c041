"""Intake: what lies in a source folder, to rows of `sources` and `documents`.

    reader.py    the run over a source: item -> records -> batches          (the door)
    walk.py      every item of a folder, links and pipes told apart; the fingerprint of a source
    paths.py     names of items as `source_path` gives them
    opened.py    opening and unpacking without blocking or running out of memory
    formats.py   which reader a name asks for:  plain.py  jsonl.py  parquet.py  wet.py
    decode.py    bytes -> text, with every repair said
    fields.py    what a record says beside its text
    records.py   ids, rows, batches
    refusal.py   why an item, or the rest of a file, is not read

Law 1 is kept here: every item present gives at least one row, accepted or rejected with a reason, and nothing that
lies in the folder ends the run. docs/inputs.md tells users the same.
"""

from __future__ import annotations

from etl.store.intake.reader import read_source
from etl.store.intake.walk import source_fingerprint, source_states

__all__ = ["read_source", "source_fingerprint", "source_states"]
