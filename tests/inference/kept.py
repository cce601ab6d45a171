"""Reads the kept differences: files of rules and facts, or of a history, in the words of the rule language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from histories import History, Step
from making import header
from pools import PARAMETERS
from recommending_tables import ACTIONS, book

from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.reading.clause_reader import read_clauses
from countermove.reading.rule_scope import Scope
from countermove.reading.then_reader import read_then
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.rule import Rule

FOLDER = Path(__file__).parent / "regressions"


@dataclass(frozen=True)
class Kept:
    """A difference that was found once. `matches` is how many the reference finds in the end."""

    name: str
    what: str
    as_of: date
    rules: list[Rule]
    facts: list[Fact]
    history: History | None
    matches: int | None


def kept() -> list[Kept]:
    """All that are kept, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]


def _read(path: Path) -> Kept:
    source = YamlSource(path.name, path.read_text(encoding="utf-8"))
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rules = [_rule(source, id, rule) for id, rule in data["rules"].items()]
    assert not source.faults, "\n".join(map(str, source.faults))
    as_of = date.fromisoformat(str(data["as_of"]))
    steps = tuple(_step(step) for step in data.get("history", ()))
    history = History(tuple(rules), as_of, steps) if steps else None
    facts = [_fact(fact) for fact in data.get("facts", ())]
    return Kept(path.stem, data["what"], as_of, rules, facts, history, data.get("matches"))


def _rule(source: YamlSource, id: str, data: Mapping[str, Any]) -> Rule:
    scope = Scope(source, {p.name: p for p in PARAMETERS})
    at = ("rules", id)
    when = read_clauses(scope, data["when"], (*at, "when"))
    then = read_then(scope, {name: book([]).actions[name] for name in ACTIONS}, data["then"], (*at, "then"))
    assert then is not None, "\n".join(map(str, source.faults))
    head = {name: value for name, value in data.items() if name not in ("when", "then")}
    return Rule(header(id, **head), "tests", when, then, source.where(at))


def _step(data: Mapping[str, Any]) -> Step:
    if "advance" in data:
        return Step(day=date.fromisoformat(str(data["advance"])))
    if "retract_source" in data:
        return Step(source=data["retract_source"])
    if "retract" in data:
        return Step(taken=tuple((kind, id) for kind, id in data["retract"]))
    return Step(given=tuple(_fact(fact) for fact in data["assert"]))


def _fact(values: Mapping[str, Any]) -> Fact:
    return KINDS[values["kind"]].model_validate(values)
