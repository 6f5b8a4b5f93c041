"""How many tokens a second and core the name step reads, on real articles, and what a copy costs.

python -m tests.bench.names_speed [ARTICLES]     CPU time of one process, the model loaded and the kernels compiled before

Articles are read in order: the first 500 are cold (nearly every word is new), the last third is steady.
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.contracts.tables import ARTICLES, CONTRIBUTORS, DOCUMENTS, SEGMENTS
from etl.settings import Settings
from etl.steps.name import find_mentions
from etl.text.names.tokens import words_of

COLD_ARTICLES = 500
WARM = ["JAKARTA - Rahma Yusuf (38) bertemu Dewi Kartika di Bandung, Senin (2/1).\nRAHMA YUSUF KEMBALI KE JAKARTA\n"]
"""One short text by which the model is loaded and the kernels are compiled before anything is timed."""


def batch_of(texts: list[str]) -> dict[str, pa.Table]:
    """The tables that the step reads, one document a text, every line kept."""
    documents, segments, articles = [], [], []
    for number, text in enumerate(texts):
        document_id, start = f"{number:016x}", 0
        for index, line in enumerate(text.split("\n")):
            end = min(len(text), start + len(line) + 1)
            segments.append(
                {"document_id": document_id, "segment_index": index, "char_start": start, "char_end": end,
                 "role": "body" if line.strip() else "blank", "is_kept": bool(line.strip())}
            )  # fmt: skip
            start = end
        documents.append(
            {"document_id": document_id, "source_path": f"{number}.txt", "record_index": 0, "text_sha256": "",
             "raw_text": text, "char_count": len(text), "decode_repairs": []}
        )  # fmt: skip
        articles.append(
            {"document_id": document_id, "article_body": text, "word_count": 1, "in_language": "id",
             "date_published_basis": "none", "publisher_basis": "none",
             "kept_share": 1.0, "boilerplate_share": 0.0, "repeat_share": 0.0}
        )  # fmt: skip
    return {
        "documents": pa.Table.from_pylist(documents, DOCUMENTS.schema),
        "segments": pa.Table.from_pylist(segments, SEGMENTS.schema),
        "articles": pa.Table.from_pylist(articles, ARTICLES.schema),
        "contributors": CONTRIBUTORS.empty(),
    }


def cpu_seconds(texts: list[str]) -> float:
    """CPU seconds of the step on `texts`."""
    batch, settings = batch_of(texts), Settings()
    start = time.process_time()
    find_mentions(batch, {}, settings)
    return time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    shared = Path(__file__).resolve().parents[3] / "shared"
    table = pq.read_table(shared / "data" / "id_news_dev.parquet", columns=["body"])
    texts = [text for text in table["body"].to_pylist() if text][:count]
    cpu_seconds(WARM)
    cold, steady = min(COLD_ARTICLES, len(texts)), len(texts) * 2 // 3
    cuts = sorted({0, cold, max(cold, steady), len(texts)})
    tokens, seconds = 0, 0.0
    for start, end in pairwise(cuts):
        part = texts[start:end]
        part_tokens, part_seconds = sum(len(words_of(text)) for text in part), cpu_seconds(part)
        tokens, seconds = tokens + part_tokens, seconds + part_seconds
        _tell(f"articles {start:,} to {end:,}", part_tokens, part_seconds)
    _tell("all", tokens, seconds)
    once, twice = cpu_seconds(texts), cpu_seconds(texts * 2)
    _tell("all once more, every word known", tokens, once)
    print(f"every article twice: a copy costs {max(0.0, twice - once) / once:.0%} of the first")


def _tell(what: str, tokens: int, seconds: float) -> None:
    print(f"{what}: {tokens:,} tokens, {seconds:.1f} CPU seconds, {tokens / seconds:,.0f} tokens a second")


if __name__ == "__main__":
    main()
