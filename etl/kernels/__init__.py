"""The hot loops, in numba over numpy arrays that view Arrow buffers. They hold no Python object and release the GIL.

    blocks.py     64 bytes at a time: which are word bytes, unaligned loads
    words.py      UTF-8 text -> one hash a word
    shingles.py   word hashes -> sorted sets of word n-gram hashes, and what fills a text's slots (figures, days)
    minhash.py    texts -> MinHash band keys, hash of the word sequence, word count
    buckets.py    band keys -> buckets of documents that share one
    verify.py     buckets -> verified pairs, by true Jaccard
    clusters.py   verified pairs -> clusters whose every member shares enough with the canonical one

Not here: Arrow tables, settings, document ids (steps/deduplicate.py calls these with plain arrays and numbers).
Importing a module of this package imports numba (about a second): callers do it inside functions.
A plain-Python reading of each kernel in tests/kernels/oracle.py is what they are checked against.

Numba keys its cache by the file of a compiled function and misses changes in the functions that it calls from other
files. The cache folder therefore carries a digest of all sources of this package: a changed helper is never run stale.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path


def _cache_folder() -> Path:
    """Where compiled code of exactly these sources lies: beside them, or in the user's cache if that is read-only."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for source in sorted(here.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    name = f"numba-{digest.hexdigest()[:16]}"
    for parent in (here / "__pycache__", Path.home() / ".cache" / "jernih"):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            return parent / name
    return Path(tempfile.gettempdir()) / f"jernih-{os.getuid()}" / name


def _keep_compiled_code() -> None:
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    os.environ["NUMBA_CACHE_DIR"] = str(_cache_folder())
    if "numba" in sys.modules:
        sys.modules["numba"].config.reload_config()


_keep_compiled_code()
