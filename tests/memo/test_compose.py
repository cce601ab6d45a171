"""The sentences that the briefing makes of an assessment."""

from __future__ import annotations

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative
from countermove.facts.kinds.corridors import CorridorDeal, Dependence
from countermove.facts.kinds.entities import Vessel
from countermove.facts.kinds.gray_zone import Incident
from countermove.facts.naming import Names
from countermove.facts.time import PartialDate
from countermove.memo.doubts import _both_versions, described
from countermove.memo.sources import SourceList, strictest_marking

OPEN = Evidence(source="A register", reliability="A", credibility=2, locator="line 1")
ELSEWHERE = OPEN.model_copy(update={"locator": "line 2"})
CLOSED = Evidence(source="A partner", reliability="B", credibility=2, marking="TLP:AMBER")
SHIP = Vessel(id="imo:9074729", name="EXAMPLE", evidence=(OPEN, ELSEWHERE))
RIVAL = SHIP.model_copy(update={"alternatives": (Alternative(field="name", value="OTHER", evidence=(CLOSED,)),)})


def test_evidence_from_several_places_of_a_source_is_one_source_with_its_places() -> None:
    sources = SourceList()
    assert sources.numbers([SHIP]) == (1,)
    (listed,) = sources.listed()
    assert (listed.places, listed.more_places, listed.facts) == (("line 1", "line 2"), 0, 1)


def test_of_many_places_the_first_are_named_and_the_others_counted() -> None:
    sources = SourceList()
    sources.numbers(
        [
            SHIP.model_copy(
                update={"evidence": tuple(OPEN.model_copy(update={"locator": f"line {n}"}) for n in range(11))}
            )
        ]
    )
    (listed,) = sources.listed()
    assert (len(listed.places), listed.more_places) == (4, 7)


def test_a_value_that_is_not_used_has_its_source_and_its_marking_too() -> None:
    sources = SourceList()
    assert sources.numbers([RIVAL]) == (1, 2)
    assert strictest_marking([SHIP]) == "TLP:CLEAR"
    assert strictest_marking([SHIP, RIVAL]) == "TLP:AMBER"
    assert strictest_marking([]) == "TLP:CLEAR"


def test_a_fact_without_a_name_is_called_by_what_it_measures() -> None:
    fact = Dependence(
        country="iso3166:IN",
        counterpart="iso3166:KZ",
        measure="crude_import_share",
        period="2024",
        value=35.0,
        unit="percent",
    )
    assert described(fact, Names([])) == "Crude import share, India, Kazakhstan, 2024"
    assert described(SHIP, Names([])) == "EXAMPLE"


def test_what_is_contested_begins_like_a_sentence() -> None:
    arson = Incident(type="arson", date=PartialDate.parse("2024-03-20"), place="Leyton, London")
    deal = CorridorDeal(project="the South Caucasus Railway", corridor="INSTC", stage="operating")
    assert described(arson, Names([])) == "The arson of 20 March 2024 (Leyton, London)"
    assert described(deal, Names([])) == "The South Caucasus Railway"


def test_other_values_are_shown_in_words() -> None:
    flag = Alternative(field="flag", value="iso3166:MT", evidence=(CLOSED,))
    ship = SHIP.model_copy(update={"flag": "iso3166:PA", "alternatives": (flag,)})
    assert _both_versions(ship, (), Names([])) == "EXAMPLE: flag Panama; another source gives Malta."
