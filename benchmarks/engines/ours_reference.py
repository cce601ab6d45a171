"""Countermove's engine `reference`: the reference, which defines the meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import Counts, Stopwatch

TITLE = "Countermove, reference"
PACKAGES = ours.PACKAGES
RULES = ALL_RULES
MOST = 100_000
NOTE = "Facts validated as objects, every source kept, matches with their bindings: the reference, which defines the meaning."


def prepare() -> Any:
    return ours.prepare("reference")


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    return ours.batch(prepared, path, watch, "reference")
