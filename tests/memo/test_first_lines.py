"""The title, the bottom line and the decision: the order of the rule itself, and no measure asked for on weak evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from countermove.assessment.assess import assess
from countermove.facts.evidence import Evidence
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.inference.reference import infer
from countermove.memo.briefing import Briefing
from countermove.memo.compose import compose
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

DAY = date(2026, 2, 1)
INSPECT = "inspect-insurance-and-flag"


def memo(
    book: SmallRulebook,
    ships: int = 1,
    grade: str = "A1",
    family: str = "measure",
    restrains: str = "[]",
    only_if: str = "",
) -> Briefing:
    """A memo on ships of which one source of this grade tells; `restrains` is what another action of the rulebook speaks against."""
    book.action(INSPECT, family=family, instruments="{eu: [eu-vessel-listing-3s]}")
    book.action("wait", family="restrain", restrains=restrains)
    book.rule(
        "a-ship", SHIP, RECOMMEND.replace("Inspect {{", "Go aboard {{") + (f"  only_if: {only_if}\n" if only_if else "")
    )
    evidence = (Evidence(source="A register", reliability=grade[0], credibility=int(grade[1])),)  # type: ignore[arg-type]
    told: dict[str, Any] = {"kind": "vessel", "evidence": evidence, "reported": "2026-01-20"}
    facts = FactSet.of(
        KINDS["vessel"].model_validate({**told, "id": f"mmsi:20000000{n}", "name": f"EXAMPLE {n}"})
        for n in range(ships)
    )
    rulebook = book.load()
    inference = infer(rulebook, facts.facts, DAY)
    return compose(facts, rulebook, inference, assess(inference, rulebook, "eu"), "eu", None)


def test_one_target_is_asked_for_in_the_words_of_the_rule(book: SmallRulebook) -> None:
    made = memo(book)
    assert made.items[0].heading == "Do it to EXAMPLE 0"
    assert made.title == "Go aboard EXAMPLE 0"
    assert made.bottom_line[0] == "Go aboard EXAMPLE 0."
    assert ": go aboard EXAMPLE 0 (" in made.decision


def test_several_targets_are_asked_for_by_their_number(book: SmallRulebook) -> None:
    made = memo(book, ships=2)
    assert made.title == "Do it to two ships"
    assert ": do it to two ships (" in made.decision


def test_a_measure_that_can_be_held_back_waits_for_evidence(book: SmallRulebook) -> None:
    made = memo(book, grade="F6", restrains=f"[{INSPECT}]")
    assert made.items[0].confidence == "low"
    assert made.title == "Verify the evidence before you decide whether to go aboard EXAMPLE 0"
    assert made.bottom_line[0] == f"{made.title}."
    assert made.decision.startswith(
        "Approve no measure yet: verify the evidence before you decide whether to go aboard"
    )


@pytest.mark.parametrize(
    ("grade", "family", "restrains"),
    [
        pytest.param("A1", "measure", f"[{INSPECT}]", id="the evidence is good"),
        pytest.param("F6", "measure", "[]", id="no advice speaks against it: protection, not blame"),
        pytest.param("F6", "collect", f"[{INSPECT}]", id="it is itself a way to find out"),
    ],
)
def test_everything_else_is_asked_for(book: SmallRulebook, grade: str, family: str, restrains: str) -> None:
    made = memo(book, grade=grade, family=family, restrains=restrains)
    assert made.title == "Go aboard EXAMPLE 0"
    assert "no measure" not in made.decision


def test_time_and_consent_are_those_of_the_instrument_that_is_named(book: SmallRulebook) -> None:
    this = memo(book).items[0].options[0]
    assert this.cost == "By A power. Time: A day. To agree: Nobody."


def test_restraint_uses_no_power(book: SmallRulebook) -> None:
    this = memo(book, family="restrain").items[0].options[0]
    assert this.cost == "No power is used and no measure is taken."


def test_the_condition_stands_first(book: SmallRulebook) -> None:
    made = memo(book, only_if="Panama disowns it")
    assert made.title == "If Panama disowns it, go aboard EXAMPLE 0"
    assert made.bottom_line[0] == "If Panama disowns it, go aboard EXAMPLE 0."
    assert ": if Panama disowns it, go aboard EXAMPLE 0 (" in made.decision
    assert "condition" not in made.decision


def test_of_several_targets_the_condition_is_that_of_the_first(book: SmallRulebook) -> None:
    made = memo(book, ships=2, only_if="Panama disowns it")
    assert made.decision.endswith("in the first case on the condition that Panama disowns it.")


def test_another_item_leads_where_there_is_one(book: SmallRulebook) -> None:
    book.action("keep-watch", family="collect")
    book.rule(
        "a-watch",
        SHIP,
        RECOMMEND.replace(INSPECT, "keep-watch").replace("Inspect", "Watch").replace("impact: 3", "impact: 1"),
    )
    made = memo(book, grade="F6", restrains=f"[{INSPECT}]")
    assert [item.action for item in made.items] == [INSPECT, "keep-watch"]
    assert made.title == "Watch EXAMPLE 0"
    assert made.bottom_line[0] == "Watch EXAMPLE 0."
    assert ": watch EXAMPLE 0 (" in made.decision
