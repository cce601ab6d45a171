"""Every difference between engines that was ever found, replayed for every engine.

A file in `regressions` says what went wrong, and holds rules with facts or with a history. What a failing trial prints is such a
file, but for the lines `what`, `as_of` and `matches`.
"""

from __future__ import annotations

from datetime import date

import pytest
from generated import DEFINITION, engines, joiners
from histories import Left
from kept import Kept, kept
from live_trial import check_history
from recommending_tables import book
from trial import briefing_of, check_agreement, matches_of

from countermove.facts.fact import Fact
from countermove.inference.engines import infer
from countermove.inference.live import LiveInference
from countermove.rulebook.rule import Recommend, Rule
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
    check_history(one.history, make, every_step=True)


@pytest.mark.parametrize("one", KEPT, ids=lambda one: one.name)
def test_what_is_kept_says_what_went_wrong_and_still_leads_where_it_led(one: Kept) -> None:
    facts, day = _left(one)
    assert one.what.endswith(".")
    assert len(infer(book(one.rules), facts, day, DEFINITION).matches) == one.matches
