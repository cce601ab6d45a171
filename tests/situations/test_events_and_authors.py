"""Two promises of step 1, tried on the curated incidents: events are counted, not records; what others did is no act of Russia's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from countermove import resources
from countermove.assessment.recommendation import Recommendation
from countermove.brief import weigh
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook

AS_OF = date(2025, 11, 25)
AGAINST_RUSSIA = {
    "list-under-hybrid-regime", "answer-through-embassy", "attribute-jointly", "consult-under-article-4",
    "offer-hybrid-support-team", "keep-ships-clear", "establish-author",
}  # fmt: skip


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


@cache
def incidents() -> FactSet:
    return read_facts(resources.folder("examples") / "curated" / "gray_zone_incidents.csv")


def advice(facts: list[Fact], audience: str) -> tuple[Recommendation, ...]:
    given = replace(incidents(), facts=tuple(facts))
    return weigh(given, rulebook(), as_of=AS_OF, audience=audience).assessment.recommendations


def altered(fact: Fact, **values: Any) -> Fact:
    data = fact.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return type(fact).model_validate({"kind": fact.kind, **data, **values})


@pytest.mark.parametrize("state", ["iso3166:BY", "iso3166:CN", "iso3166:IR"])
@pytest.mark.parametrize("audience", ["eu", "nato"])
def test_what_another_state_did_leads_to_nothing_against_russia(state: str, audience: str) -> None:
    russian = [fact for fact in incidents().facts if getattr(fact, "actor", None) == "iso3166:RU"]
    assert {r.action for r in advice(list(incidents().facts), audience)} & AGAINST_RUSSIA
    others = [altered(fact, actor=state) if fact in russian else fact for fact in incidents().facts]
    made = {r.action for r in advice(others, audience)}
    assert not made & AGAINST_RUSSIA
    assert "refer-to-other-desk" in made


def test_an_event_that_is_recorded_twice_counts_once() -> None:
    once = list(incidents().facts)
    again = [
        altered(fact, id=f"{fact.id}/again", event=getattr(fact, "event", None) or fact.id)
        for fact in once if fact.kind == "incident"
    ]  # fmt: skip
    before = {(r.action, r.target.id) for r in advice(once, "nato")}
    after = {(r.action, r.target.id) for r in advice([*once, *again], "nato")}
    assert after == before


def test_the_same_records_unjoined_do_count_twice() -> None:
    """The counterpart: without the leading record, second records on other days pass the threshold for drones over Denmark."""
    once = list(incidents().facts)
    again = [
        altered(fact, id=f"{fact.id}/again", date=f"2025-10-{day:02}", event=f"{fact.id}/again")
        for day, fact in enumerate((f for f in once if f.id in ("GZ045", "GZ047")), start=1)
    ]
    target = ("close-drone-detection-gaps", "iso3166:DK")
    assert target not in {(r.action, r.target.id) for r in advice(once, "nato")}
    assert target in {(r.action, r.target.id) for r in advice([*once, *again], "nato")}
