"""Code inside a line of text: scripts, style rules and data that a page's machinery left in a sentence.

Here: where it begins and, by its brackets, where it ends. Not here: other residue (residue.py). Every search runs in time
linear in the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from etl.contracts.spans import Span

_CODE_START = re.compile(
    r"""(?:(?<!\w)\.(?!\s))?\s?(?:
    (?:window\.|var\s+)?(?:googletag|_?adsbygoogle|dataLayer|jQuery|fbq|gtag|_taboola|OBR|PushAd|DISQUS|twttr)\b
      (?=\s?(?:\.\w|[(\[=|])) |
    \bga\((?=\s?['"‘“]) |
    \(\s?(?:adsbygoogle|window\.|function\s?\() |
    (?:document|window)\.[a-zA-Z_]+(?=[.(\[=\s]) |
    (?:var|let|const)\s+[a-zA-Z_$][\w$]{0,60}\s?= |
    \$\(\s?(?:document|window|['"‘“.#]) |
    !?function\s?\w{0,40}\s?\([\w\s,]{0,80}\)\s?\{ |
    \b(?:[a-zA-Z_$][\w$]{0,40}\.){1,5}(?!(?:com?|id|net|org|tv|news)\()[a-zA-Z_$][\w$]{0,40}(?=\([^()\n]{0,200}\)\s?(?:;|\.\w)) |
    \b(?:[a-zA-Z_$][\w$]{0,40}\.){0,5}[a-zA-Z_$][\w$]{0,40}\s?\((?=\s?function\s?\(|\)\.\w) |
    \$\((?=\s?function\s?\() |
    \b(?:try\s?(?=\{)|if\s?(?=\((?:[^()\n]|\([^()\n]{0,60}\)){0,100}\)\s?\{)|new\s[A-Z]\w{1,30}\(\)(?=\.\w)) |
    \(function\s?\(
    )""",
    re.VERBOSE,
)
"""Matches ".googletag.cmd.push(function()"; not "dokumen itu"."""
_ROOT = re.compile(
    r"(?<=[a-z]\.)(?<!window\.)(?<!document\.)(?:googletag|_?adsbygoogle|dataLayer|jQuery|fbq|gtag|_taboola|twttr|window|document)\b"
)
"""Matches where a script begins that was glued to a sentence's last word and full stop: "negeri.googletag.cmd"."""
_CODE_TOKEN = re.compile(
    r"""\s+ | [a-zA-Z_$][\w$]*(?:\.[a-zA-Z_$][\w$]*)* | \d[\w.]* | ['‘"“`][^'’"”`\n]{0,300}['’"”`] | [^\w\s]""",
    re.VERBOSE,
)
_CODE_WORDS = frozenset(
    """var let const function return new if else for while typeof undefined null true false this window document
    push cmd display googletag try catch async defer""".split()
)
LONGEST_CODE_CHARS = 20_000
PROSE_WORDS = 5
"""Bare words in a row that are no code, even within brackets that never close."""

STYLE = re.compile(
    r"""@(?:media|supports|keyframes|font-face)\b[^{}\n]{0,200}\{(?:[^{}\n]{0,500}\{[^{}\n]{0,2000}\}){0,40}[^{}\n]{0,2000}\} |
    (?:@media[^{}\n]{0,200}|[.#@][a-zA-Z_][\w\-]{0,60}(?:[\w\-.#:,>\ ]{0,200})?)\{[^{}\n]{0,2000}\}(?:\s?\})? |
    \b[a-z][a-z0-9]{0,12}(?:[.#:][\w\-]{1,40}){0,3}\s?\{\s{0,3}[a-z\-]{3,30}\s?:[^{}\n]{1,2000}\}""",
    re.VERBOSE,
)
"""Matches ".td-box { width: 100% }", "@media (max-width: 600px) { .td-box { display: none } }" and "img{border:0}"."""
_DATA_START = re.compile(r"\[?\s?\{\s?[\"“”][@\w\-:$]{1,60}[\"“”]\s?:")
"""Matches the beginning of '{"@context": "https://schema.org"}'."""
_DATA_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.){0,5000}\"|[\[\]{}]|[^\"\[\]{}\n]+|.")


def find_scripts(line: str) -> Iterator[Span]:
    """The scripts in `line`, in order."""
    at = 0
    while (start := _CODE_START.search(line, at)) is not None:
        root = _ROOT.search(line, start.start(), start.end())
        begin = root.start() if root else start.start()
        end, at = _code_end(line, begin)
        if end > start.end():
            yield Span(begin, end)
        at = max(at, start.end())


def _code_end(line: str, start: int) -> tuple[int, int]:
    """One past the code that begins at `start` (its brackets are closed and what follows is no code), and how far the
    line was read: up to there no other code ends."""
    depth = bare_words = 0
    end = at = start
    stop = min(len(line), start + LONGEST_CODE_CHARS)
    while at < stop and bare_words < PROSE_WORDS and (token := _CODE_TOKEN.match(line, at)) is not None:
        text = token.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth = max(0, depth - 1)
            end = token.end()
        elif text == ";":
            end = token.end()
        elif depth == 0 and end > start and not text.isspace() and not _goes_on(line, token.end(), text):
            break
        if text[0].isalpha():
            bare_words += text not in _CODE_WORDS
        elif not text.isspace():
            bare_words = 0
        at = token.end()
    return end, max(end, at)


def _goes_on(line: str, after: int, text: str) -> bool:
    if text[0].isalpha() or text[0] in "_$":
        return text in _CODE_WORDS or "." in text.strip(".") or line[after : after + 1] in ("(", "[", "=")
    return text in ",.=+:|&!<>"


def find_data(line: str) -> Iterator[Span]:
    """The JSON objects in `line`, in order; one that is not closed goes to the last of its brackets."""
    at = 0
    while (start := _DATA_START.search(line, at)) is not None:
        depth, end, at = 0, start.end(), start.start()
        for token in _DATA_TOKEN.finditer(line, start.start(), start.start() + LONGEST_CODE_CHARS):
            depth += (token[0] in "[{") - (token[0] in "]}")
            end = token.end() if token[0] in "]}" else end
            at = token.end()
            if depth == 0 and token[0] in "]}":
                break
        yield Span(start.start(), end)
