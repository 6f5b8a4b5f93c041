"""How many tokens a second and core the name step reads, on real articles, and what a copy costs.

python -m tests.bench.names_speed [ARTICLES]     CPU time of one process, the model loaded and the kernels compiled before
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from etl.contracts.tables import ARTICLES, CONTRIBUTORS, DOCUMENTS, SEGMENTS
from etl.settings import Settings
from etl.steps.name import find_mentions
from etl.text.names_tokens import words_of


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
    texts = [text for text in table["body"].to_pylist() if text]
    cpu_seconds(texts[-300:])
    tokens = sum(len(words_of(text)) for text in texts[:count])
    once = cpu_seconds(texts[:count])
    twice = cpu_seconds(texts[:count] * 2)
    print(
        f"{min(count, len(texts)):,} articles, {tokens:,} tokens: {once:.1f} CPU seconds, {tokens / once:,.0f} tokens a second"
    )
    print(
        f"every article twice: {twice:.1f} CPU seconds, a copy costs {max(0.0, twice - once) / once:.0%} of the first"
    )


if __name__ == "__main__":
    main()
