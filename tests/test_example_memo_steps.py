"""The memo on the facts that ship speaks to all four steps of the article, and does so on its first page."""

from __future__ import annotations

from functools import cache

import pytest

from countermove import resources
from countermove.brief import brief
from countermove.memo.briefing import Briefing
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook

STEPS = {1, 2, 3, 4}


@cache
def memo(audience: str = "eu") -> Briefing:
    return brief(read_facts(resources.folder("examples")), load_rulebook(), audience=audience)


@pytest.mark.parametrize("audience", ["eu", "uk", "us", "nato"])
def test_there_are_recommendations_for_every_step(audience: str) -> None:
    assert {recommendation.step for recommendation in memo(audience).recommendations} == STEPS


def test_the_first_ten_items_cover_every_step() -> None:
    assert {item.step for item in memo().items[:10]} == STEPS


def test_the_example_facts_on_ships_bear_recommendations_of_step_2() -> None:
    ships = {fact.id for fact in read_facts(resources.folder("examples") / "ships").of_kind("vessel")}
    on_ships = [r for r in memo().recommendations if r.target.id in ships]
    assert {r.step for r in on_ships} >= {2}
    assert any(item.step == 2 and set(item.recommendations) & {r.id for r in on_ships} for item in memo().items[:10])


def test_restraint_is_among_the_advice_on_ships() -> None:
    assert "stand-down-after-delisting" in {r.action for r in memo().recommendations if r.step == 2}
