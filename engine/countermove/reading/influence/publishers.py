"""Who publishes reports on influence: standing and grades by the name that a file gives (publishers.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

Standing = Literal["court", "authority", "service", "researchers", "company", "press", "accused"]

_LIST = Path(__file__).parent / "publishers.yaml"


class Publisher(NamedTuple):
    """How far a publisher is trusted, and as what it speaks; unknown where nobody has said."""

    standing: Standing | None = None
    reliability: str = "F"
    credibility: int = 6


UNKNOWN = Publisher()


@cache
def _known() -> Mapping[str, Publisher]:
    entries: list[dict[str, Any]] = yaml.load(_LIST.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        _plain(name): Publisher(entry["standing"], entry["reliability"], entry["credibility"])
        for entry in entries
        for name in entry["names"]
    }


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def publisher(name: str | None) -> Publisher:
    """What is known of a publisher by its name."""
    return _known().get(_plain(name), UNKNOWN) if name else UNKNOWN
