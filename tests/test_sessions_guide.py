"""The guide to sessions tells the truth: its lines are run, in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "sessions.md").read_text(encoding="utf-8")


def test_its_lines_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL))
    names: dict[str, object] = {}
    exec(compile(code, "docs/sessions.md", "exec"), names)  # noqa: S102 - the guide's own lines
    told = capsys.readouterr().out
    assert "gained: " in told
    assert "changed: " in told
    assert "because of 2026-12-01" in told
    assert "('inspect-insurance-and-flag:imo:9256054'" in told
    assert (tmp_path / "memo.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
