"""The engines by name. Each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from datetime import date
from importlib import import_module

from countermove.errors import UsageError
from countermove.facts.fact import Fact
from countermove.inference.match import Inference
from countermove.rulebook.rulebook import Rulebook

AUTO = "auto"
"""Leave the choice to the number of facts."""

DURABLE_UP_TO = 2_000
"""Up to how many facts auto takes durable, where it costs a third of a second more than network at most, and is the independent second
opinion; beyond it network, which is quicker: docs/performance.md has the measured times. (Files that are large enough are read into
tables before an engine is asked, see `reading.volume`.)"""

ENGINES: Mapping[str, str] = {
    "reference": "countermove.inference.reference",
    "durable": "countermove.inference.durable",
    "duckdb": "countermove.inference.duckdb",
    "network": "countermove.inference.network",
    "spark": "countermove.inference.spark",
}
"""Name → the module whose `infer` it is. All give the same; they differ in speed and in what they need."""


def infer(rulebook: Rulebook, facts: Iterable[Fact], as_of: date, engine: str = "auto") -> Inference:
    """All matches of the rulebook's active rules over the facts known on the day.

    Raises UsageError where there is no such engine, EngineError where it fails or is not installed.
    """
    if engine != AUTO and engine not in ENGINES:
        raise UsageError(f"there is no engine '{engine}'", hint=f"choose one of {', '.join([AUTO, *ENGINES])}")
    given = facts if isinstance(facts, Sized) else list(facts)
    if engine == AUTO:
        engine = "durable" if len(given) <= DURABLE_UP_TO else "network"
    inference: Inference = import_module(ENGINES[engine]).infer(rulebook, given, as_of)
    return inference
