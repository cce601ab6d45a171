"""CLIPS through clipspy: templates with the fields that the rules look at, and a Python function that is called with every match.

In bulk the facts go in by `load_facts` from a file in CLIPS's own notation, which is several times quicker than asserting them from
Python one by one; writing that file is part of the time. One at a time they go in by the template's `assert_fact`.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import TESTED, THRESHOLDS, Counts, Stopwatch

TITLE = "CLIPS (clipspy)"
PACKAGES = ("clipspy",)
RULES = ALL_RULES
MOST = 1_000_000
NOTE = (
    "Facts by `load_facts` from a file in CLIPS notation (the quickest way in; writing that file is timed too), live ones by the "
    "template's `assert_fact`; no search for duplicates. Matches are handed to a Python function by the rules' actions. The count is an `exists` over three "
    "ordered patterns; a match that stops holding is not told."
)

PATTERNS = {
    **{rule: (f"(ais_gap (id ?g) (hours ?h&:(>= ?h {hours})))", "?g") for rule, hours in THRESHOLDS.items()},
    "r06": ('(designation (id ?l) (entity ?s) (authority "eu") (measure "transport_ban")) (vessel (id ?s))', "?l ?s"),
    "r07": (
        '(vessel (id ?s) (flag "iso3166:PA")) (ais_gap (id ?g) (vessel ?s) (hours ?h&:(>= ?h 12)) (receiver_suspect FALSE))',
        "?s ?g",
    ),
    "r08": ('(company (id ?o) (country "iso3166:RU")) (ownership (id ?w) (owner ?o) (share ?p&:(>= ?p 25)))', "?o ?w"),
    "r09": (
        '(designation (id ?l) (entity ?o) (authority "eu") (measure "asset_freeze")) (ownership (id ?w) (owner ?o) (asset ?s)) '
        '(port_call (id ?c) (vessel ?s) (country "iso3166:RU"))',
        "?l ?w ?c",
    ),
    "r10": (
        '(designation (id ?l) (entity ?s) (authority "uk")) (vessel (id ?s)) (not (inspection (vessel ?s) (result "clean")))',
        "?s ?l",
    ),
    "r11": (
        "(vessel (id ?s)) (exists (flag_change (id ?a) (vessel ?s)) (flag_change (id ?b&:(> (str-compare ?b ?a) 0)) (vessel ?s)) "
        "(flag_change (id ?c&:(> (str-compare ?c ?b) 0)) (vessel ?s)))",
        "?s",
    ),
}
"""What each rule asks for, and the ids that it delivers."""


class _Base:
    """An environment with the rules, and what they have delivered."""

    def __init__(self) -> None:
        import clips

        self.found: list[tuple[str, ...]] = []
        self.environment = clips.Environment()
        self.environment.eval("(set-fact-duplication TRUE)")  # ids are unique: nothing has to be looked for
        self.environment.define_function(lambda *match: self.found.append(match), name="deliver")
        for kind, fields in TESTED.items():
            self.environment.build(f"(deftemplate {kind} {' '.join(f'(slot {field})' for field in fields)})")
        for rule, (pattern, ids) in PATTERNS.items():
            self.environment.build(f"(defrule {rule} {pattern} => (deliver {rule} {ids}))")
        self.templates = {template.name: template for template in self.environment.templates()}

    def counts(self) -> Counts:
        return Counter(str(match[0]) for match in self.found)


def prepare() -> _Base:
    return _Base()


def bulk(prepared: _Base, path: Path, watch: Stopwatch) -> Counts:
    with watch.part("loading"):
        _load(prepared, path.open())
    with watch.part("matching"):
        prepared.environment.run()
    return prepared.counts()


def _load(base: _Base, lines: Iterable[str]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".clp") as file:
        for line in lines:
            fact = json.loads(line)
            kind = fact["kind"]
            file.write(f"({kind} {' '.join(f'({field} {_notation(fact[field])})' for field in TESTED[kind])})\n")
        file.flush()
        base.environment.load_facts(file.name)


def _notation(value: object) -> str:
    return str(value).upper() if isinstance(value, bool) else json.dumps(value)


class Live:
    """One more fact at a time. The slots are made beforehand."""

    def __init__(self, prepared: _Base) -> None:
        self._base = prepared

    def load(self, lines: Iterable[str]) -> None:
        _load(self._base, lines)
        self._base.environment.run()
        self._base.found.clear()

    def made(self, line: str) -> tuple[Any, dict[str, Any]]:
        fact = json.loads(line)
        kind = fact["kind"]
        return self._base.templates[kind], {field: fact[field] for field in TESTED[kind]}

    def add(self, made: tuple[Any, dict[str, Any]]) -> None:
        template, slots = made
        template.assert_fact(**slots)
        self._base.environment.run()

    def gained(self) -> Counts:
        return self._base.counts()
