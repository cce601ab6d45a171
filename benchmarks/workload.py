"""What every engine is asked for, and how it answers: the rules by their short names, the stopwatch, the form of an engine's file.

Each engine is one file in `engines/`. It says what it is (`TITLE`, `PACKAGES`, `RULES`, `MOST`, `NOTE`) and has

    prepare() -> Any                                   the library loaded and the rules compiled
    bulk(prepared, path, watch) -> Counts              from a file of JSON lines to match tuples of fact ids
    Live(prepared)                                     (where it can) `load(lines)`, `made(line)`, `add(made)`; see `Live`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

RULES = tuple(f"r{number:02d}" for number in range(1, 12))
"""The eleven rules by the beginning of their ids in `benchmarks/eleven`."""

THRESHOLDS: Mapping[str, float] = {"r01": 6, "r02": 12, "r03": 24, "r04": 48, "r05": 72}
"""Hours of silence that the first five ask for."""

POSITIVE = RULES[:9]
"""Rules without `none` and `count`."""

FOLDER = Path(__file__).parent / "eleven"
"""The eleven rules in our rule language."""

TESTED: Mapping[str, tuple[str, ...]] = {
    "vessel": ("id", "flag"),
    "company": ("id", "country"),
    "designation": ("id", "entity", "authority", "measure"),
    "ownership": ("id", "owner", "asset", "share"),
    "ais_gap": ("id", "vessel", "hours", "receiver_suspect"),
    "port_call": ("id", "vessel", "country"),
    "inspection": ("id", "vessel", "result"),
    "flag_change": ("id", "vessel"),
}
"""The fields that the eleven rules look at. A peer is given these alone: it need not carry what no rule asks for."""

Counts = Mapping[str, int]
"""Matches by rule."""


class Stopwatch:
    """Seconds by part of the work, each part possibly in several stretches."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        begin = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += perf_counter() - begin


class Engine(Protocol):
    """The file of an engine, as the child process uses it."""

    TITLE: str
    PACKAGES: tuple[str, ...]
    RULES: tuple[str, ...]
    MOST: int
    NOTE: str

    def prepare(self) -> Any: ...

    def bulk(self, prepared: Any, path: Path, watch: Stopwatch) -> Counts: ...


class Live(Protocol):
    """A base of facts that takes one more at a time."""

    def load(self, lines: Iterable[str]) -> None:
        """Take the facts that are there before the clock runs."""

    def made(self, line: str) -> Any:
        """A fact in the form in which the engine takes it, made before the clock runs."""

    def add(self, made: Any) -> None:
        """Take one more fact and have its matches delivered."""

    def gained(self) -> Counts:
        """The matches delivered by `add` since the beginning, by rule."""
