"""Who is behind it, where answers differ: told beside the advice, with sources; by objects and by tables alike."""

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
from countermove.memo.compose import compose
from countermove.tables.database import Database
from countermove.tables.storing import store
from small_rulebook import RECOMMEND, SmallRulebook

DAY = date(2026, 11, 1)


def made(kind: str, source: str = "A paper", **values: Any) -> Fact:
    evidence = (Evidence(source=source, reliability="B", credibility=2),)
    return KINDS[kind].model_validate({"kind": kind, "evidence": evidence, "reported": "2026-10-20", **values})


RUSSIA = made("country", id="iso3166:RU", name="Russia")
EVENT = made("incident", id="GZ1", type="arson", date="2026-03-25", place="Vilnius")


def word(strength: str, by: str, actor: str | None = "iso3166:RU", **values: Any) -> Fact:
    named = {"actor": actor} if actor else {}
    return made("attribution", by, subject="GZ1", strength=strength, by=by, **named, **values)


def told(book: SmallRulebook, words: Sequence[Fact]) -> tuple[str, ...]:
    """What stands under Contested."""
    book.action("inspect-insurance-and-flag")
    then = RECOMMEND.replace("ship.id", "event.id").replace("ship.name", "event.place")
    book.rule(when="- {match: incident, as: event}", then=then)
    rulebook, facts = book.load(), FactSet.of([RUSSIA, EVENT, *words])
    inference = infer(rulebook, facts.facts, DAY)
    by_objects = compose(facts, rulebook, inference, assess(inference, rulebook, "eu"), "eu", None)
    with Database() as database:
        store(database, facts.facts)
        shown, assessment = assess_tables(database, find(rulebook, database, DAY), rulebook, "eu", None)
        by_tables = compose(facts, rulebook, shown, assessment, "eu", None)
    assert (by_tables.contested, by_tables.sources, by_tables.facts) == (
        by_objects.contested, by_objects.sources, by_objects.facts,
    )  # fmt: skip
    assert all(claim.sources for claim in by_objects.contested)
    return tuple(claim.text for claim in by_objects.contested)


def test_a_court_that_names_nobody_stands_against_a_government(book: SmallRulebook) -> None:
    words = [word("stated", "Estonia", date="2026-03-28"), word("none", "a district court", None, date="2026-10-03")]
    assert told(book, words) == (
        "Who is behind the arson of 25 March 2026 (Vilnius): Russia (stated by Estonia, 28 March 2026); "
        "against it, no author (named by a district court, 3 October 2026).",
    )


def test_two_states_are_named(book: SmallRulebook) -> None:
    (text,) = told(book, [word("assessed", "a prosecutor", "iso3166:CN"), word("stated", "a blog", standing="press")])
    assert "China (assessed by a prosecutor)" in text
    assert "Russia (stated by a blog)" in text


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([word("stated", "Estonia"), word("suspected", "a paper")], id="the same author, less firmly"),
        pytest.param([word("stated", "Estonia"), word("denied", "a ministry", standing="accused")], id="the accused denies"),
        pytest.param([word("stated", "Estonia")], id="one answer"),
        pytest.param([], id="no answer"),
    ],
)  # fmt: skip
def test_no_dispute(book: SmallRulebook, words: list[Fact]) -> None:
    assert told(book, words) == ()
