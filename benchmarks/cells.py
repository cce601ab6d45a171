"""What was measured: one cell for each engine at each size, with what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.workload import Counts


@dataclass
class Cell:
    """One engine on one task at one size. `why` says why there is no figure."""

    engine: str
    size: int
    seconds: list[float] = field(default_factory=list)
    parts: list[Mapping[str, float]] = field(default_factory=list)
    prepared: list[float] = field(default_factory=list)
    peak: int = 0
    counts: Counts = field(default_factory=dict)
    why: str = ""

    @property
    def measured(self) -> bool:
        return bool(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)

    def part(self, name: str) -> float | None:
        """The median of a part, where the engine tells it apart."""
        told = [parts[name] for parts in self.parts if name in parts]
        return median(told) if told else None


@dataclass
class LiveCell:
    """One engine taking one more fact at a time."""

    engine: str
    size: int
    seconds: list[float] = field(default_factory=list)
    load: float = 0.0
    peak: int = 0
    counts: Counts = field(default_factory=dict)
    why: str = ""

    @property
    def measured(self) -> bool:
        return bool(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def high(self) -> float:
        """The 99th percentile."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


VOID = "not told, since engines differ: "


class Disagreement(Exception):
    """Two engines found different things, so no time may be told."""


def agree(cells: Sequence[Cell | LiveCell], rules: Mapping[str, Sequence[str]]) -> Counts:
    """The matches by rule that all engines found; `rules` says which rules each engine expresses.

    Raises Disagreement where two differ.
    """
    agreed: dict[str, int] = {}
    first: dict[str, str] = {}
    for cell in cells:
        if not cell.measured:
            continue
        for rule in rules[cell.engine]:
            found = cell.counts.get(rule, 0)
            if agreed.setdefault(rule, found) != found:
                raise Disagreement(
                    f"{cell.size:,} facts, {rule}: {cell.engine} finds {found:,}, {first[rule]} {agreed[rule]:,}"
                )
            first.setdefault(rule, cell.engine)
    return agreed


def void(cells: Sequence[Cell | LiveCell], found: Disagreement) -> None:
    """Forget the times of cells whose engines differ, and say why there are none."""
    for cell in cells:
        if cell.measured:
            cell.seconds = []
            cell.why = f"{VOID}{found}"


def of(cells: Sequence[Cell], engine: str, size: int) -> Cell | None:
    """The cell of an engine at a size, if it was measured."""
    return next((cell for cell in cells if (cell.engine, cell.size) == (engine, size) and cell.measured), None)
