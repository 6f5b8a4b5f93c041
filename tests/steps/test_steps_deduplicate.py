"""deduplicate on corpora made to hurt: chains, crowds, templates, huge bodies, any order."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.settings import Settings
from etl.steps import deduplicate
from tests.kernels import oracle
from tests.steps.dedup_run import Result, run, tables_of

ROOT = Path(__file__).parents[2]
SETTINGS = Settings()


def _rows(bodies: list[str], **facts: Any) -> list[dict[str, Any]]:
    return [{"document_id": f"{place:016x}", "article_body": body, **facts} for place, body in enumerate(bodies)]


def _words(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    return [f"kata{draw.randrange(100_000)}" for _ in range(count)]


def _edited(words: list[str], rate: float, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [f"lain{draw.randrange(100_000)}" if draw.random() < rate else word for word in words]


def _check_laws(bodies: list[str], result: Result) -> None:
    """Every pair verified, every cluster connected by its pairs, every copy close enough to a canonical document that
    goes before it in the total order."""
    body = {f"{place:016x}": text for place, text in enumerate(bodies)}
    groups: dict[str, list[str]] = {}
    canonical = {row["document_id"]: row["canonical_document_id"] for row in result.clusters}
    assert sorted(canonical) == sorted(body)
    for row in result.clusters:
        groups.setdefault(row["cluster_id"], []).append(row["document_id"])
        assert row["is_canonical"] == (row["document_id"] == row["canonical_document_id"])
        assert canonical[row["canonical_document_id"]] == row["canonical_document_id"]
    neighbours: dict[str, set[str]] = {identifier: set() for identifier in body}
    for row in result.pairs:
        left, right = row["left_document_id"], row["right_document_id"]
        assert left < right
        assert row["jaccard"] == pytest.approx(oracle.jaccard(body[left], body[right]), abs=1e-12)
        assert row["jaccard"] >= SETTINGS.near_threshold - 1e-12
        if row["copy_kind"] != "template":
            neighbours[left].add(right)
            neighbours[right].add(left)
    for row in result.clusters:
        members = groups[row["cluster_id"]]
        assert row["cluster_id"] == min(members)
        assert row["cluster_size"] == len(members)
        assert (row["nearest_jaccard"] is None) == (len(members) == 1)
        best = min(members, key=lambda member: (-len(oracle.shingles(body[member], 3)), member))
        assert row["canonical_document_id"] == best
        assert oracle.jaccard(body[row["document_id"]], body[best]) >= SETTINGS.chain_floor - 1e-12
    for members in groups.values():
        reached, waiting = {members[0]}, [members[0]]
        while waiting:
            new = (neighbours[waiting.pop()] & set(members)) - reached
            reached |= new
            waiting += new
        assert reached == set(members)


def test_a_chain_whose_ends_share_nothing_is_cut() -> None:
    words = _words(1, 900)
    bodies = [" ".join(words[start : start + 200]) for start in range(0, 700, 50)]
    assert oracle.jaccard(bodies[0], bodies[1]) > 0.55
    assert oracle.jaccard(bodies[0], bodies[-1]) == 0
    result = run(_rows(bodies))
    _check_laws(bodies, result)
    assert len(result.pairs) >= len(bodies) - 1
    assert 3 <= len(result.groups) <= 7


def test_a_long_chain_is_cut_in_linear_time() -> None:
    """Each text is longer than the one before: the worst order for growing clusters from the most complete text."""
    words = _words(2, 90_000)
    bodies = [" ".join(words[20 * place : 20 * place + 60 + place // 20]) for place in range(4_000)]
    result = run(_rows(bodies))
    sizes = [row["cluster_size"] for row in result.clusters]
    assert 2 <= max(sizes) <= 40
    assert len(result.groups) >= 400
    assert len(result.pairs) <= SETTINGS.near_edges * len(bodies)


def test_a_hundred_thousand_equal_bodies_have_one_edge_each() -> None:
    count = 100_000
    body = " ".join(_words(3, 120))
    ids = pa.array([f"{place:016x}" for place in range(count)])
    articles = tables_of(_rows([body]))["articles"]
    articles = pa.table(
        {name: pa.chunked_array([articles[name].chunk(0)] * count) for name in articles.column_names}
    ).combine_chunks()
    articles = articles.set_column(0, "document_id", ids)
    documents = pa.table(
        {"document_id": ids, "text_sha256": ids, "url": pa.nulls(count, pa.string()), "source_path": ids}
    )
    batch = {"articles": articles, "documents": documents}
    sides = {"signatures": deduplicate.sign(batch, {}, SETTINGS)}
    sides |= deduplicate.candidates({}, sides, SETTINGS)
    assert sides["candidates"].num_rows == 0
    sides["shingle_sets"] = deduplicate.shingle(batch, sides, SETTINGS)
    made = deduplicate.resolve(batch, sides, SETTINGS)
    assert made["duplicate_pairs"].num_rows == count - 1
    assert made["duplicate_pairs"]["left_document_id"].unique().to_pylist() == [f"{0:016x}"]
    assert made["duplicate_clusters"]["cluster_size"].unique().to_pylist() == [count]


def test_a_crowd_of_different_copies_is_one_cluster_with_few_edges() -> None:
    """5,000 distinct near copies of one text fill every bucket: nothing squares and none is lost."""
    words = _words(4, 200)
    bodies = [" ".join(_edited(words, 0.02, seed)) for seed in range(5_000)]
    result = run(_rows(bodies))
    assert {row["cluster_size"] for row in result.clusters} == {5_000}
    assert len(result.pairs) <= SETTINGS.near_edges * len(bodies)


def test_copies_are_found_in_a_crowd_of_one_template() -> None:
    """1,500 bulletins of one template, each carried by two outlets: 1,500 clusters of two."""
    draw = random.Random(5)
    frame = _words(5, 90)
    bodies = []
    for _ in range(1_500):
        figures = [f"{draw.randrange(10, 100_000)}" for _ in range(12)]
        slots = iter(figures)
        text = " ".join(f"{word} {next(slots)}" if place % 8 == 0 else word for place, word in enumerate(frame))
        bodies += [text, text.replace(frame[3], "disunting")]
    order = list(range(len(bodies)))
    draw.shuffle(order)
    result = run(_rows([bodies[place] for place in order]))
    assert sorted({row["cluster_size"] for row in result.clusters}) == [2]
    for group in result.groups:
        assert len({order[int(identifier, 16)] // 2 for identifier in group}) == 1
    templates = [row for row in result.pairs if row["copy_kind"] == "template"]
    assert 0 < len(templates) <= SETTINGS.near_edges * len(bodies)
    assert len({(row["left_document_id"], row["right_document_id"]) for row in result.pairs}) == len(result.pairs)


def test_memory_does_not_grow_with_a_body() -> None:
    """Reduced from one body of 500 MB; the arrays of a signature are the same for any length."""
    peaks = []
    for repeats in (1, 40):
        body = " ".join(_words(6, 50_000)) * repeats
        batch = tables_of(_rows([body]))
        batch = {name: batch[name].select(deduplicate.SIGN_COLUMNS[name]) for name in batch}
        deduplicate.sign(batch, {}, SETTINGS)
        tracemalloc.start()
        deduplicate.sign(batch, {}, SETTINGS)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000


def test_hostile_bodies_are_read() -> None:
    bodies = [
        "a" * 2_000_000,
        "é" * 500_000,
        "\0" * 1_000,
        "\u200b" * 1_000,
        "1." * 300_000,
        "۱۲۳ " * 1_000,
        "x " * 700_000,
    ]
    result = run(_rows([body + f" {'khas ' * 3}{place}" for place, body in enumerate(bodies)]))
    assert len(result.clusters) == len(bodies)


def _mixed_corpus() -> list[dict[str, Any]]:
    bodies = []
    for seed in range(60):
        words = _words(seed + 10, 80 + seed)
        bodies += [" ".join(_edited(words, rate, seed)) for rate in (0, 0, 0.03, 0.12)]
    bodies += ["", "", "dua kata", *(" ".join(_words(9, 400)[start : start + 150]) for start in range(0, 250, 25))]
    return _rows(bodies, publisher_name="Harian Contoh")


def test_order_batches_and_threads_change_nothing() -> None:
    rows = _mixed_corpus()
    expected = run(rows)
    assert len({row["relation"] for row in expected.pairs}) > 1
    shuffled = random.Random(0).sample(rows, len(rows))
    assert run(shuffled, batch_documents=7) == expected
    assert run(shuffled, batch_documents=31, in_order=False) == expected
    threads = Settings(workers=3, parallel_from_documents=0)
    assert run(rows, threads, batch_documents=11) == expected


def test_hash_seed_changes_nothing() -> None:
    code = (
        "import json; from tests.steps.test_steps_deduplicate import _mixed_corpus, run\n"
        "result = run(_mixed_corpus()); print(json.dumps([result.pairs, result.clusters]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    expected = run(_mixed_corpus())
    assert json.loads(found.stdout) == [expected.pairs, expected.clusters]


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_laws_hold_on_any_small_corpus(data: st.DataObject) -> None:
    texts = [_words(100 + place, 40) for place in range(3)]
    drawn = data.draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 15), st.integers(12, 40), st.integers(0, 3)), max_size=14)
    )
    bodies = [
        " ".join(_edited(texts[which][start : start + length], 0.04 * rate, start))
        for which, start, length, rate in drawn
    ]
    _check_laws(bodies, run(_rows(bodies)))


def test_merging_is_free_of_order_and_grouping() -> None:
    parts = [pa.table({"row": pa.array(values, pa.int64())}) for values in ([3, 4], [], [1], [2])]
    whole = sorted(deduplicate.merge_rows(parts)["row"].to_pylist())
    folded = deduplicate.merge_rows([deduplicate.merge_rows(parts[2:]), deduplicate.merge_rows(parts[:2])])
    assert sorted(folded["row"].to_pylist()) == whole == [1, 2, 3, 4]


def test_no_documents_give_empty_tables() -> None:
    result = run([])
    assert (result.pairs, result.clusters) == ([], [])
    nothing = deduplicate.merge_rows([])
    sides = deduplicate.candidates({}, {"signatures": nothing}, SETTINGS)
    made = deduplicate.resolve(tables_of([]), sides | {"shingle_sets": nothing}, SETTINGS)
    assert [table.num_rows for table in made.values()] == [0, 0]


def test_the_earliest_stated_date_stands_for_equal_texts() -> None:
    body = " ".join(_words(8, 50))
    rows = _rows([body] * 3)
    rows[1]["date_published"] = np.datetime64("2024-05-02").item()
    rows[2]["date_published"] = np.datetime64("2024-05-01").item()
    result = run(rows)
    assert [row["is_canonical"] for row in result.clusters] == [False, False, True]
    assert {row["kept_because"] for row in result.clusters} == {"stated_date"}


def test_no_document_keeps_more_edges_than_the_setting() -> None:
    words = _words(11, 150)
    bodies = [" ".join(_edited(words, 0.05, seed)) for seed in range(60)]
    few = Settings(near_edges=1)
    result = run(_rows(bodies), few)
    assert len(result.pairs) < len(bodies)
    assert {row["cluster_size"] for row in result.clusters} == {60}
