"""A product is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_briefing import sample_briefing

from countermove.errors import OutputError, UsageError
from countermove.memo.writing import format_of, save, write_whole


@pytest.mark.parametrize(
    ("name", "beginning"), [("memo.md", "**TLP"), ("memo.html", "<!DOCTYPE html>"), ("memo.json", "{\n")]
)
def test_the_ending_says_the_format(tmp_path: Path, name: str, beginning: str) -> None:
    save(sample_briefing(), tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_ending_that_says_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="does not say its format"):
        format_of("memo.txt")


def test_a_missing_folder_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="could not be written"):
        write_whole(tmp_path / "missing" / "memo.md", "text")


def test_a_folder_in_the_place_of_the_file_is_an_error_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "memo.md").mkdir()
    with pytest.raises(OutputError):
        write_whole(tmp_path / "memo.md", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["memo.md"]


def test_a_failure_half_way_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "memo.md"
    target.write_text("old", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_whole(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["memo.md"]


def test_text_that_no_file_can_hold_is_an_error_and_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "memo.md"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError):
        write_whole(target, "\ud800")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["memo.md"]
