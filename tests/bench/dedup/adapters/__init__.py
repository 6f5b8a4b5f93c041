"""One script a peer. Each runs under that peer's own Python and knows nothing of this project:

    python adapters/NAME.py IN.parquet OUT_FOLDER NGRAM BANDS ROWS THRESHOLD

It reads columns `id` and `text`, leaves `labels.tsv` or `kept.txt` in OUT_FOLDER, and prints its version.
"""
