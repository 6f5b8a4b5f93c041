"""datasketch: MinHash in worker processes, MinHashLSH in one, union of the candidates it returns (not verified)."""

import re
import sys
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path

import pyarrow.parquet as pq
from datasketch import MinHash, MinHashLSH

SOURCE, OUTPUT, NGRAM, BANDS, ROWS, THRESHOLD = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
SIZE, PERMUTATIONS = int(NGRAM), int(BANDS) * int(ROWS)
WORD = re.compile(r"\w+")


def signature(text: str) -> MinHash:
    words = WORD.findall(text.lower())
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update_batch({" ".join(words[i : i + SIZE]).encode() for i in range(max(1, len(words) - SIZE + 1))})
    return sketch


def main() -> None:
    print("datasketch", version("datasketch"))
    table = pq.read_table(SOURCE)
    ids, texts = table["id"].to_pylist(), table["text"].to_pylist()
    with Pool(2) as pool:
        sketches = pool.map(signature, texts, chunksize=500)
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(int(BANDS), int(ROWS)))
    parents = list(range(len(ids)))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    for place, sketch in enumerate(sketches):
        for other in index.query(sketch):
            one, two = root(place), root(other)
            parents[max(one, two)] = min(one, two)
        index.insert(place, sketch)
    with (OUTPUT / "labels.tsv").open("w") as file:
        file.writelines(f"{name}\t{root(place)}\n" for place, name in enumerate(ids))


if __name__ == "__main__":
    main()
