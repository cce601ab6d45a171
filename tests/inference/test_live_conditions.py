"""The quick ways of asking mean what the slow ones mean."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, fact, rulebook
from strategies import PARAMETERS, Case, cases

from countermove.facts.as_known import as_known
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate
from countermove.inference import live_conditions
from countermove.inference.live_day import known_by
from countermove.inference.truth import Context, all_hold
from countermove.rulebook.clause import walk
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.typing import OPERATORS


@generated
@given(case=cases())
def test_a_test_holds_where_its_conditions_do(case: Case) -> None:
    rules, facts = case
    context = Context(rulebook(rules, PARAMETERS), DAY)
    for clause in (clause for rule in rules for clause in walk(rule.when)):
        alone = [c for c in clause.where if not any(True for _ in c.references())]
        for where in [(c,) for c in alone] + [tuple(alone)] + [(*alone, *alone)]:
            if where:
                test = live_conditions.tested(clause.kind, where, context)
                for one in facts:
                    if one.kind == clause.kind:
                        assert bool(test(one, vars(one))) == (all_hold(where, one, {}, context) is True), where


NUMBERS: list[Any] = [None, 0.0, -0.0, 1, 1.5, 2**53 + 1, float(2**53), 1e308, -7]


@pytest.mark.parametrize("operator", sorted(op for op, types in OPERATORS.items() if "number" in types))
def test_comparisons_of_numbers(operator: Any) -> None:
    context = Context(rulebook([]), DAY)
    operands: list[tuple[Constant, ...]]
    values = [Constant(value) for value in NUMBERS[1:]]
    if operator == "known":
        operands = [(Constant(True),), (Constant(False),)]
    elif operator in ("in", "not_in"):
        operands = [(Constant((one.value, two.value)),) for one in values for two in values]  # type: ignore[arg-type]
    elif operator == "between":
        operands = [(one, two) for one in values for two in values]
    else:
        operands = [(one,) for one in values]
    facts = [
        fact("indicator", id=f"i{i}", name="a", **({} if v is None else {"value": v})) for i, v in enumerate(NUMBERS)
    ]
    for some in operands:
        where = (Condition("value", operator, some),)
        test = live_conditions.tested("indicator", where, context)
        for one in facts:
            assert bool(test(one, vars(one))) == (all_hold(where, one, {}, context) is True), (where, one)


days = st.sampled_from(
    ["2024-06-29", "2024-06-30", "2024-07-01", "2024-06", "2024", "2024-07", "2025", "2024-06-29/2024-07-02"]
)


@st.composite
def dated(draw: st.DrawFn) -> Fact:
    """A fact with dates of all kinds around the day."""
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        more["reported"] = draw(days)
    published = draw(st.lists(st.none() | days, max_size=3))
    more["evidence"] = [
        Evidence(source=f"S{i}", published=day and PartialDate.parse(day)) for i, day in enumerate(published)
    ]
    kind = draw(st.sampled_from(["ais_gap", "exercise", "vessel"]))
    if kind == "ais_gap":
        moment = draw(
            st.sampled_from(
                ["2024-06-30T23:59:59Z", "2024-07-01T00:00:00Z", "2024-07-01T01:00:00+03:00", "9999-12-31T23:59:59Z"]
            )
        )
        return fact(kind, vessel="ship:a", start=moment, hours=1, **more)
    if kind == "exercise":
        return fact(kind, name="X", date=draw(days), **more)
    return fact(kind, id="ship:a", **more)


@generated
@given(one=dated(), off=st.integers(-2, 400))
def test_what_is_known_on_a_day(one: Fact, off: int) -> None:
    day = DAY + timedelta(days=off)
    assert known_by(day)(one, vars(one)) == next(as_known((one,), day), None)


def test_the_last_day_of_the_calendar() -> None:
    one = fact("ais_gap", vessel="ship:a", start="9999-12-31T23:59:59Z", hours=1)
    assert known_by(date.max)(one, vars(one)) is one
    assert known_by(DAY)(one, vars(one)) is None
