"""Drift: what is new compared with what was published last, by numbers alone.

Here: when a table's size or a rule's share of the dropped characters has changed too much, with the figures.
Not here: reading them (store/), who is warned (defs/drift.py). Nothing here stops a run.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

NO_RULE = "(none)"


@dataclass(frozen=True, slots=True)
class Volume:
    """A table's rows now and in the last release. `ratio` is now over before; None when it had none."""

    rows_now: int
    rows_before: int
    ratio: float | None
    is_drift: bool


def volume(rows_now: int, rows_before: int, limit: float) -> Volume:
    """Whether a table grew or shrank by more than `limit` times; to or from nothing always counts."""
    if not rows_now or not rows_before:
        return Volume(rows_now, rows_before, rows_now / rows_before if rows_before else None, rows_now != rows_before)
    ratio = rows_now / rows_before
    return Volume(rows_now, rows_before, ratio, max(ratio, 1 / ratio) > limit)


def dropped_shares(sums: pd.DataFrame) -> pd.Series:
    """Share of all dropped characters by rule (0..1, index `rule`), from the columns rule, is_kept and characters of
    the ledger's sums; empty when nothing was dropped."""
    dropped = sums.loc[~sums["is_kept"].astype(bool)]
    by_rule = dropped["characters"].astype("int64").groupby(dropped["rule"].fillna(NO_RULE).astype(str)).sum()
    total = by_rule.sum()
    return (by_rule / total if total else by_rule.iloc[:0].astype(float)).rename_axis("rule")


def share_jumps(sums_now: pd.DataFrame, sums_before: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Every rule with share_before, share_now, change (now minus before) and is_jump (the change is more than `limit`
    either way), the largest change first, equal ones by rule. A rule that one side lacks has the share 0 there."""
    shares = pd.concat(
        {"share_before": dropped_shares(sums_before), "share_now": dropped_shares(sums_now)}, axis="columns"
    ).fillna(0.0)
    shares["change"] = shares["share_now"] - shares["share_before"]
    shares["is_jump"] = shares["change"].abs() > limit
    shares["size"] = shares["change"].abs()
    rows = shares.rename_axis("rule").reset_index()
    return rows.sort_values(["size", "rule"], ascending=[False, True], ignore_index=True).drop(columns="size")
