"""Charts for a page: lists of names and numbers to pictures that need no script.

Here: three kinds of chart, drawn as SVG inside a data address. Not here: the numbers (corpus.py).
The same numbers give the same bytes: no dates, no random ids, no style of the user's own. An SVG shown as an image
runs nothing and loads nothing, and names from the corpus are drawn as outlines.
"""

from __future__ import annotations

import io
import warnings
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

WIDTH_INCHES = 8.0
BAR_INCHES = 0.32
NAME_CHARS = 44
"""A longer name is cut: the bars need the room."""
TICKS = 12
"""Most labels below upright bars; more would overlap."""

STYLE: Mapping[str, object] = {
    "svg.hashsalt": "jernih",  # without it the ids inside the picture are random
    "svg.fonttype": "path",
    "text.parse_math": False,  # a title with two dollar signs is no formula
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "font.size": 10.0,
}
COLOURS = ("#2f6f8f", "#c25b4e", "#d6a72c", "#c9c9c4")
"""Kept, boilerplate, repeats, blank; the first also for a chart of one kind. Told apart by the colour-blind."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and the same in words."""

    title: str
    says: str
    address: str
    """data:image/svg+xml;base64,...; empty when there were no numbers to draw."""


def lying_bars(title: str, unit: str, values: Sequence[tuple[str, int]]) -> Chart:
    """One bar a name, the first on top, each with its number. `unit` labels the axis."""
    if not values:
        return Chart(title, "", "")
    with style.context(["default", dict(STYLE)]):
        figure, axes = _canvas(len(values))
        bars = axes.barh(range(len(values)), [number for _, number in values], color=COLOURS[0])
        axes.bar_label(bars, [f"{number:,}" for _, number in values], padding=3)
        axes.margins(x=0.12)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        _names(axes, [name for name, _ in values])
        axes.set_xlabel(unit)
        return Chart(title, _in_words(values, unit), _address(figure))


def stacked_shares(title: str, parts: Sequence[str], values: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """One bar a name, cut into `parts`: as many numbers as parts, shown as shares of their sum."""
    if not values:
        return Chart(title, "", "")
    with style.context(["default", dict(STYLE)]):
        figure, axes = _canvas(len(values) + 1)
        totals = [max(sum(numbers), 1) for _, numbers in values]
        left = [0.0] * len(values)
        for at, part in enumerate(parts):
            shares = [100 * numbers[at] / total for (_, numbers), total in zip(values, totals, strict=True)]
            axes.barh(range(len(values)), shares, left=left, color=COLOURS[at], label=part)
            left = [before + share for before, share in zip(left, shares, strict=True)]
        _names(axes, [name for name, _ in values])
        axes.set_xlim(0, 100)
        axes.set_xlabel("share of the characters as crawled, %")
        figure.legend(loc="outside upper center", ncols=len(parts), frameon=False)
        first = [(name, round(100 * n[0] / total)) for (name, n), total in zip(values, totals, strict=True)]
        return Chart(title, _in_words(first, f"% {parts[0]}"), _address(figure))


def upright_bars(title: str, unit: str, values: Sequence[tuple[str, int]], below: str = "") -> Chart:
    """One bar a label from left to right, for days and counts. `unit` labels the height, `below` the labels."""
    if not values:
        return Chart(title, "", "")
    with style.context(["default", dict(STYLE)]):
        figure, axes = _canvas(7)
        axes.bar(range(len(values)), [number for _, number in values], color=COLOURS[0])
        every = -(-len(values) // TICKS)
        shown = range(0, len(values), every)
        axes.set_xticks(list(shown), [_drawable(values[at][0]) for at in shown])
        if any(len(label) > 4 for label, _ in values):
            axes.tick_params(axis="x", rotation=40)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel(below)
        axes.set_ylabel(unit)
        return Chart(title, _in_words(values, unit), _address(figure))


def _canvas(bars: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH_INCHES, BAR_INCHES * bars + 0.8), layout="constrained")
    return figure, figure.add_subplot()


def _names(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [_drawable(name) for name in names])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)


def _drawable(name: str) -> str:
    """`name` on one line, without what has no glyph, at most NAME_CHARS long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return line if len(line) <= NAME_CHARS else f"{line[: NAME_CHARS - 1]}…"


def _in_words(values: Sequence[tuple[str, int]], unit: str) -> str:
    return f"{unit}: " + "; ".join(f"{name} {number:,}" for name, number in values)


def _address(figure: Figure) -> str:
    drawn = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a script that the font lacks is drawn as boxes
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode('ascii')}"
