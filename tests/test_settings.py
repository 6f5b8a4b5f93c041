from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import SettingError
from etl.settings import Settings, describe, load


def test_assignment_wins_over_file(tmp_path: Path) -> None:
    (tmp_path / "jernih.toml").write_text("near_threshold = 0.7\nshingle_words = 4\n")
    settings = load(tmp_path / "source", ["near_threshold=0.6"])
    assert (settings.near_threshold, settings.shingle_words) == (0.6, 4)


def test_every_wrong_value_is_named_at_once() -> None:
    with pytest.raises(SettingError) as error:
        Settings(repeat_share=7.0, shingle_words=0)
    assert "repeat_share" in str(error.value) and "shingle_words" in str(error.value)


@pytest.mark.parametrize(
    "assignment",
    [
        "near_treshold=0.6",
        "near_threshold",
        "shingle_words=two",
        "shingle_words=2.5",
        "near_threshold=nan",
        "leave_out=banjir-wajo.txt",
    ],
)
def test_wrong_assignments_are_refused(assignment: str) -> None:
    with pytest.raises(SettingError):
        load(None, [assignment])


def test_fingerprint_follows_rows_not_speed() -> None:
    assert Settings().fingerprint() == Settings(workers=7, batch_documents=3).fingerprint()
    assert Settings().fingerprint() != Settings(near_threshold=0.6).fingerprint()


def test_every_setting_has_unit_and_reason() -> None:
    assert all(row.unit and row.why for row in describe(Settings()))
