"""What is looked up leads to the same places as what is asked one by one."""

from __future__ import annotations

from typing import Any

import pytest
from generated import generated
from hypothesis import given
from making import DAY, fact, rulebook
from strategies import PARAMETERS, Case, cases

from countermove.facts.fact import Fact
from countermove.inference.live_gates import Entry, Gate
from countermove.inference.truth import Context, all_hold
from countermove.rulebook.clause import walk
from countermove.rulebook.condition import Condition, Constant

Wheres = list[tuple[Condition, ...]]


def led_to(gate: Gate, one: Fact) -> list[int]:
    return sorted(network for way in gate.ways(one, vars(one)) for network in way.networks)


def gate_of(kind: str, wheres: Wheres, context: Context) -> Gate:
    """A gate in which each test leads to the network of its number."""
    entries = {where: Entry() for where in wheres}
    for number, where in enumerate(wheres):
        entries[where].networks.append(number)
    return Gate(kind, entries, context)


@generated
@given(case=cases())
def test_a_gate_leads_where_conditions_hold(case: Case) -> None:
    rules, facts = case
    context = Context(rulebook(rules, PARAMETERS), DAY)
    wheres: dict[str, Wheres] = {}
    for clause in (clause for rule in rules for clause in walk(rule.when)):
        alone = tuple(c for c in clause.where if not any(True for _ in c.references()))
        wheres.setdefault(clause.kind, []).extend([alone, (), *((c,) for c in alone)])
    for kind, some in wheres.items():
        asked = list(dict.fromkeys(some))
        gate = gate_of(kind, asked, context)
        for one in facts:
            if one.kind == kind:
                holding = [i for i, where in enumerate(asked) if all_hold(where, one, {}, context) is True]
                assert led_to(gate, one) == holding


NUMBERS: list[Any] = [0.0, -0.0, 1, 1.5, 2**53, 2**53 + 1, 2**53 + 2, float(2**53), 1e308, -7]


def test_least_values_are_told_apart_however_large() -> None:
    context = Context(rulebook([]), DAY)
    wheres: Wheres = [(Condition("value", "gte", (Constant(value),)),) for value in NUMBERS]
    asked = list(dict.fromkeys(wheres))
    gate = gate_of("indicator", asked, context)
    for number in NUMBERS:
        one = fact("indicator", id="i", name="a", value=number)
        holding = [i for i, where in enumerate(asked) if all_hold(where, one, {}, context) is True]
        assert holding
        assert led_to(gate, one) == holding, number
    assert led_to(gate, fact("indicator", id="i", name="a")) == []


@pytest.mark.parametrize("value", [None, "iso3166:PA", "iso3166:LR"])
def test_a_field_that_is_not_known_leads_nowhere(value: str | None) -> None:
    context = Context(rulebook([]), DAY)
    wheres: Wheres = [
        (Condition("flag", "eq", (Constant("iso3166:PA"),)),),
        (Condition("flag", "in", (Constant(("iso3166:PA", "iso3166:LR")),)),),
    ]
    gate = gate_of("vessel", wheres, context)
    one = fact("vessel", id="ship:a", **({} if value is None else {"flag": value}))
    assert led_to(gate, one) == {None: [], "iso3166:PA": [0, 1], "iso3166:LR": [1]}[value]
