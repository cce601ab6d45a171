"""Files written for one test and read back as facts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts

Write = Callable[[str, str | bytes | list[Any]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below the test's folder; a list is written as JSON lines."""

    def to(name: str, content: str | bytes | list[Any]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = "".join(json.dumps(item) + "\n" for item in content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to


@pytest.fixture
def read(write: Write) -> Callable[..., FactSet]:
    """Writes one file and reads it; the account is checked on the way."""

    def one(name: str, content: str | bytes | list[Any], word: str = "") -> FactSet:
        path = write(name, content)
        found = read_facts(f"{word}:{path}" if word else path)
        assert adds_up(found)
        return found

    return one
