"""Tokens a second that quotes and contacts read, names and dates given: `python -m tests.bench.extract_speed [ARTICLES]`.

Texts are those of ../shared/data/id_news_dev.parquet. CPU time of this process, the best of several rounds; a token is
a run of letters and digits or one other mark.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.contracts.tables import TABLES
from etl.settings import Settings
from etl.steps import contact, name, quote
from etl.steps.describe import describe
from tests.bench.documents import documents_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROUNDS = 15
_TOKEN = re.compile(r"\w+|[^\w\s]")


def batch_of(texts: list[str]) -> dict[str, pa.Table]:
    """The rows that the extraction steps read: every line body, names and dates as their steps find them."""
    settings = Settings()
    batch = {"documents": documents_of(texts)}
    rows = [
        {"document_id": f"{n:016x}", "segment_index": 0, "char_start": 0, "char_end": len(text)}
        | {"role": "body", "is_kept": True}
        for n, text in enumerate(texts)
    ]
    batch["segments"] = pa.Table.from_pylist(rows, schema=TABLES["segments"].schema)
    batch |= describe(batch, {}, settings)
    batch |= name.find_mentions(batch, {}, settings)
    return batch


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    table = pq.read_table(SHARED / "data" / "id_news_dev.parquet", columns=["body"]).slice(0, count)
    texts = [text for text in table["body"].to_pylist() if text]
    batch, settings = batch_of(texts), Settings()
    forms = name.count_entities(batch, {}, settings)
    sides = name.entities_of({}, {name.SIDE: forms}, settings)
    tokens = sum(len(_TOKEN.findall(text)) for text in texts)
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        begin = time.process_time()
        quote.find_quotes(batch, sides, settings)
        middle = time.process_time()
        contact.find_contacts(batch, sides, settings)
        best = [min(best[0], middle - begin), min(best[1], time.process_time() - middle)]
    sys.stdout.write(f"tokens                {tokens:>12,}\n")
    sys.stdout.write(f"quotes, tokens/s      {tokens / best[0]:>12,.0f}\n")
    sys.stdout.write(f"contacts, tokens/s    {tokens / best[1]:>12,.0f}\n")
    sys.stdout.write(f"both, tokens/s        {tokens / sum(best):>12,.0f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
