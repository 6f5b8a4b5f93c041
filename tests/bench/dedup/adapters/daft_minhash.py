"""daft: normalize and minhash (Rust), a key a band, group by key, star edges, connected components (not verified)."""

import sys
from importlib.metadata import version
from pathlib import Path

import daft
import daft.functions as functions
import numpy as np
import pyarrow as pa
from daft import col
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

SOURCE, OUTPUT, NGRAM, BANDS, ROWS, THRESHOLD = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
BANDS, ROWS = int(BANDS), int(ROWS)
MIX = np.uint64(0x9E3779B97F4A7C15)

print("daft", version("daft"))
plain = functions.normalize(col("text"), remove_punct=True, lowercase=True, nfd_unicode=False, white_space=True)
frame = daft.read_parquet(SOURCE).with_column("plain", plain)
sketch = functions.minhash(
    col("plain"), num_hashes=BANDS * ROWS, ngram_size=int(NGRAM), seed=42, hash_function="xxhash"
)
table = frame.with_column("sketch", sketch).select("id", "sketch").collect().to_arrow()
ids = table["id"].to_pylist()
minima = table["sketch"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
minima = minima.astype(np.uint64).reshape(len(ids), BANDS, ROWS)
keys = np.zeros((len(ids), BANDS), np.uint64)
for row in range(ROWS):
    keys = (keys ^ minima[:, :, row]) * MIX
    keys ^= keys >> np.uint64(29)
rows = pa.table(
    {
        "band": np.tile(np.arange(BANDS, dtype=np.int32), len(ids)),
        "key": keys.ravel(),
        "document": np.repeat(np.arange(len(ids), dtype=np.int64), BANDS),
    }
)
long = daft.from_arrow(rows)
shared = long.groupby("band", "key").agg(col("document").min().alias("first"), col("document").count().alias("size"))
edges = long.join(shared.where(col("size") > 1), on=["band", "key"]).select("document", "first")
edges = edges.where(col("document") != col("first")).distinct().to_arrow()
one, two = edges["document"].to_numpy(), edges["first"].to_numpy()
_, labels = connected_components(
    coo_matrix((np.ones(len(one), np.int8), (one, two)), shape=(len(ids), len(ids))), directed=False
)
with (OUTPUT / "labels.tsv").open("w") as file:
    file.writelines(f"{name}\t{label}\n" for name, label in zip(ids, labels.tolist(), strict=True))
