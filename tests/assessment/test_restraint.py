"""Advice of restraint and the measure it speaks against are one item, never both, and never none."""

from __future__ import annotations

from judged_facts import OTHER, SHIP, assessed, ship

from countermove.assessment.recommendation import Recommendation
from small_rulebook import RECOMMEND, SmallRulebook


def advise(
    book: SmallRulebook,
    action: str,
    *,
    restrains: str = "[]",
    impact: int = 3,
    when: str = "- {match: vessel, as: ship}",
) -> None:
    """An action, and a rule that recommends it."""
    book.action(action, restrains=restrains)
    then = (
        RECOMMEND.replace("inspect-insurance-and-flag", action)
        .replace("impact: 3", f"impact: {impact}")
        .replace("Inspect", action)
    )
    book.rule(f"for-{action}", when, then)


def shown(book: SmallRulebook) -> dict[str, list[str]]:
    """What is recommended on the ship, with what each holds back."""
    found = assessed(book, [ship()]).recommendations
    return {r.action: [w.action for w in r.withheld] for r in found}


def test_a_measure_is_held_back_under_the_advice(book: SmallRulebook) -> None:
    advise(book, "seize", impact=5)
    advise(book, "stand-down", restrains="[seize]", impact=1)
    assert shown(book) == {"stand-down": ["seize"]}


def test_what_is_held_back_keeps_its_sentence_and_reasons(book: SmallRulebook) -> None:
    advise(book, "seize")
    advise(book, "stand-down", restrains="[seize]")
    (found,) = assessed(book, [ship()]).recommendations
    (withheld,) = found.withheld
    assert withheld.headline == "Seize EXAMPLE"
    assert [j.match.rule for j in withheld.justifications] == ["for-seize"]


def test_other_targets_are_not_touched(book: SmallRulebook) -> None:
    advise(book, "seize")
    advise(book, "stand-down", restrains="[seize]", when=f"- {{match: vessel, as: ship, where: {{id: '{SHIP}'}}}}")
    found = assessed(book, [ship(), ship(OTHER)]).recommendations
    assert {(r.action, r.target.id) for r in found} == {("stand-down", SHIP), ("seize", OTHER)}


def test_other_actions_are_not_touched(book: SmallRulebook) -> None:
    advise(book, "seize")
    advise(book, "watch-it")
    advise(book, "stand-down", restrains="[seize]")
    assert shown(book) == {"stand-down": ["seize"], "watch-it": []}


def test_advice_without_a_measure_stands_alone(book: SmallRulebook) -> None:
    book.action("seize")
    advise(book, "stand-down", restrains="[seize]")
    assert shown(book) == {"stand-down": []}


def test_several_measures_are_held_back_by_priority(book: SmallRulebook) -> None:
    advise(book, "seize", impact=2)
    advise(book, "list-it", impact=4)
    advise(book, "stand-down", restrains="[seize, list-it]")
    assert shown(book) == {"stand-down": ["list-it", "seize"]}


def test_two_pieces_of_advice_against_one_measure(book: SmallRulebook) -> None:
    advise(book, "seize")
    advise(book, "stand-down", restrains="[seize]")
    advise(book, "verify-first", restrains="[seize]")
    assert shown(book) == {"stand-down": ["seize"], "verify-first": ["seize"]}


def test_advice_that_is_held_back_holds_nothing_back(book: SmallRulebook) -> None:
    """A speaks against B, and B against C: B falls, so C stands."""
    advise(book, "seize")
    advise(book, "verify-first", restrains="[seize]")
    advise(book, "count-as-accident", restrains="[verify-first]")
    assert shown(book) == {"count-as-accident": ["verify-first"], "seize": []}


def test_of_two_that_speak_against_each_other_the_higher_priority_stands(book: SmallRulebook) -> None:
    book.action("seize")
    advise(book, "stand-down", restrains="[seize]", impact=2)
    advise(book, "seize", restrains="[stand-down]", impact=4)
    assert shown(book) == {"seize": ["stand-down"]}


def test_nothing_is_lost(book: SmallRulebook) -> None:
    """Whatever speaks against whatever: each recommendation is shown, or held back under one that is."""
    ring = ["a", "b", "c", "d", "e"]
    for action in ring:
        book.action(action)
    for i, action in enumerate(ring):
        advise(book, action, restrains=f"[{ring[(i + 1) % 5]}]", impact=i % 3 + 1)
    found: tuple[Recommendation, ...] = assessed(book, [ship()]).recommendations
    assert {r.action for r in found} | {w.action for r in found for w in r.withheld} == set(ring)
    assert not {r.action for r in found} & {w.action for r in found for w in r.withheld}


def test_ranks_count_what_is_shown(book: SmallRulebook) -> None:
    advise(book, "seize", impact=5)
    advise(book, "stand-down", restrains="[seize]", impact=2)
    advise(book, "watch-it", impact=1)
    assert [(r.rank, r.action) for r in assessed(book, [ship()]).recommendations] == [
        (1, "stand-down"),
        (2, "watch-it"),
    ]
