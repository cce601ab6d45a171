"""Drools through drools-jpy: its Java engine inside the Python process, fed with JSON, with the rule language of that package.

That language has joins over facts. It has no absence of a fact (its `not_all` is about events that fail to come in time) and no count
over facts (its accumulation is over events in a window of time), so the last two rules are left out.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.workload import POSITIVE, THRESHOLDS, Counts, Stopwatch

TITLE = "Drools (drools-jpy)"
PACKAGES = ("drools-jpy",)
RULES = POSITIVE
MOST = 1_000_000
NOTE = (
    "The lines of the file are handed as they are to the Java engine (8 GB of heap at most), which parses them; matches come back as "
    "JSON. The rule language of drools-jpy has no absence of facts and no count of facts: the last two rules are not expressed."
)

_Node = dict[str, Any]


def _is(field: str, value: _Node) -> _Node:
    return {"EqualsExpression": {"lhs": {"Fact": field}, "rhs": value}}


def _text(field: str, value: str) -> _Node:
    return _is(field, {"String": value})


def _at_least(field: str, value: float) -> _Node:
    return {"GreaterThanOrEqualToExpression": {"lhs": {"Fact": field}, "rhs": {"Integer": int(value)}}}


def _same(field: str, other: str) -> _Node:
    """The field equals one of a fact named before, `name.field`."""
    return _is(field, {"Facts": other})


def _fact(name: str, *tests: _Node) -> _Node:
    whole = tests[0]
    for test in tests[1:]:
        whole = {"AndExpression": {"lhs": whole, "rhs": test}}
    return {"AssignmentExpression": {"lhs": {"Facts": name}, "rhs": whole}}


_CONDITIONS: dict[str, list[_Node]] = {
    **{
        rule: [_fact("gap", _text("kind", "ais_gap"), _at_least("hours", hours))] for rule, hours in THRESHOLDS.items()
    },
    "r06": [
        _fact("listing", _text("kind", "designation"), _text("authority", "eu"), _text("measure", "transport_ban")),
        _fact("ship", _text("kind", "vessel"), _same("id", "listing.entity")),
    ],
    "r07": [
        _fact("ship", _text("kind", "vessel"), _text("flag", "iso3166:PA")),
        _fact(
            "gap", _text("kind", "ais_gap"), _at_least("hours", 12), _is("receiver_suspect", {"Boolean": False}),
            _same("vessel", "ship.id"),
        ),
    ],
    "r08": [
        _fact("owner", _text("kind", "company"), _text("country", "iso3166:RU")),
        _fact("stake", _text("kind", "ownership"), _at_least("share", 25), _same("owner", "owner.id")),
    ],
    "r09": [
        _fact("listing", _text("kind", "designation"), _text("authority", "eu"), _text("measure", "asset_freeze")),
        _fact("stake", _text("kind", "ownership"), _same("owner", "listing.entity")),
        _fact("call", _text("kind", "port_call"), _text("country", "iso3166:RU"), _same("vessel", "stake.asset")),
    ],
}  # fmt: skip


class _Base:
    """A session of the Java engine with the rules, and what they have delivered."""

    def __init__(self) -> None:
        java = shutil.which("java")
        if java and "JAVA_HOME" not in os.environ:
            os.environ["JAVA_HOME"] = str(Path(java).resolve().parent.parent)
        os.environ.setdefault("DROOLS_JPY_JVM_MAXMEM", "8g")
        from drools.rule import Rule
        from drools.ruleset import Ruleset

        self.found: list[tuple[str, Any]] = []
        source = {"name": "facts", "source_name": "facts", "source_args": {}, "source_filters": []}
        action = {"Action": {"action": "debug", "action_args": {}}}
        rules = [
            {"Rule": {"name": rule, "condition": {"AllCondition": conditions}, "actions": [action], "enabled": True}}
            for rule, conditions in _CONDITIONS.items()
        ]
        whole = {
            "name": "eleven",
            "match_multiple_rules": True,
            "hosts": ["all"],
            "sources": [{"EventSource": source}],
            "rules": rules,
        }
        self.session = Ruleset("eleven", json.dumps(whole))
        for rule in _CONDITIONS:
            self.session.add_rule(Rule(rule, lambda matches, rule=rule: self._take(rule, matches.data)))

    def _take(self, rule: str, facts: dict[str, Any]) -> None:
        self.found.append((rule, tuple(fact["id"] for fact in facts.values())))

    def counts(self) -> Counts:
        return Counter(rule for rule, _ in self.found)


def prepare() -> _Base:
    return _Base()


def bulk(prepared: _Base, path: Path, watch: Stopwatch) -> Counts:
    take = prepared.session.assert_fact
    with watch.part("loading and matching"), path.open() as lines:
        for line in lines:
            take(line)
    return prepared.counts()


class Live:
    """One more fact at a time, as its line of JSON."""

    def __init__(self, prepared: _Base) -> None:
        self._base = prepared

    def load(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._base.session.assert_fact(line)
        self._base.found.clear()

    def made(self, line: str) -> str:
        return line

    def add(self, made: str) -> None:
        self._base.session.assert_fact(made)

    def gained(self) -> Counts:
        return self._base.counts()
