"""The register of sources: who publishes what, and how far it can be trusted (sources.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parent / "sources.yaml"


@cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    entries = yaml.load(SHIPPED.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {entry["id"]: {k: v for k, v in entry.items() if k not in ("id", "why")} for entry in entries}


def registered(id: str) -> Mapping[str, Any]:
    """The evidence fields of a source: source, origin, reliability, credibility, url, marking. Raises KeyError."""
    return _shipped()[id]
