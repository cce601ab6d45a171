"""Former names that aliases tell of contradict no present name."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.facts.claims import Claims
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from known_by_several_ids import made

SHIP = "imo:9000015"


def ship(name: str, reliability: str, **more: Any) -> Fact:
    evidence = ({"source": f"Register {name}", "reliability": reliability, "credibility": 2},)
    return made("vessel", **{"id": SHIP, "name": name, "evidence": evidence, **more})


NEW, OLD = ship("NEW", "C"), ship("OLD  NAME", "A")


def name_of(facts: list[Fact]) -> tuple[str, list[str]]:
    (one,) = FactSet.of(facts).of_kind("vessel")
    standing = Claims()
    for fact in reversed(facts):
        standing.take([fact])
    assert [repr(fact) for fact in standing.facts()] == [repr(fact) for fact in FactSet.of(facts)]
    return str(one.name), [other.value for other in one.alternatives]  # type: ignore[attr-defined]


@pytest.mark.parametrize("told", [{"quality": "former"}, {"until": "2021"}])
def test_a_name_that_had_its_time_is_no_contradiction(told: dict[str, Any]) -> None:
    assert name_of([NEW, OLD]) == ("OLD  NAME", ["NEW"])
    assert name_of([NEW, OLD, made("alias", entity=SHIP, name="Old Name", **told)]) == ("NEW", [])


@pytest.mark.parametrize("told", [{"quality": "strong"}, {"since": "2021"}])
def test_a_name_that_is_still_used_is_one(told: dict[str, Any]) -> None:
    assert name_of([NEW, OLD, made("alias", entity=SHIP, name="OLD NAME", **told)]) == ("OLD  NAME", ["NEW"])


def test_the_alias_of_another_id_of_the_ship() -> None:
    link, alias = (
        ship("NEW", "C", id="ofac:1", same_as=[SHIP]),
        made("alias", entity="ofac:1", name="OLD NAME", until="2021"),
    )
    assert name_of([NEW, OLD, link, alias]) == ("NEW", [])


def test_an_alias_that_is_taken_back() -> None:
    alias = made("alias", entity=SHIP, name="OLD NAME", quality="former")
    standing = Claims()
    standing.take([alias])
    standing.take([NEW])
    shift = standing.take([OLD])
    assert [(fact.kind, fact.model_dump()["name"]) for fact in shift.put] == [("vessel", "NEW")]
    shift = standing.retract([alias])
    assert {fact.kind for fact in shift.put} == {"vessel"}
    assert shift.because["vessel", SHIP] == {alias.id}
    assert standing.facts()[0].model_dump()["name"] == "OLD  NAME"


def test_of_former_names_alone_the_best_supported_stays() -> None:
    aliases = [made("alias", entity=SHIP, name=name, quality="former") for name in ("OLD NAME", "NEW")]
    assert name_of([NEW, OLD, *aliases]) == ("OLD  NAME", ["NEW"])
