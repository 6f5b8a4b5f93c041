"""Drift by numbers: what is too much, and what is said of it."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.steps.drift import NO_RULE, dropped_shares, share_jumps, volume


@pytest.mark.parametrize(
    ("now", "before", "is_drift"),
    [
        (100, 100, False),
        (200, 100, False),
        (201, 100, True),
        (50, 100, False),
        (49, 100, True),
        (0, 0, False),
        (0, 100, True),
        (1, 0, True),
    ],
)
def test_volume_is_drift_beyond_twice_or_half(now: int, before: int, is_drift: bool) -> None:
    assert volume(now, before, 2.0).is_drift == is_drift


def sums(rows: dict[str | None, int], kept: int = 1_000) -> pd.DataFrame:
    """Ledger sums with the characters that each rule dropped, and `kept` characters of body."""
    dropped = [{"rule": rule, "is_kept": False, "characters": count} for rule, count in rows.items()]
    return pd.DataFrame([*dropped, {"rule": None, "is_kept": True, "characters": kept}])


def test_shares_are_of_dropped_characters_alone() -> None:
    shares = dropped_shares(sums({"a": 30, "b": 60, None: 10}))
    assert shares.to_dict() == {"a": 0.3, "b": 0.6, NO_RULE: 0.1}
    assert dropped_shares(sums({})).empty


def test_a_rule_that_takes_over_is_named_with_its_shares() -> None:
    found = share_jumps(sums({"a": 10, "b": 90}), sums({"a": 500, "b": 500}), 0.1)
    assert found.to_dict("records") == [
        {"rule": "a", "share_before": 0.5, "share_now": 0.1, "change": -0.4, "is_jump": True},
        {"rule": "b", "share_before": 0.5, "share_now": 0.9, "change": 0.4, "is_jump": True},
    ]


def test_the_size_of_the_corpus_is_no_jump() -> None:
    assert not share_jumps(sums({"a": 1, "b": 3}), sums({"a": 1_000, "b": 3_000}), 0.1)["is_jump"].any()


def test_rules_that_come_or_go_count_from_nothing() -> None:
    found = share_jumps(sums({"new": 100}), sums({"old": 100}), 0.1).set_index("rule")
    assert found["is_jump"].all() and found["change"].to_dict() == {"new": 1.0, "old": -1.0}


def test_a_ledger_without_rows_can_be_compared() -> None:
    empty = sums({}).iloc[:0]
    assert share_jumps(empty, empty, 0.1).empty
    assert share_jumps(sums({"a": 5}), empty, 0.1)["is_jump"].tolist() == [True]
