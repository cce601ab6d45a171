"""The sentence on registers that were not read: number, order, and where it stands in the memo."""

from __future__ import annotations

from datetime import date

import pytest

from countermove.brief import brief
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.memo.briefing import Briefing
from small_rulebook import RECOMMEND, SHIP, SmallRulebook

RECORD = {"evidence": [{"source": "a register", "published": "2025-01-01"}]}
UNLISTED = "- {none: designation, where: {entity: $ship.id, authority: eu}}"
UNINSPECTED = "- {none: inspection, where: {vessel: $ship.id}}"


@pytest.fixture
def memo(book: SmallRulebook) -> Briefing:
    for id, clauses in (("one", [UNLISTED, UNINSPECTED]), ("two", [UNLISTED]), ("three", [])):
        book.action(id)
        book.rule(f"rule-{id}", "\n".join([SHIP, *clauses]), RECOMMEND.replace("inspect-insurance-and-flag", id))
    ship: Fact = KINDS["vessel"].model_validate({"kind": "vessel", "id": "imo:9256054", "name": "EXAMPLE", **RECORD})
    return brief(FactSet.of([ship]), book.load(), as_of=date(2026, 1, 1))


def test_one_sentence_a_register_with_the_items_that_rest_on_it(memo: Briefing) -> None:
    numbers = {item.action: item.number for item in memo.items}
    both = sorted((numbers["one"], numbers["two"]))
    assert [(part.text, part.items, part.rules) for part in memo.absences] == [
        (
            f"Items {both[0]} and {both[1]} rest on there being no EU listing; no EU sanctions list is among the inputs.",
            tuple(both),
            ("rule-one", "rule-two"),
        ),
        (
            f"Item {numbers['one']} rests on there being no inspection on record; no record of inspections is among the inputs.",
            (numbers["one"],),
            ("rule-one",),
        ),
    ]


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_it_comes_first_among_what_is_not_known(memo: Briefing, format: str) -> None:
    text = memo.render(format)
    body = text[text.index("What we do not know") :]
    assert body.index("Not looked up") < body.index("no EU sanctions list is among the inputs")
    assert "To find out" not in body[: body.index("no EU sanctions list")]
    assert text.count("no record of inspections is among the inputs") == 2, "in the body and in Annex F"


def test_it_is_data_too(memo: Briefing) -> None:
    assert '"absences"' in memo.render("json")


def test_of_items_that_are_not_shown_it_says_so(book: SmallRulebook) -> None:
    for number in range(11):
        book.action(f"act-{number}")
        impact = 5 if number else 1
        then = RECOMMEND.replace("inspect-insurance-and-flag", f"act-{number}").replace(
            "impact: 3", f"impact: {impact}"
        )
        book.rule(f"rule-{number}", SHIP if number else f"{SHIP}\n{UNINSPECTED}", then)
    ship: Fact = KINDS["vessel"].model_validate({"kind": "vessel", "id": "imo:9256054", "name": "EXAMPLE", **RECORD})
    memo = brief(FactSet.of([ship]), book.load(), as_of=date(2026, 1, 1))
    (part,) = memo.absences
    assert part.items == ()
    text = memo.render("markdown")
    assert part.text not in text[: text.index("## Annex A")]
    assert part.text in text[text.index("## Annex F") :]
    assert "1 more stands in Annexes D and F." in text
    assert (
        part.text
        == "Further items rest on there being no inspection on record; no record of inspections is among the inputs."
    )
