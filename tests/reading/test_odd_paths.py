"""Paths that are no ordinary files: circles of links, pipes, sockets, devices, folders that nobody may read."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from countermove import resources
from countermove.reading.facts_source import read_facts, would_read

Write = Callable[..., Path]
SHIP = {"kind": "vessel", "id": "imo:9000015", "evidence": [{"source": "Port log"}]}
SPECIAL = "a pipe, device or socket, not a file"


def test_links_in_a_circle_are_a_fault_named_or_met(write: Write, tmp_path: Path) -> None:
    write("data/a.jsonl", [SHIP])
    circle = tmp_path / "data" / "circle.jsonl"
    circle.symlink_to(circle)
    for given in (circle, tmp_path / "data"):
        found = read_facts([given, tmp_path / "data" / "a.jsonl"])
        assert [(fault.code, str(fault.location)) for fault in found.faults] == [("CM301", str(circle))]
        assert len(found) == 1


def test_a_link_that_leads_nowhere_is_a_fault(write: Write, tmp_path: Path) -> None:
    write("data/a.jsonl", [SHIP])
    (tmp_path / "data" / "gone.jsonl").symlink_to(tmp_path / "gone")
    found = read_facts(tmp_path / "data")
    assert [fault.code for fault in found.faults] == ["CM301"]
    assert len(found) == 1


def test_what_is_no_file_is_never_opened(write: Write, tmp_path: Path) -> None:
    write("data/a.jsonl", [SHIP])
    pipe, link, listening = (tmp_path / "data" / name for name in ("pipe", "device", "socket"))
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(tmp_path / "data"):
        listener.bind("socket")
    found = read_facts(tmp_path / "data")
    assert not found.faults
    assert [(skipped.path, skipped.reason) for skipped in found.skipped] == [
        (str(path), SPECIAL) for path in (link, pipe, listening)
    ]
    for special in (pipe, link, listening):
        (fault,) = read_facts(special).faults
        assert (fault.code, fault.message) == ("CM301", f"this is {SPECIAL}")


def test_a_folder_that_cannot_be_listed_is_a_fault(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("data/a.jsonl", [SHIP])
    write("data/closed/b.jsonl", [SHIP])
    real = os.scandir

    def scandir(place: str) -> object:
        if Path(place).name == "closed":
            raise PermissionError(13, "Permission denied", place)
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    for given, facts in ((tmp_path / "data" / "closed", 0), (tmp_path / "data", 1)):
        found = read_facts(given)
        assert [str(fault) for fault in found.faults] == [
            f"{tmp_path}/data/closed: this folder cannot be read: Permission denied [CM301]"
        ]
        assert len(found) == facts


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_a_fault(write: Write, tmp_path: Path) -> None:
    write("data/a.jsonl", [SHIP])
    (tmp_path / "data").chmod(0)
    try:
        assert [fault.code for fault in read_facts(tmp_path / "data").faults] == ["CM301"]
        assert [fault.code for fault in read_facts(tmp_path / "data" / "a.jsonl").faults] == ["CM301"]
    finally:
        (tmp_path / "data").chmod(0o755)


def test_shipped_examples_have_the_same_names_wherever_they_lie(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("anywhere/examples/ships/facts.jsonl", [SHIP, {"kind": "vessel", "id": "imo:1"}])
    write("anywhere/examples/README.md", "What this is.")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / "anywhere" / name)
    found = read_facts(tmp_path / "anywhere" / "examples")
    assert [report.path for report in found.inputs] == ["examples/ships/facts.jsonl"]
    assert [skipped.path for skipped in found.skipped] == ["examples/README.md"]
    assert [str(fault.location) for fault in found.faults] == ["examples/ships/facts.jsonl:2"]
    assert [record.path for record in found.quarantine] == ["examples/ships/facts.jsonl"]


def test_which_files_would_be_read(write: Write, tmp_path: Path) -> None:
    facts = write("data/a.jsonl", [SHIP])
    memo = write("data/memo.md", "**TLP:CLEAR**\n")
    profile = write("data/x.profile.yaml", "id: x\n")
    hard = tmp_path / "hard.jsonl"
    hard.hardlink_to(facts)
    assert all(would_read([tmp_path / "data"], path) for path in (facts, hard, profile))
    assert would_read([f"json-lines:{facts}"], facts)
    assert would_read([memo], memo)
    assert not would_read([tmp_path / "data"], memo)
    assert not would_read([tmp_path / "data"], tmp_path / "data" / "new.jsonl")
    assert not would_read([facts], write("other/a.jsonl", [SHIP]))
