"""Short ways of writing facts, rules and rulebooks in tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import dedent
from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.inference.engines import infer
from countermove.inference.match import Inference, Match
from countermove.location import Location
from countermove.reading.rule_reader import read_rule
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.clause import Clause
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Caveat, Conclude, Header, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

DAY = date(2024, 6, 30)
"""The day as of which tests look at things, where it does not matter."""


def fact(kind: str, **values: Any) -> Fact:
    """A fact of a kind. A field called `from` or the like goes in with an underscore behind it."""
    return KINDS[kind].model_validate({"kind": kind, **{name.rstrip("_"): value for name, value in values.items()}})


def parameter(name: str, *values: Mapping[str, Any], unit: str = "number") -> Parameter:
    """A parameter; each value needs only what sets it apart."""
    whole = [{"from": "2000-01-01", "verified": "no", **value} for value in values]
    return Parameter.model_validate({"name": name, "title": name, "unit": unit, "values": whole})


def header(id: str, **more: Any) -> Header:
    """The head of a rule of which only the `when` matters."""
    whole = {
        "id": id,
        "title": "A rule for a test",
        "status": "active",
        "owner": "test",
        "reviewed": {"on": "2024-01-01", "valid_until": "2099-01-01"},
        "effective": {"from": "2000-01-01"},
        "article": {"paragraph": 51},
        "citations": [{"id": "none", "title": "Nothing"}],
        "known_gaps": ["Everything."],
    }
    return Header.model_validate({**whole, **more})


def rule(text: str, *parameters: Parameter, id: str = "a-rule") -> Rule:
    """A rule from the YAML of its `when`, and of its `then` unless that does not matter."""
    lines = [f"{name}: {value}" for name, value in _HEAD.items()]
    body = dedent(text).strip()
    if "\nthen:" not in body:
        body += "\nthen: {conclude: {kind: assessment, name: found}}"
    source = YamlSource("a-rule.yaml", "\n".join([f"id: {id}", *lines, body]))
    found = read_rule(source, id, "tests", {p.name: p for p in parameters}, {})
    assert found is not None, "\n".join(map(str, source.faults))
    return found


_HEAD = {
    "title": "A rule for a test",
    "status": "active",
    "owner": "test",
    "reviewed": "{on: 2024-01-01, valid_until: 2099-01-01}",
    "effective": "{from: 2000-01-01}",
    "article": "{paragraph: 51}",
    "citations": "[{id: none, title: Nothing}]",
    "known_gaps": "[Everything.]",
}


def made(
    id: str, when: Iterable[Clause], then: Recommend | Conclude | Caveat, *, distinct: bool = True, **head: Any
) -> Rule:
    """A rule from its parts."""
    return Rule(header(id, distinct=distinct, **head), "tests", tuple(when), then, Location(f"{id}.yaml", 1))


def rulebook(rules: Iterable[Rule], parameters: Iterable[Parameter] = ()) -> Rulebook:
    """A rulebook of these rules, in this order."""
    return Rulebook("test", "", {r.id: r for r in rules}, {}, {p.name: p for p in parameters}, {}, {})


def inferred(
    engine: str, rules: Rule | Iterable[Rule], facts: Iterable[Fact], *parameters: Parameter, as_of: date = DAY
) -> Inference:
    """What an engine makes of facts by one rule or several."""
    return infer(rulebook([rules] if isinstance(rules, Rule) else rules, parameters), facts, as_of, engine)


def tuples(inference: Inference) -> list[tuple[str, ...]]:
    """The ids in each match, in order of alias."""
    return [tuple(id for _, _, id in match.bindings) for match in inference.matches]


def everything(inference: Inference) -> dict[str, Any]:
    """All of an inference but the name of its engine, in a form that shows every difference: 1 is not 1.0, nor 0.0 -0.0."""
    return {
        "as of": inference.as_of,
        "facts": [repr(fact) for fact in inference.base],
        "matches": [shown(match) for match in inference.matches],
        "derivations": {key: [shown(match) for match in behind] for key, behind in inference.derivations.items()},
        "parameters": inference.parameters_used,
    }


def shown(match: Match) -> tuple[str, Any, str]:
    """A match with its totals."""
    return match.rule, match.bindings, repr(match.totals)
