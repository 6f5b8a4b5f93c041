"""Whose page a document is, for telling the kinds of copies apart: as its text says, else as its folder does.

Here: one code an outlet, for every document. Not here: finding a publisher in a page (text/metadata/publisher.py), which is the
only thing that articles.publisher_name tells; what is read off a folder here stays here.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.contracts.outlets import DOMAIN_ENDING, GAPS
from etl.steps.buffers import Array, numbers_or, one_chunk, words_of

LEAST_NAMED, LEAST_NAMED_SHARE = 2, 0.5
"""Documents of a folder, and their share of it, that have to name one and the same outlet before it is the folder's."""


def codes_of(column: pa.ChunkedArray) -> Array:
    """int64: equal values have equal codes, NULL is -1."""
    return numbers_or(-1, one_chunk(column).dictionary_encode().indices)


def outlets_of(publishers: pa.ChunkedArray, paths: pa.ChunkedArray) -> Array:
    """int64, one a document: equal codes are one outlet, -1 is not known.

    `publishers`: articles.publisher_name; `paths`: documents.source_path. A document that names no outlet has that of
    the file it is a record of, else of its folder: the one that all others in it name, when they are LEAST_NAMED and
    LEAST_NAMED_SHARE of it or more, or when it is also the folder's own name.
    """
    named, names = _named(publishers)
    if not (named >= 0).any() or (named >= 0).all():
        return named
    places, folders = _places(paths)
    only, count = _only_one(named, places, len(folders))
    sizes = np.bincount(places, minlength=len(folders))
    own = plain_names([folder.rpartition("/")[2] for folder in folders])
    bears_name = (only >= 0) & (np.array(own, object) == np.array(names, object)[only])
    belongs = (only >= 0) & (bears_name | ((count >= LEAST_NAMED) & (count >= LEAST_NAMED_SHARE * sizes)))
    return np.where(named >= 0, named, np.where(belongs, only, -1)[places])


def plain_names(names: list[str]) -> list[str]:
    """Names without capitals, gaps and domain ending: "Situs Raya" and "situsraya.co.id" are "situsraya"."""
    return _plain(words_of(np.arange(len(names)), names)).to_pylist()


def _plain(names: pa.Array) -> pa.Array:
    plain = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(names)), DOMAIN_ENDING, "")
    return pc.replace_substring_regex(plain, GAPS, "")


def _named(publishers: pa.ChunkedArray) -> tuple[Array, list[str]]:
    """(code of the outlet that each document names, -1 without one; the plain name of each code)."""
    if publishers.null_count == len(publishers):
        return np.full(len(publishers), -1), []
    encoded = one_chunk(publishers).dictionary_encode()
    plain = _plain(encoded.dictionary).dictionary_encode()
    names = plain.dictionary.to_pylist()
    of_spelling = np.append(numbers_or(-1, plain.indices), -1)
    if "" in names:  # signs alone name nobody
        of_spelling[of_spelling == names.index("")] = -1
    return of_spelling[numbers_or(-1, encoded.indices)], names


def _places(paths: pa.ChunkedArray) -> tuple[Array, list[str]]:
    """(the place of each document, as a code; the name of each code): its file where that holds several, else its
    folder."""
    encoded = one_chunk(paths).dictionary_encode()
    files = numbers_or(-1, encoded.indices)
    several = np.bincount(files, minlength=len(encoded.dictionary)) > 1
    names = encoded.dictionary.to_pylist()
    places = [name if many else name.rpartition("/")[0] for name, many in zip(names, several.tolist(), strict=True)]
    numbers: dict[str, int] = {}
    of_file = np.array([numbers.setdefault(place, len(numbers)) for place in places], np.int64)
    return of_file[files], list(numbers)


def _only_one(named: Array, places: Array, count: int) -> tuple[Array, Array]:
    """(the one outlet that documents of each place name, -1 where they name none or several; how many name it)."""
    which = named >= 0
    least, greatest = np.full(count, np.iinfo(np.int64).max), np.full(count, -1, np.int64)
    np.minimum.at(least, places[which], named[which])
    np.maximum.at(greatest, places[which], named[which])
    return np.where(least == greatest, greatest, -1), np.bincount(places[which], minlength=count)
