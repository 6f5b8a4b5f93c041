"""gaoya: MinHashStringIndex (Rust, tokenises itself), candidates filtered by signature similarity, union."""

import sys
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
from gaoya.minhash import MinHashStringIndex

SOURCE, OUTPUT, NGRAM, BANDS, ROWS, THRESHOLD = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
SIZE = int(NGRAM)

print("gaoya", version("gaoya"))
table = pq.read_table(SOURCE)
ids, texts = table["id"].to_pylist(), table["text"].to_pylist()
index = MinHashStringIndex(32, float(THRESHOLD), int(BANDS), int(ROWS), None, "word", True, (SIZE, SIZE), "vec")
index.par_bulk_insert_docs(list(range(len(texts))), texts)
parents = list(range(len(ids)))


def root(place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


for place, found in enumerate(index.par_bulk_query(texts)):
    for other in found:
        one, two = root(place), root(other)
        parents[max(one, two)] = min(one, two)
with (OUTPUT / "labels.tsv").open("w") as file:
    file.writelines(f"{name}\t{root(place)}\n" for place, name in enumerate(ids))
