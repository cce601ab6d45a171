"""Matches that recommend the same action on the same target are one recommendation with several justifications."""

from __future__ import annotations

import pytest
from judged_facts import OTHER, SHIP, assessed, evidence, fact, only, ship

from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP

STEADY = "urgency: {steady: 0.5}"


def test_two_rules_give_one_recommendation(book: SmallRulebook) -> None:
    book.rule("one")
    book.rule(
        "two",
        f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}",
        RECOMMEND.replace("impact: 3", "impact: 4"),
    )
    found = only(book, [ship(), fact("ais_gap", vessel=SHIP, start="2025-12-01T00:00:00Z")])
    assert found.id == f"inspect-insurance-and-flag:{SHIP}"
    assert [j.match.rule for j in found.justifications] == ["two", "one"]
    assert found.priority.impact == 4


def test_several_matches_of_one_rule_are_several_justifications(book: SmallRulebook) -> None:
    book.rule(when=f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}")
    gaps = [fact("ais_gap", vessel=SHIP, start=f"2025-12-0{i}T00:00:00Z") for i in (1, 2, 3)]
    found = only(book, [ship(), *gaps])
    assert len(found.justifications) == 3
    assert found.rules == ("a-rule",)


def test_another_target_or_action_is_another_recommendation(book: SmallRulebook) -> None:
    book.action("watch-it")
    book.rule("one")
    book.rule("two", then=RECOMMEND.replace("inspect-insurance-and-flag", "watch-it"))
    found = assessed(book, [ship(), ship(OTHER)]).recommendations
    assert {r.id for r in found} == {
        f"{a}:{t}" for a in ("inspect-insurance-and-flag", "watch-it") for t in (SHIP, OTHER)
    }


def test_the_id_stays_whatever_justifies_it(book: SmallRulebook) -> None:
    book.rule("one")
    before = only(book, [ship()])
    book.rule("two", then=RECOMMEND.replace("impact: 3", "impact: 5"))
    after = only(book, [ship(SHIP, evidence("A2"))])
    assert before.id == after.id
    assert before.headline == "Inspect EXAMPLE"


def test_a_literal_target(book: SmallRulebook) -> None:
    book.rule(then=RECOMMEND.replace("$ship.id", "'region:black-sea'"))
    found = only(book, [ship(), ship(OTHER)])
    assert (found.target.kind, found.target.id, found.target.name) == ("region", "region:black-sea", "black sea")
    assert len(found.justifications) == 2


def test_a_target_that_is_not_known_gives_no_recommendation(book: SmallRulebook) -> None:
    book.rule(then=RECOMMEND.replace("$ship.id", "$ship.flag"))
    assert assessed(book, [ship()]).recommendations == ()


ONLY_IF = '  only_if: "the flag state of {{ ship.name }} agrees"\n'


@pytest.mark.parametrize(("second", "shown"), [("", None), (ONLY_IF, "the flag state of EXAMPLE agrees")])
def test_advice_is_conditional_only_where_every_justification_is(
    book: SmallRulebook, second: str, shown: str | None
) -> None:
    book.rule("one", then=RECOMMEND + ONLY_IF)
    book.rule("two", then=RECOMMEND + second)
    assert only(book, [ship()]).only_if == shown


def test_the_earliest_deadline_is_shown(book: SmallRulebook) -> None:
    deadline = RECOMMEND.replace(STEADY, "urgency: {deadline: $vote.date, lead_days: 30}")
    book.rule(when=f"{A_SHIP}\n- {{match: election, as: vote}}", then=deadline)
    votes = [fact("election", country="iso3166:MD", date=day) for day in ("2026-03", "2026-02-01")]
    assert only(book, [ship(), *votes]).deadline == "1 February 2026"


def test_the_facts_behind_reach_down_to_the_observed_ones(book: SmallRulebook) -> None:
    book.rule(
        "one",
        f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}",
        "conclude: {kind: indicator, name: dark, about: $ship.id}",
    )
    book.rule("two", f"{A_SHIP}\n- {{match: indicator, as: sign, where: {{about: $ship.id}}}}")
    gap = fact("ais_gap", vessel=SHIP, start="2025-12-01T00:00:00Z")
    (justification,) = only(book, [ship(), gap]).justifications
    assert set(justification.facts) == {
        ("vessel", SHIP),
        ("indicator", f"indicator:dark/{SHIP}/-/-/-"),
        ("ais_gap", gap.id),
    }
