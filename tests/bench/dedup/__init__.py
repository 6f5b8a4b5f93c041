"""Deduplication measured against its peers on a corpus whose copies were planted: `python -m tests.bench.dedup --help`.

corpus.py     writes the corpus and the truth        score.py      what a run removed against the truth
measure.py    processor time and memory of a tree    brute.py      every true pair of a small corpus
ours.py       the product, as one command            adapters/     one script a peer, run by that peer's own Python
"""
