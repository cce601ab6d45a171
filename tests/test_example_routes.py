"""The shipped facts on routes say what the rules of step 4 ask of them, and the memo on them advises what can be done."""

from __future__ import annotations

from functools import cache

from countermove import resources
from countermove.brief import brief
from countermove.facts.fact_set import FactSet
from countermove.facts.kinds.corridors import CorridorDeal, Dependence, DiplomaticEvent
from countermove.facts.kinds.entities import Country
from countermove.memo.briefing import Briefing
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook


@cache
def shipped() -> FactSet:
    return read_facts(resources.folder("examples"))


@cache
def memo() -> Briefing:
    return brief(shipped(), load_rulebook())


@cache
def _hosts() -> set[str]:
    value = load_rulebook().parameters["task_force_hosts"].values[0].value
    assert isinstance(value, tuple | list)
    return {str(id) for id in value}


def _states() -> list[Country]:
    return [fact for fact in shipped() if isinstance(fact, Country)]


def test_every_shipped_route_says_what_it_is() -> None:
    assert [deal.id for deal in shipped() if isinstance(deal, CorridorDeal) and deal.mode is None] == []


def test_every_state_that_can_host_has_a_capital_and_languages() -> None:
    register = {state.id: state for state in _states()}
    assert _hosts() <= set(register)
    assert [id for id in sorted(_hosts()) if not (register[id].capital and register[id].languages)] == []
    assert not {"EU", "NATO", "unrecognised_rulers"} & {group for id in _hosts() for group in register[id].groups}


def test_every_better_version_ships_and_is_not_the_same() -> None:
    facts = {fact.id: fact for fact in shipped()}
    named = [fact for fact in facts.values() if isinstance(fact, Dependence | DiplomaticEvent) and fact.better]
    assert len(named) >= 2
    assert all(facts[fact.better].kind == fact.kind and fact.better != fact.id for fact in named if fact.better)


def test_a_task_force_sits_in_a_host_state_and_speaks_its_languages() -> None:
    told = [one for one in memo().recommendations if one.action == "set-up-task-force"]
    states = [state for state in _states() if state.id in _hosts()]
    assert told
    for one in told:
        seats = [state for state in states if state.region == one.target.id and (state.capital or "-") in one.headline]
        assert len(seats) == 1, one.headline
        assert any(all(language in ground.because for language in seats[0].languages) for ground in one.justifications)


def test_no_figure_with_a_better_count_is_advised_upon() -> None:
    doubted = {fact.id for fact in shipped() if isinstance(fact, Dependence) and fact.better}
    for one in memo().recommendations:
        if one.action != "correct-the-record":
            direct = {id for ground in one.justifications for id in ground.facts}
            assert not direct & doubted, one.headline
