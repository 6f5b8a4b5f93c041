"""Features of the name model: what each word says of itself, of its neighbours and of the word pair.

Here: feature strings of a word, built once per distinct word (callers remember them).
Not here: the weights (lexicon/), adding them up (kernels/names.py), gazetteer matches of several words (kernels/names.py).

A feature string is `place:kind=value`; the place is the distance from the word it is about to the word it speaks for.
"""

from __future__ import annotations

from etl.text.single_words import case_of, class_of, shape_of

PLACES = (-2, -1, 0, 1, 2)
"""Places of the word a feature is read from, relative to the word it speaks for, in the order of the kernel's axis."""


FIRST = "F"
"""The place of features of a word that opens a sentence."""


def own_features(word: str, is_given: bool, is_family: bool) -> list[str]:
    """What `word` says of itself. `is_given`, `is_family`: it stands first or last in names of persons we know."""
    lower, case = word.lower(), case_of(word)
    features = ["b", f"w={lower}", f"s={shape_of(word)}", f"c={class_of(word)}", f"k={case}"]
    features += [f"p{n}={lower[:n]}" for n in (2, 3, 4)] + [f"x{n}={lower[-n:]}" for n in (2, 3, 4)]
    if is_given:
        features.append(f"g={case}")
    if is_family:
        features.append(f"f={case}")
    if is_given and is_family:
        features.append(f"gf={case}")
    if word[0].isalpha():
        features.append(f"n={min(len(word), 8)}{case}")
    return features


def near_features(word: str, is_given: bool, is_family: bool) -> list[str]:
    """What `word` says of the word right before or after it."""
    lower = word.lower()
    features = [f"w={lower}", f"s={shape_of(word)}", f"c={class_of(word)}", f"x3={lower[-3:]}"]
    if is_given or is_family:
        features.append(_company(word, is_given, is_family))
    return features


def _company(word: str, is_given: bool, is_family: bool) -> str:
    return f"gf={case_of(word)}{int(is_given)}{int(is_family)}"


def far_features(word: str) -> list[str]:
    """What `word` says of a word two places away."""
    return [f"w={word.lower()}", f"s={shape_of(word)}", f"c={class_of(word)}"]


def first_features(word: str) -> list[str]:
    """What `word` says of itself when it opens a sentence, where a capital is no sign of a name."""
    return ["b", f"s={shape_of(word)}", f"c={class_of(word)}"]


def all_features(word: str, is_given: bool, is_family: bool) -> list[str]:
    """Every feature that `word` has anywhere, once. One string means the same word at every place, and at most places
    has no weight; own features hold all others but one."""
    features = own_features(word, is_given, is_family)
    if is_given or is_family:
        features.append(_company(word, is_given, is_family))
    return features
