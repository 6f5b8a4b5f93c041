"""Every pair of a small corpus whose true Jaccard reaches the threshold, and how many of them a run joined.

Words are cut by Python's own `\\w+` and shingles are compared by Python's hashes: nothing here is shared with the
kernels. Shingles in more than COMMON documents are left out when candidates are looked for: a pair above one half
shares two thirds of its shingles, which are not all that common.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

COMMON = 400
_WORD = re.compile(r"[^\W_]+")


def true_pairs(corpus: Path, size: int, threshold: float) -> list[tuple[str, str]]:
    """Ids of each pair with Jaccard of word n-grams of at least `threshold`, by comparing all that share a shingle."""
    table = pq.read_table(corpus / "clean.parquet")
    ids, sets = table["id"].to_pylist(), [_shingles(text, size) for text in table["text"].to_pylist()]
    shingles = np.concatenate([np.fromiter(one, np.int64, len(one)) for one in sets])
    owners = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    order = np.argsort(shingles, kind="stable")
    shingles, owners = shingles[order], owners[order]
    begins = np.flatnonzero(np.append(True, shingles[1:] != shingles[:-1]))
    sizes = np.diff(np.append(begins, len(shingles)))
    candidates: list[np.ndarray] = []
    for group in range(2, COMMON + 1):
        firsts = begins[sizes == group]
        if len(firsts):
            members = owners[firsts[:, None] + np.arange(group)]
            one, two = np.triu_indices(group, 1)
            candidates.append(np.unique(members[:, one].ravel() * len(sets) + members[:, two].ravel()))
    found = np.unique(np.concatenate(candidates)) if candidates else np.empty(0, np.int64)
    pairs = []
    for left, right in zip((found // len(sets)).tolist(), (found % len(sets)).tolist(), strict=True):
        a, b = sets[left], sets[right]
        if min(len(a), len(b)) >= threshold * max(len(a), len(b)):
            both = len(a & b)
            if both >= threshold * (len(a) + len(b) - both):
                pairs.append((ids[left], ids[right]))
    return pairs


def joined_share(pairs: list[tuple[str, str]], output: Path) -> float:
    """Share of `pairs` whose two ends the run that left `output` put into one cluster."""
    label = dict(line.rstrip("\n").split("\t") for line in (output / "labels.tsv").open(encoding="utf-8"))
    return sum(label[left] == label[right] for left, right in pairs) / max(1, len(pairs))


def _shingles(text: str, size: int) -> set[int]:
    words = _WORD.findall(text.lower())
    return {hash(tuple(words[i : i + size])) for i in range(max(1, len(words) - size + 1))}
