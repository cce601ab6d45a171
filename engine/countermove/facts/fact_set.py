"""The facts that one reading gave, with the account of it: what was used, what was set aside, what was refused, and why.

Nothing here reads files. A set made in Python (`FactSet.of`) is merged and reconciled in the same way as one that was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from countermove.errors import Fault
from countermove.facts.fact import Fact
from countermove.facts.identity_resolution import reconcile


@dataclass(frozen=True, slots=True)
class InputReport:
    """What became of one file's records: records = used + set_aside + quarantined. One record may give several facts."""

    path: str
    format: str
    records: int
    used: int
    set_aside: int
    quarantined: int
    facts: int
    set_aside_reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was met in a folder and holds no facts in a known format."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that was refused, as it stood, with every reason. A record that is mended can be read again.

    `line` is the number of the record where records stand on no lines. `problems` are the reasons apart: field, value, reason.
    A broken row of a table has its `columns` beside it.
    """

    path: str
    line: int
    format: str
    record: Any
    reasons: tuple[str, ...]
    problems: tuple[tuple[str, str, str], ...] = ()
    columns: tuple[str, ...] = ()

    def as_json_line(self) -> str:
        """One line of JSON, plain ASCII whatever the record holds, without the line's end."""
        whole: dict[str, Any] = {
            "path": self.path,
            "line": self.line,
            "format": self.format,
            "problems": [
                {"field": field, "value": value, "reason": reason} for field, value, reason in self._problems()
            ],
            "record": self.record,
        }
        if self.columns:
            whole["columns"] = self.columns
        return json.dumps(whole, ensure_ascii=True, default=str)

    def _problems(self) -> tuple[tuple[str, str, str], ...]:
        return self.problems or tuple(("", "", reason) for reason in self.reasons)


@dataclass(frozen=True)
class FactSet:
    """Facts in a fixed order (kind, then id), each id once, whatever the order in which they came."""

    facts: tuple[Fact, ...] = ()
    inputs: tuple[InputReport, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    quarantine: tuple[QuarantinedRecord, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> FactSet:
        """A set of facts made in Python: merged, reconciled and put in order."""
        reconciled = reconcile(facts)
        return cls(facts=reconciled.facts, faults=reconciled.faults, notes=reconciled.notes)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Every fact by its id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Fact, ...]]:
        """The facts of each kind that occurs."""
        found: dict[str, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.kind, []).append(fact)
        return {kind: tuple(facts) for kind, facts in found.items()}

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """The facts of a kind; empty where there are none."""
        return self.by_kind.get(kind, ())
