"""The register of sources: who publishes what, and how far it can be trusted (sources.yaml).

    id            the word by which readers and profiles name the source
    source        who says so: publisher and title, as a reader would cite it
    origin        where its reports come from in the end; copies of one list share it, in one spelling, so that it counts once
    reliability   Admiralty grade of the source, A to F; F cannot be judged
    credibility   Admiralty grade of what it says, 1 to 6; 6 cannot be judged
    url, marking  its address, and how it may be handled (TLP 2.0), where these are known
    why           why it is graded so

A user's own registers (own_registers.py) have the same entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from countermove.facts.evidence import Credibility, Line, Marking, Reliability

SHIPPED = Path(__file__).parent / "sources.yaml"
_NOT_EVIDENCE = ("id", "why")


class Entry(BaseModel):
    """One source of a register."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] | None = None
    source: Line | None = None
    origin: Line | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    url: Line | None = None
    marking: Marking | None = None
    why: Line | None = None


@cache
def _shipped() -> Mapping[str, Mapping[str, Any]]:
    entries = yaml.load(SHIPPED.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {entry["id"]: entry for entry in entries}


def shipped_entries() -> tuple[Entry, ...]:
    """The sources that come with the package, in the register's order."""
    return tuple(Entry.model_validate(entry) for entry in _shipped().values())


def registered(id: str) -> Mapping[str, Any]:
    """The evidence fields of a source: source, origin, reliability, credibility, url, marking. Raises KeyError."""
    return {name: value for name, value in _shipped()[id].items() if name not in _NOT_EVIDENCE}


def registered_ids() -> tuple[str, ...]:
    """The words that name a source of the shipped register."""
    return tuple(_shipped())
