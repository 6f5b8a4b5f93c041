"""What traces tell of one text, in plain Python: the oracle of kernels/traces.py.

Here: the meaning of marks, of the words and the text of paragraphs. Not here: triggers and languages, whose oracles are
the readers themselves (test_kernels_traces.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ODD = {0x130, 0x131, 0x17F, 0x212A}
"""Their lower case, or what they match where case is ignored, is a letter of ASCII."""
COMMON = (range(0x80), range(0x80, 0x300), range(0x2000, 0x2C00), range(0xFE0F, 0xFE10), range(0xFEFF, 0xFF00))
EMOJI = range(0x1F300, 0x1FB00)


def is_common(text: str) -> bool:
    """Whether marks see through `text`: Latin letters, signs and emoji alone."""
    points = {ord(letter) for letter in text} - {0xFEFF, 0xFE0F}
    return not any(p in ODD or 0xFEFF < p < 0xFF00 or not any(p in r for r in (*COMMON, EMOJI)) for p in points)


def marks_of(text: str, start: int, end: int, words: Mapping[str, int], head: int, in_head: int) -> int:
    """The bits of the words that end in `text[start:end]`; those of `in_head` where they do in its first `head` characters."""
    lower, bits = text.lower(), 0
    for word, bit in words.items():
        at = lower.find(word)
        while at >= 0:
            stop = at + len(word)
            if start < stop <= end:
                bits |= bit if stop - start <= head else bit & ~in_head
            at = lower.find(word, at + 1)
    return bits


def body_of(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[str, int]:
    """The paragraphs, stripped, joined by line ends, and how many words they have."""
    body = "\n".join(filter(None, (text[start:end].strip() for start, end in paragraphs)))
    return body, len(body.split())
