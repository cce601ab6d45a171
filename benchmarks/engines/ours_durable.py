"""Countermove's engine `durable`: joins by durable_rules, all else ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import Counts, Stopwatch

TITLE = "Countermove, durable"
PACKAGES = ours.PACKAGES
RULES = ALL_RULES
MOST = 1_000_000
NOTE = (
    "Facts validated as objects, every source kept, matches with their bindings: joins by durable_rules, all else ours."
)


def prepare() -> Any:
    return ours.prepare("durable")


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    return ours.batch(prepared, path, watch, "durable")


def Live(prepared: Any) -> ours.LiveMatches:
    return ours.LiveMatches(prepared, "durable")


def Session(prepared: Any) -> ours.LiveSession:
    return ours.LiveSession(prepared, "durable")


def Reading(prepared: Any) -> ours.LiveSession:
    return ours.LiveSession(prepared, "durable", reading=True)
