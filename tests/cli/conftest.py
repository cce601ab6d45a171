"""Runs the command line inside the test's own process, as `main` does it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import EVIDENCE, EXAMPLE_FACTS, Done, Run

from countermove.cli import main


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("rules", "list")`: the exit status, standard output and standard error."""

    def command(*args: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["countermove", *map(str, args)])
        status: object = 0
        try:
            main()
        except SystemExit as stopped:
            status = stopped.code
        captured = capsys.readouterr()
        return Done(int(str(status or 0)), captured.out, captured.err)

    return command


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    """Two ships, from one source."""
    path = tmp_path / "facts.jsonl"
    path.write_text(
        "".join(json.dumps({**fact, "evidence": EVIDENCE}) + "\n" for fact in EXAMPLE_FACTS), encoding="utf-8"
    )
    return path
