"""The sentences that the briefing makes of an assessment."""

from __future__ import annotations

from datetime import date

import pytest

from countermove.assessment.gaps import Gap
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative
from countermove.facts.kinds.corridors import Dependence
from countermove.facts.kinds.entities import Vessel
from countermove.facts.naming import Names
from countermove.memo.doubts import described, gap_text
from countermove.memo.sources import SourceList, strictest_marking
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook

OPEN = Evidence(source="A register", reliability="A", credibility=2, locator="line 1")
ELSEWHERE = OPEN.model_copy(update={"locator": "line 2"})
CLOSED = Evidence(source="A partner", reliability="B", credibility=2, marking="TLP:AMBER")
SHIP = Vessel(id="imo:9074729", name="EXAMPLE", evidence=(OPEN, ELSEWHERE))
RIVAL = SHIP.model_copy(update={"alternatives": (Alternative(field="name", value="OTHER", evidence=(CLOSED,)),)})


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


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


def _gap(condition: str, **changes: object) -> Gap:
    values: dict[str, object] = {
        "rule": "r", "action": "inspect-insurance-and-flag", "kind": "ais_gap", "field": "hours", "condition": condition, "count": 5,
        "examples": ("A, B", "A, B", "C", "D", "E"), "shown": (),
    }  # fmt: skip
    return Gap(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("the hours is at least 12 h", "If it is at least 12 h,"),
        ("the hours is true", "If it holds,"),
        ("the hours is false", "If it does not hold,"),
        ("the hours is “iso3166:KZ”", "If it is Kazakhstan,"),
        ("the hours is at least the parameter “unknown name”", "If it is at least the parameter “unknown name”,"),
    ],
)
def test_a_gap_says_what_is_not_known_of_whom_and_what_would_follow(
    condition: str, told: str, rulebook: Rulebook
) -> None:
    text = gap_text(_gap(condition), rulebook, Names([]), date(2026, 11, 1))
    assert text.startswith("AIS gap, hours: not known for A, B; C; D and 2 more. ")
    assert told in text
    assert text.endswith(".")
    assert "this would be recommended: i" in text


def test_a_parameter_in_a_gap_is_shown_by_its_value(rulebook: Rulebook) -> None:
    name = next(
        n
        for n, p in rulebook.parameters.items()
        if (v := p.at(date(2026, 11, 1), None)) and isinstance(v.value, int | float)
    )
    value = rulebook.value(name, date(2026, 11, 1))
    assert value
    text = gap_text(
        _gap(f"the hours is at least the parameter “{name.replace('_', ' ')}”"), rulebook, Names([]), date(2026, 11, 1)
    )
    assert f"If it is at least {value.value:g}, " in text


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
