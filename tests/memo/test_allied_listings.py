"""What allies have done to a target already stands beside the advice, with its source; by objects and by tables alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from countermove.assessment.assess import assess
from countermove.assessment.bulk.assess_tables import assess_tables
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.inference.reference import infer
from countermove.inference.sql.found import find
from countermove.memo.briefing import Briefing
from countermove.memo.compose import compose
from countermove.tables.database import Database
from countermove.tables.storing import store
from small_rulebook import RECOMMEND, SmallRulebook

DAY = date(2026, 2, 1)
EXAMPLE = "mmsi:200000001"


def made(kind: str, source: str = "A register", marking: str = "TLP:CLEAR", **values: Any) -> Fact:
    evidence = (Evidence(source=source, reliability="B", credibility=2, marking=marking),)  # type: ignore[arg-type]
    return KINDS[kind].model_validate({"kind": kind, "evidence": evidence, "reported": "2026-01-20", **values})


SHIP = made("vessel", id=EXAMPLE, name="EXAMPLE")


def listed(by: str, on: str | None = "2025-03-25", **values: Any) -> Fact:
    dated = {"date": on} if on else {}
    return made("designation", "A list", entity=values.pop("entity", EXAMPLE), authority=by, **dated, **values)


def memo(book: SmallRulebook, listings: Sequence[Fact], audience: str = "eu") -> Briefing:
    book.action("inspect-insurance-and-flag")
    book.rule()
    rulebook, facts = book.load(), FactSet.of([SHIP, *listings])
    inference = infer(rulebook, facts.facts, DAY)
    by_objects = compose(facts, rulebook, inference, assess(inference, rulebook, audience), audience, None)
    with Database() as database:
        store(database, facts.facts)
        shown, assessment = assess_tables(database, find(rulebook, database, DAY), rulebook, audience, None)
        by_tables = compose(facts, rulebook, shown, assessment, audience, None)
    assert by_tables.items == by_objects.items
    assert (by_tables.sources, by_tables.marking, by_tables.facts) == (
        by_objects.sources, by_objects.marking, by_objects.facts,
    )  # fmt: skip
    return by_objects


@pytest.mark.parametrize(
    ("listings", "told"),
    [
        pytest.param([listed("us")], "The United States (on 25 March 2025) has listed EXAMPLE.", id="one ally"),
        pytest.param(
            [listed("us"), listed("uk", "2025-05")],
            "The United Kingdom (in May 2025) and the United States (on 25 March 2025) have listed EXAMPLE.",
            id="two allies",
        ),
        pytest.param(
            [listed("us", "2025-05-01", measure="blocking"), listed("us", measure="export_control")],
            "The United States (on 25 March 2025) has listed EXAMPLE.",
            id="the first of two listings",
        ),
        pytest.param([listed("us", None)], "The United States has listed EXAMPLE.", id="on a day not known"),
        pytest.param([listed("us", until="2026-03-01")], "The United States (on 25 March 2025) has listed EXAMPLE.",
                     id="one that ends later"),
    ],
)  # fmt: skip
def test_listings_by_allies_are_told(book: SmallRulebook, listings: list[Fact], told: str) -> None:
    found = memo(book, listings)
    (claim,) = found.items[0].evidence
    assert claim.text == told
    assert [found.sources[number - 1].source for number in claim.sources] == ["A list"]
    assert {fact.id for fact in listings} & set(found.facts)


@pytest.mark.parametrize(
    "listings",
    [
        pytest.param([], id="none on record"),
        pytest.param([listed("eu")], id="the addressee's own"),
        pytest.param([listed("ch")], id="of a state that is no audience"),
        pytest.param([listed("us", entity="mmsi:200000002")], id="of another ship"),
        pytest.param([listed("us", until="2025-12-01")], id="one that ended"),
        pytest.param([listed("us"), made("delisting", entity=EXAMPLE, authority="us")], id="one that was lifted"),
        pytest.param([listed("us", "2026-02")], id="one that may be of a day to come"),
    ],
)
def test_nothing_is_told_of_listings_that_are_not_those_of_allies_or_do_not_stand(
    book: SmallRulebook, listings: list[Fact]
) -> None:
    assert memo(book, listings).items[0].evidence == ()


def test_the_marking_of_a_listing_binds_the_memo(book: SmallRulebook) -> None:
    secret = made("designation", "A partner", "TLP:AMBER", entity=EXAMPLE, authority="us", date="2025-03-25")
    assert memo(book, [listed("uk")]).marking == "TLP:CLEAR"
    assert memo(book, [listed("uk"), secret]).marking == "TLP:AMBER"


def test_a_listing_that_the_grounds_rest_on_is_not_told_twice(book: SmallRulebook) -> None:
    book.action("inspect-insurance-and-flag")
    book.rule(
        when="- {match: vessel, as: ship}\n- {match: designation, as: listing, where: {entity: $ship.id}}",
        then=RECOMMEND,
    )
    rulebook, facts = book.load(), FactSet.of([SHIP, listed("us")])
    inference = infer(rulebook, facts.facts, DAY)
    (item,) = compose(facts, rulebook, inference, assess(inference, rulebook, "eu"), "eu", None).items
    assert item.evidence == ()


def test_a_ship_that_leads_two_items_has_each_listing_once(book: SmallRulebook) -> None:
    book.action("press-flag-state")
    book.rule("another-rule", then=RECOMMEND.replace("inspect-insurance-and-flag", "press-flag-state"))
    found = memo(book, [listed("us")])
    told = ["The United States (on 25 March 2025) has listed EXAMPLE."]
    assert [[claim.text for claim in item.evidence] for item in found.items] == [told, told]
