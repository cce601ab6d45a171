"""durable_rules by itself, through its C interface, with the rules in its own language.

Facts are spread over as many states as is quick, by the ship or company on which a rule's facts meet; the join of three has no such
common field and stays in one state. Negation and counting are left out: the library's own give wrong answers.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.workload import POSITIVE, TESTED, THRESHOLDS, Counts, Stopwatch

TITLE = "durable_rules (raw)"
PACKAGES = ("durable-rules",)
RULES = POSITIVE
MOST = 1_000_000
NOTE = (
    "Driven through its C interface with batches of messages, serial ids, and facts spread over 512 states by ship or company where "
    "a rule allows it. `none` and `count` are not expressed: its negation and counting fire wrongly."
)

_STATES = 512

_Message = dict[str, Any]


def _clause(alias: str, kind: str, *tests: _Message) -> _Message:
    """One clause: its type first, its equality with another clause last."""
    return {alias: {"$and": [{"t": kind}, *tests]}} if tests else {alias: {"t": kind}}


def _rules() -> dict[str, dict[str, list[_Message]]]:
    """Three rulesets: what meets on a ship, what meets on a company, and the chain over three."""
    ships = {name: [_clause("a", "ais_gap", {"$gte": {"hours": hours}})] for name, hours in THRESHOLDS.items()}
    ships["r06"] = [
        _clause("a", "designation", {"authority": "eu"}, {"measure": "transport_ban"}),
        _clause("b", "vessel", {"key": {"a": "entity"}}),
    ]
    ships["r07"] = [
        _clause("a", "vessel", {"flag": "iso3166:PA"}),
        _clause("b", "ais_gap", {"$gte": {"hours": 12}}, {"receiver_suspect": False}, {"vessel": {"a": "key"}}),
    ]
    companies = {
        "r08": [
            _clause("a", "company", {"country": "iso3166:RU"}),
            _clause("b", "ownership", {"$gte": {"share": 25}}, {"owner": {"a": "key"}}),
        ]
    }
    chain = {
        "r09": [
            _clause("a", "designation", {"authority": "eu"}, {"measure": "asset_freeze"}),
            _clause("b", "ownership", {"owner": {"a": "entity"}}),
            _clause("c", "port_call", {"country": "iso3166:RU"}, {"vessel": {"b": "asset"}}),
        ]
    }
    return {"ships": ships, "companies": companies, "chain": chain}


_SHARED_BY: Mapping[str, Mapping[str, str | None]] = {
    "ships": {"ais_gap": "vessel", "vessel": "id", "designation": "entity"},
    "companies": {"company": "id", "ownership": "owner"},
    "chain": {"designation": None, "ownership": None, "port_call": None},
}
"""Ruleset → the kinds that it takes, with the field by which their facts are spread."""


class _Library:
    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import durable.engine
            import durable_rules_engine

        class Quiet(durable.engine.Host):  # type: ignore[misc]
            def _run(self) -> None:
                pass

        self.core = durable_rules_engine
        host = Quiet()
        self.handles = {}
        for ruleset, rules in _rules().items():
            defined = {name: {"all": clauses, "run": lambda context: None} for name, clauses in rules.items()}
            host.register_rulesets({ruleset: defined})
            self.handles[ruleset] = host.get_ruleset(ruleset)._handle
        self.host = host
        self.serials = count(3_000_000)

    def messages(self, fact: _Message) -> list[tuple[str, str, str]]:
        """(ruleset, state, message) for each ruleset that looks at the fact."""
        kind = fact["kind"]
        found = []
        for ruleset, kinds in _SHARED_BY.items():
            if kind in kinds:
                field = kinds[kind]
                state = "0" if field is None else str(_number(fact[field]) % _STATES)
                kept = {name: fact[name] for name in TESTED[kind] if name != "id"}
                message = json.dumps({"id": next(self.serials), "sid": state, "t": kind, "key": fact["id"], **kept})
                found.append((ruleset, state, message))
        return found

    def drain(self, ruleset: str, state: int) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The tuples that a state holds ready: rule and ids."""
        handle, core = self.handles[ruleset], self.core
        started = core.start_action_for_state(handle, state)
        result = started[1] if started else None
        while result is not None:
            for rule, messages in json.loads(result).items():
                yield rule, tuple(message["key"] for message in messages.values())
            result = core.complete_and_start_action(handle, state)


def _number(id: str) -> int:
    return int(id.rpartition(":")[2])


def prepare() -> _Library:
    return _Library()


def bulk(prepared: _Library, path: Path, watch: Stopwatch) -> Counts:
    found: list[tuple[str, tuple[str, ...]]] = []
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    with watch.part("loading"), path.open() as lines:
        for line in lines:
            for ruleset, state, message in prepared.messages(json.loads(line)):
                waiting[ruleset, state].append(message)
    with watch.part("matching"):
        for (ruleset, _), messages in waiting.items():
            for start in range(0, len(messages), 1000):
                batch = "[" + ",".join(messages[start : start + 1000]) + "]"
                code, state = prepared.core.assert_facts(prepared.handles[ruleset], batch)
                if code not in (0, 1):
                    raise RuntimeError(f"durable_rules refused a batch (code {code})")
                found.extend(prepared.drain(ruleset, state))
    return Counter(rule for rule, _ in found)


class Live:
    """One more fact at a time."""

    def __init__(self, prepared: _Library) -> None:
        self._library = prepared
        self._found: list[tuple[str, tuple[str, ...]]] = []

    def load(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.add(self.made(line))
        self._found.clear()

    def made(self, line: str) -> list[tuple[str, str, str]]:
        return self._library.messages(json.loads(line))

    def add(self, made: list[tuple[str, str, str]]) -> None:
        library = self._library
        for ruleset, _, message in made:
            code, state = library.core.assert_fact(library.handles[ruleset], message)
            if code == 0:
                self._found.extend(library.drain(ruleset, state))

    def gained(self) -> Counts:
        return Counter(rule for rule, _ in self._found)
