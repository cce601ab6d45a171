"""Caveats are attached to recommendations by step, by action, by target, or by several of these at once."""

from __future__ import annotations

import pytest
from judged_facts import OTHER, SHIP, assessed, only, ship

from small_rulebook import RECOMMEND, SmallRulebook


@pytest.mark.parametrize(
    ("attached", "holds"),
    [
        ("steps: [2]", True),
        ("steps: [1, 2]", True),
        ("steps: [1]", False),
        ("actions: [inspect-insurance-and-flag]", True),
        ("actions: [watch-it]", False),
        ("target: $ship.id", True),
        ("target: 'imo:9999905'", False),
        ("steps: [2], actions: [watch-it]", False),
        ("steps: [2], target: $ship.id", True),
        ("steps: [1], target: $ship.id", False),
    ],
)
def test_all_that_it_names_has_to_fit(book: SmallRulebook, attached: str, holds: bool) -> None:
    book.action("watch-it")
    book.rule("advice")
    book.rule("caution", then=f'caveat: {{text: "Careful with {{{{ ship.name }}}}.", {attached}}}')
    assert only(book, [ship()]).caveats == (("Careful with EXAMPLE.",) if holds else ())


def test_on_the_target_alone(book: SmallRulebook) -> None:
    book.rule("advice")
    book.rule("caution", "- {match: vessel, as: ship, where: {name: B}}", "caveat: {text: Careful., target: $ship.id}")
    found = assessed(book, [ship(name="A"), ship(OTHER, name="B")]).recommendations
    assert {r.target.id: r.caveats for r in found} == {SHIP: (), OTHER: ("Careful.",)}


def test_the_same_words_stand_once_and_in_order(book: SmallRulebook) -> None:
    book.rule("advice", then=RECOMMEND)
    for id, text in (("one", "Second."), ("two", "First."), ("three", "Second.")):
        book.rule(id, then=f"caveat: {{text: {text}, steps: [2]}}")
    assert only(book, [ship()]).caveats == ("First.", "Second.")


def test_a_caveat_alone_recommends_nothing(book: SmallRulebook) -> None:
    book.rule(then="caveat: {text: Careful., steps: [2]}")
    assert assessed(book, [ship()]).recommendations == ()
