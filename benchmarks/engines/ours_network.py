"""Countermove's engine `network`: incremental hash joins in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import Counts, Stopwatch

TITLE = "Countermove, network"
PACKAGES = ours.PACKAGES
RULES = ALL_RULES
MOST = 1_000_000
NOTE = "Facts validated as objects, every source kept, matches with their bindings: incremental hash joins in Python."


def prepare() -> Any:
    return ours.prepare("network")


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    return ours.batch(prepared, path, watch, "network")


def Live(prepared: Any) -> ours.LiveMatches:
    return ours.LiveMatches(prepared, "network")


def Session(prepared: Any) -> ours.LiveSession:
    return ours.LiveSession(prepared, "network")


def Reading(prepared: Any) -> ours.LiveSession:
    return ours.LiveSession(prepared, "network", reading=True)
