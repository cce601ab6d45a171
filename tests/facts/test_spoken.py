"""What a fact is called in a sentence, whatever it speaks of: facts come from adversaries, and can speak of themselves."""

from __future__ import annotations

from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.facts.registry import KINDS
from countermove.facts.spoken import spoken


def made(kind: str, **values: Any) -> Fact:
    return KINDS[kind].model_validate({"kind": kind, **values})


def word(id: str, subject: str) -> Fact:
    return made("attribution", id=id, subject=subject, by="a paper", strength="stated")


def test_a_fact_that_is_spoken_of_is_spoken_of_in_its_turn() -> None:
    event = made("incident", id="GZ1", type="arson", date="2026-03-25", place="Vilnius")
    said = word("A1", "GZ1")
    assert spoken(said, Names([said, event])) == (
        "the attribution of the arson of 25 March 2026 (Vilnius), made by a paper,"
    )


def test_facts_that_speak_of_each_other_in_a_circle() -> None:
    one, other = word("A1", "A2"), word("A2", "A1")
    assert spoken(one, Names([one, other])) == (
        "the attribution of the attribution of A1, made by a paper, made by a paper,"
    )


def test_a_sign_about_itself() -> None:
    sign = made("indicator", id="ship:b", name="a-sign", about="ship:b")
    assert spoken(sign, Names([sign])) == "the sign “a-sign” for the sign “a-sign” for a-sign"
