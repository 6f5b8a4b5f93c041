"""rensa: RMinHash from token sets (Rust), RMinHashLSH, union of the candidates it returns (not verified)."""

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import rensa

SOURCE, OUTPUT, NGRAM, BANDS, ROWS, THRESHOLD = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
SIZE, PERMUTATIONS = int(NGRAM), int(BANDS) * int(ROWS)
WORD = re.compile(r"\w+")
TEXTS_AT_ONCE = 5_000


def shingles(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + SIZE]) for i in range(max(1, len(words) - SIZE + 1))]


print("rensa", version("rensa"))
table = pq.read_table(SOURCE)
ids, texts = table["id"].to_pylist(), table["text"].to_pylist()
sketches = []
for start in range(0, len(texts), TEXTS_AT_ONCE):
    sets = [shingles(text) for text in texts[start : start + TEXTS_AT_ONCE]]
    sketches += rensa.RMinHash.from_token_sets(sets, PERMUTATIONS, 42)
index = rensa.RMinHashLSH(threshold=float(THRESHOLD), num_perm=PERMUTATIONS, num_bands=int(BANDS))
index.insert_many(sketches)
parents = list(range(len(ids)))


def root(place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


for place, found in enumerate(index.query_all(sketches)):
    for other in found:
        one, two = root(place), root(other)
        parents[max(one, two)] = min(one, two)
with (OUTPUT / "labels.tsv").open("w") as file:
    file.writelines(f"{name}\t{root(place)}\n" for place, name in enumerate(ids))
