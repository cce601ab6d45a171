"""The page on ownership: its example gives what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/ownership.md"


def test_the_example_gives_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102 - it is our own page
    assert capsys.readouterr().out.splitlines() == [
        "treat-as-blocked-by-us register:holding",
        "treat-as-blocked-by-us register:ship-owner",
        "establish-stakes register:yard",
    ]
