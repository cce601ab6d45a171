"""What the engines of ours have in common here: facts as objects, the rulebook of the benchmark, matches counted by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import workload
from benchmarks.eleven_facts import AS_OF
from benchmarks.workload import Counts, Stopwatch

PACKAGES = ("pydantic",)


def prepare(engine: str) -> Any:
    """The rulebook, with the modules loaded that the work needs."""
    from importlib import import_module

    from countermove.facts.registry import KINDS
    from countermove.inference.engines import ENGINES
    from countermove.reading.facts_source import read_facts  # noqa: F401 - loaded before the clock runs
    from countermove.reading.rulebook_reader import load_rulebook

    import_module(ENGINES[engine])
    for kind in ("vessel", "company", "designation", "ownership", "ais_gap", "port_call", "inspection", "flag_change"):
        KINDS[kind].model_rebuild()
    return load_rulebook(workload.FOLDER)


def batch(rulebook: Any, path: Path, watch: Stopwatch, engine: str) -> Counts:
    """Facts read and validated as objects, then all matches by one of the engines that work on objects."""
    from countermove.inference.engines import infer
    from countermove.reading.facts_source import read_facts

    with watch.part("loading"):
        facts = read_facts(path, strict=True)
    with watch.part("matching"):
        inference = infer(rulebook, facts.facts, AS_OF, engine)
    return by_rule(match.rule for match in inference.matches)


def by_rule(ids: Iterable[str]) -> Counts:
    """Matches by the short names of their rules."""
    return Counter(id[:3] for id in ids)


def fact(line: str) -> Any:
    """One validated object out of one line."""
    import json

    from countermove.facts.registry import KINDS

    data = json.loads(line)
    return KINDS[data["kind"]].model_validate({**data, "evidence": [{"source": "benchmark"}]})


class LiveMatches:
    """`LiveInference` one fact at a time: matches gained, lost and changed are told, with their totals and derivations kept."""

    def __init__(self, rulebook: Any, joiner: str) -> None:
        from countermove.inference.live import LiveInference

        self._live = LiveInference(rulebook, AS_OF, joiner)
        self._told: list[Any] = []

    def load(self, lines: Iterable[str]) -> None:
        self._live.assert_facts([fact(line) for line in lines])

    def made(self, line: str) -> Any:
        return fact(line)

    def add(self, made: Any) -> None:
        self._told.append(self._live.assert_facts((made,)))

    def gained(self) -> Counts:
        return by_rule(change.match.rule for delta in self._told for change in delta.gained)


class LiveSession:
    """The public `Session` one fact at a time. What a call changed is worked out when it is read; with `reading` that is at once."""

    def __init__(self, rulebook: Any, joiner: str, reading: bool = False) -> None:
        import countermove

        self._session = countermove.Session(rulebook, as_of=AS_OF, engine=joiner)
        self._reading = reading
        self._told: list[Any] = []

    def load(self, lines: Iterable[str]) -> None:
        self._session.assert_facts([fact(line) for line in lines])
        len(self._session.recommendations)

    def made(self, line: str) -> Any:
        return fact(line)

    def add(self, made: Any) -> None:
        changes = self._session.assert_facts((made,))
        if self._reading:
            self._told.append((changes.gained, changes.changed, changes.withdrawn))

    def gained(self) -> Counts:
        return {"recommendations": len(self._session.recommendations)}
