"""What a run removed, against the planted truth.

A run leaves `labels.tsv` (id, tab, label: equal labels are one cluster) or `kept.txt` (ids) in its folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from tests.bench.dedup.corpus import EDIT_RATES


@dataclass
class Score:
    """Shares, None where the run does not tell. `recall_by_rate`: copies with that share of edited words that stand in
    the cluster of their original."""

    removal_recall: float | None = None
    removal_precision: float | None = None
    pair_recall: float | None = None
    pair_precision: float | None = None
    recall_by_rate: dict[float, float] = field(default_factory=dict)


def score(corpus: Path, output: Path) -> Score:
    """The score of the run that left `output`."""
    truth = pq.read_table(corpus / "truth.parquet", columns=["id", "kind", "rate", "cluster"])
    ids, kind = truth["id"].to_pylist(), np.array(truth["kind"].to_pylist())
    cluster, rate = truth["cluster"].to_numpy().astype(np.int64), truth["rate"].to_numpy()
    place = {identifier: row for row, identifier in enumerate(ids)}
    found = Score()
    labels = _labels(output / "labels.tsv", place)
    kept = _kept(output / "kept.txt", place, labels)
    if kept is not None:
        sizes = np.bincount(cluster)
        left = np.bincount(cluster[kept], minlength=len(sizes))
        removed = len(ids) - int(kept.sum())
        right = int((sizes - np.maximum(left, 1))[sizes > 0].sum())
        lost = int(((left == 0) & (sizes > 0)).sum())
        found.removal_recall = right / max(1, int((sizes - 1)[sizes > 0].sum()))
        found.removal_precision = 1 - lost / max(1, removed)
    if labels is not None:
        together = _pairs(labels * (int(cluster.max()) + 1) + cluster)
        found.pair_recall = together / max(1, _pairs(cluster))
        found.pair_precision = together / max(1, _pairs(labels))
        of_original = np.full(int(cluster.max()) + 1, -1, np.int64)
        of_original[cluster[kind == "orig"]] = labels[kind == "orig"]
        joined = labels == of_original[cluster]
        for level in EDIT_RATES:
            chosen = (kind == "near") & np.isclose(rate, level)
            if chosen.any():
                found.recall_by_rate[level] = float(joined[chosen].mean())
    return found


def _labels(path: Path, place: dict[str, int]) -> np.ndarray | None:
    if not path.is_file():
        return None
    labels = np.arange(len(place), dtype=np.int64)  # a document without a label is alone
    numbers: dict[str, int] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            identifier, _, label = line.rstrip("\n").partition("\t")
            labels[place[identifier]] = len(place) + numbers.setdefault(label, len(numbers))
    return labels


def _kept(path: Path, place: dict[str, int], labels: np.ndarray | None) -> np.ndarray | None:
    kept = np.zeros(len(place), bool)
    if path.is_file():
        kept[[place[line] for line in path.read_text(encoding="utf-8").split()]] = True
    elif labels is not None:
        kept[np.unique(labels, return_index=True)[1]] = True
    else:
        return None
    return kept


def _pairs(labels: np.ndarray) -> int:
    sizes = np.unique(labels, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())
