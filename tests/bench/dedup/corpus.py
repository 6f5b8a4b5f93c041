"""A corpus of news-like text with planted copies, the same for the same seed everywhere.

Text is a walk over the words of real text: mostly a word that follows the last one somewhere, sometimes a jump, so
that unrelated documents share few long n-grams. Of the documents 8 % are exact copies and 15 % copies with 2 to 10 %
of their words replaced; some texts are carried by many.
Here: the language model and the corpus. Not here: boilerplate and repeats (the clean step has its own measures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

EXACT_SHARE, NEAR_SHARE = 0.08, 0.15
EDIT_RATES = (0.02, 0.04, 0.06, 0.08, 0.10)
JUMP_SHARE = 0.12
SENTENCE_BREAK_SHARE = 0.55
ROWS_AT_ONCE = 20_000

_TOKEN = re.compile(r"\w+(?:[-'.]\w+)*|[^\w\s]")
_CLOSES, _OPENS, _ENDS = frozenset(".,:;!?)]}%”’"), frozenset("([{“‘"), frozenset(".!?")


@dataclass(frozen=True)
class Model:
    """`stream` int32: tokens of the source text in order; `followers` int32: places in the stream sorted by token,
    those of token t being `followers[begins[t] : begins[t + 1]]`; `words` str: each token; `is_word` bool."""

    stream: np.ndarray
    followers: np.ndarray
    begins: np.ndarray
    words: np.ndarray
    is_word: np.ndarray


def model_of(texts: Iterator[str]) -> Model:
    """The model of these texts. Raises ValueError when they hold fewer than 1,000 words."""
    numbers: dict[str, int] = {}
    stream: list[int] = []
    for text in texts:
        stream += [numbers.setdefault(token, len(numbers)) for token in _TOKEN.findall(text)]
    if len(stream) < 1_000:
        raise ValueError(f"{len(stream)} words are too few to walk over; name a folder or a Parquet file with --text")
    return _indexed(np.array(stream, np.int32), np.array(list(numbers), object))


def saved_model(path: Path) -> Model:
    """A model kept as .npz: `ids` (the stream) and the words as `wbytes` cut at `wptr`."""
    kept = np.load(path)
    joined, cuts = kept["wbytes"].tobytes(), kept["wptr"].tolist()
    words = [joined[start:end].decode() for start, end in pairwise(cuts)]
    return _indexed(kept["ids"].astype(np.int32), np.array(words, object))


def _indexed(stream: np.ndarray, words: np.ndarray) -> Model:
    followers = np.argsort(stream, kind="stable").astype(np.int32)
    begins = np.append(0, np.cumsum(np.bincount(stream, minlength=len(words))))
    is_word = np.array([any(map(str.isalnum, word)) for word in words])
    return Model(stream, followers, begins, words, is_word)


def texts_under(path: Path) -> Iterator[str]:
    """The .txt files of a folder, or the `text` or `body` column of a Parquet file."""
    if path.is_dir():
        for file in sorted(path.rglob("*.txt")):
            yield file.read_text(encoding="utf-8", errors="replace")
        return
    names = pq.read_schema(path).names
    column = next(name for name in ("text", "body", "article_body") if name in names)
    for batch in pq.ParquetFile(path).iter_batches(columns=[column]):
        yield from (text for text in batch.column(0).to_pylist() if text)


def write_corpus(model: Model, folder: Path, documents: int, seed: int) -> None:
    """`clean.parquet` (id, text) and `truth.parquet` (id, kind, rate, cluster) in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = np.random.Generator(np.random.PCG64(seed))
    exact, near = int(documents * EXACT_SHARE), int(documents * NEAR_SHARE)
    originals = documents - exact - near
    carried = 1.0 / (1 + draw.permutation(originals)) ** 0.6
    cluster = np.concatenate([np.arange(originals), draw.choice(originals, exact + near, p=carried / carried.sum())])
    kind = np.repeat([0, 1, 2], [originals, exact, near])
    rate = np.where(kind == 2, np.array(EDIT_RATES)[draw.integers(0, len(EDIT_RATES), documents)], 0.0)
    lengths = np.clip(np.exp(draw.normal(np.log(300), 0.55, originals)), 40, 2_500).astype(np.int64)
    order = draw.permutation(documents)
    cluster, kind, rate = cluster[order], kind[order], rate[order]
    ids = [f"{place:09d}" for place in range(documents)]
    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    with pq.ParquetWriter(folder / "clean.parquet", schema, compression="zstd") as writer:
        for start in range(0, documents, ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            texts = _texts(model, seed, cluster[rows], lengths[cluster[rows]], rate[rows], np.arange(documents)[rows])
            writer.write_table(pa.table({"id": ids[rows], "text": texts}, schema=schema))
    truth = {"id": ids, "kind": np.array(["orig", "exact", "near"])[kind], "rate": rate, "cluster": cluster}
    pq.write_table(pa.table(truth), folder / "truth.parquet")


def _random(seeds: np.ndarray, step: np.ndarray | int) -> np.ndarray:
    """float64 in [0, 1): one a seed, different for every step."""
    value = seeds + np.uint64(0x9E3779B97F4A7C15) * (np.atleast_1d(step).astype(np.uint64) + np.uint64(1))
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((value ^ (value >> np.uint64(31))) >> np.uint64(11)) * (1.0 / (1 << 53))


def _texts(
    model: Model, seed: int, cluster: np.ndarray, lengths: np.ndarray, rate: np.ndarray, places: np.ndarray
) -> list[str]:
    seeds = (cluster.astype(np.uint64) + np.uint64(1)) * np.uint64(1_000_003) + np.uint64(seed)
    tokens = _walks(model, seeds, lengths)
    texts = []
    for row, walked in enumerate(tokens):
        breaks = _random(seeds[row : row + 1], np.arange(len(walked)) + 10_000_000) < SENTENCE_BREAK_SHARE
        if rate[row]:
            walked = _edited(model, walked, rate[row], np.uint64(places[row] + 77))
        texts.append(_written(model, walked, breaks))
    return texts


def _walks(model: Model, seeds: np.ndarray, lengths: np.ndarray) -> list[np.ndarray]:
    """Tokens of each document, all documents stepping together."""
    longest_first = np.argsort(-lengths, kind="stable")
    seeds, ordered = seeds[longest_first], lengths[longest_first]
    size = len(model.stream)
    tokens = np.zeros((len(seeds), int(ordered[0]) if len(ordered) else 0), np.int32)
    current = model.stream[(_random(seeds, 0) * size).astype(np.int64)]
    for step in range(tokens.shape[1]):
        active = int(np.searchsorted(-ordered, -step, side="left"))
        current, drawn = current[:active], seeds[:active]
        first, last = model.begins[current], model.begins[current + 1]
        place = model.followers[first + (_random(drawn, 3 * step + 1) * (last - first)).astype(np.int64)] + 1
        jumped = _random(drawn, 3 * step + 2) < JUMP_SHARE
        place = np.where(jumped, (_random(drawn, 3 * step + 3) * size).astype(np.int64), place)
        current = model.stream[place % size]
        tokens[:active, step] = current
    rows = np.empty(len(seeds), np.int64)
    rows[longest_first] = np.arange(len(seeds))
    return [tokens[row, :length] for row, length in zip(rows, lengths, strict=True)]


def _edited(model: Model, tokens: np.ndarray, rate: float, seed: np.uint64) -> np.ndarray:
    """Each word replaced by another with probability `rate`; punctuation stays."""
    seeds = np.full(len(tokens), seed * np.uint64(2_654_435_761))
    steps = np.arange(len(tokens))
    chosen = np.flatnonzero(model.is_word[tokens] & (_random(seeds, steps) < rate))
    edited = tokens.copy()
    for attempt in range(1, 8):
        drawn = _random(seeds[chosen], steps[chosen] + attempt * 1_000_000)
        other = model.stream[(drawn * len(model.stream)).astype(np.int64)]
        fits = model.is_word[other] & (other != tokens[chosen])
        edited[chosen[fits]] = other[fits]
        chosen = chosen[~fits]
    return edited


def _written(model: Model, tokens: np.ndarray, breaks: np.ndarray) -> str:
    parts: list[str] = []
    glued = True
    for word, ends_line in zip(model.words[tokens].tolist(), breaks.tolist(), strict=True):
        if not glued and word not in _CLOSES:
            parts.append(" ")
        parts.append(word)
        glued = word in _OPENS
        if ends_line and word in _ENDS:
            parts.append("\n")
            glued = True
    return "".join(parts).strip()
