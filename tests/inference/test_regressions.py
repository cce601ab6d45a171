"""Every difference between engines that was ever found, replayed for every engine.

A file in `regressions` says what went wrong, and holds rules with facts or with a history. What a failing trial prints is such a
file, but for the lines `what`, `as_of` and `matches`.
"""

from __future__ import annotations

from datetime import date

import pytest
from generated import DEFINITION, engines, joiners
from histories import History, Left, Step
from kept import Kept, kept
from live_trial import check_history
from making import DAY, fact, made
from recommending_tables import book
from session_steps import check_session
from trial import briefing_of, check_agreement, matches_of

from countermove.facts.fact import Fact
from countermove.inference.engines import infer
from countermove.inference.live import LiveInference
from countermove.rulebook.clause import Aggregate, Match
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.rule import Conclude, Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

KEPT = kept()
HISTORIES = [one for one in KEPT if one.history]


def _left(one: Kept) -> tuple[list[Fact], date]:
    """The facts and the day on which engines are asked: where there is a history, what is left of it in the end."""
    if one.history is None:
        return one.facts, one.as_of
    left = Left(one.as_of)
    for step in one.history.steps:
        left.take(step)
    return list(left.facts.values()), left.day


@pytest.mark.parametrize("engine", engines(dear=True))
@pytest.mark.parametrize("one", KEPT, ids=lambda one: one.name)
def test_every_engine_gives_what_the_reference_gives(one: Kept, engine: str) -> None:
    facts, day = _left(one)

    def inferred(engine: str, rules: list[Rule], facts: list[Fact]) -> object:
        return matches_of(engine, rules, facts, day)

    def briefed(engine: str, rules: list[Rule], facts: list[Fact]) -> object:
        return briefing_of(engine, rules, facts, day)

    check_agreement(engine, one.rules, facts, ask=inferred)
    if any(isinstance(rule.then, Recommend) for rule in one.rules):
        check_agreement(engine, one.rules, facts, ask=briefed)


@pytest.mark.parametrize("joiner", joiners())
@pytest.mark.parametrize("one", HISTORIES, ids=lambda one: one.name)
def test_live_inference_gives_what_starting_from_scratch_gives(one: Kept, joiner: str) -> None:
    def make(rulebook: Rulebook, day: date) -> LiveInference:
        return LiveInference(rulebook, day, joiner)

    assert one.history is not None
    if not any(step.source for step in one.history.steps):  # of sessions alone
        check_history(one.history, make, every_step=True)
    check_session(one.history, joiner, every_step=True)


@pytest.mark.parametrize("one", KEPT, ids=lambda one: one.name)
def test_what_is_kept_says_what_went_wrong_and_still_leads_where_it_led(one: Kept) -> None:
    facts, day = _left(one)
    assert one.what.endswith(".")
    assert len(infer(book(one.rules), facts, day, DEFINITION).matches) == one.matches


def two_equalities_on_one_field() -> History:
    """Live inference looked what is counted up by one of the two fields, and left the other unchecked. Rule files put an operator to
    a field once only, so this cannot be kept as one."""
    where = (
        Condition("call_sign", "eq", (FieldReference("second", "definition"),)),
        Condition("call_sign", "eq", (FieldReference("first", "holder"),)),
    )
    clauses = (
        Match("control", "first"),
        Match("control", "second"),
        Aggregate("vessel", "count", "ships", where, at_most=2),
    )
    rule = made("a-rule", clauses, Conclude("indicator", {"name": Constant("l0-a")}), distinct=False)
    control = fact("control", holder="iso3166:RU", asset="iso3166:RU", definition="ship:a")
    ships = [fact("vessel", id="ship:b", call_sign="ship:a"), fact("vessel", id="ship:c", call_sign="iso3166:RU")]
    return History((rule,), DAY, (Step(given=(control, *ships)), Step(taken=(("vessel", "ship:b"),))))


@pytest.mark.xfail(strict=True, reason="live inference checks one of them; rule files cannot ask for both")
@pytest.mark.parametrize("joiner", joiners())
def test_live_inference_looks_at_both_of_two_equalities_on_one_field(joiner: str) -> None:
    check_history(two_equalities_on_one_field(), lambda book, day: LiveInference(book, day, joiner), every_step=True)


@pytest.mark.parametrize("engine", engines())
def test_an_engine_looks_at_both_of_two_equalities_on_one_field(engine: str) -> None:
    history = two_equalities_on_one_field()
    check_agreement(engine, list(history.rules), list(history.steps[0].given))
