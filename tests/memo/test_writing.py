"""A product is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import socket
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


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    target, link, dangling = tmp_path / "kept" / "memo.md", tmp_path / "memo.md", tmp_path / "new.md"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    dangling.symlink_to(target.parent / "new.md")
    write_whole(link, "new")
    write_whole(dangling, "made")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert (target.parent / "new.md").read_text(encoding="utf-8") == "made"
    assert sorted(path.name for path in target.parent.iterdir()) == ["memo.md", "new.md"]


def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "memo.md").symlink_to(tmp_path / "memo.md")
    with pytest.raises(OutputError, match="could not be written"):
        write_whole(tmp_path / "memo.md", "text")
    assert (tmp_path / "memo.md").is_symlink()


@pytest.mark.parametrize("through_a_link", [False, True])
def test_a_pipe_a_socket_or_a_device_is_never_replaced(tmp_path: Path, through_a_link: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(tmp_path):
        listener.bind("socket")
    for special in (pipe, tmp_path / "socket", Path(os.devnull)):
        before = special.stat().st_mode
        place = tmp_path / f"{special.name}.md" if through_a_link else special
        if through_a_link:
            place.symlink_to(special)
        with pytest.raises(OutputError, match="a device, pipe or socket stands there"):
            write_whole(place, "text")
        assert special.stat().st_mode == before


def test_the_hint_names_no_option(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as raised:
        write_whole(tmp_path, "text")
    assert raised.value.message == f"'{tmp_path}' could not be written: a folder stands there"
    assert raised.value.hint == "give another place"
