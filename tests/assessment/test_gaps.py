"""What one would have to find out: rules that fail on exactly one unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged_facts import OTHER, SHIP, assessed, fact, ship
from test_bulk_assessment import assert_same

from countermove.assessment.gaps import Gap
from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP

GAP = (
    f"{A_SHIP}\n- match: ais_gap\n  as: gap\n  where: {{vessel: $ship.id, hours: {{gte: 12}}, receiver_suspect: false}}"
)


def silence(**values: Any) -> Any:
    return fact("ais_gap", **{"vessel": SHIP, "start": "2025-12-01T00:00:00Z", **values})


def gaps(book: SmallRulebook, *facts: Any, **more: Any) -> tuple[Gap, ...]:
    return assessed(book, facts, **more).gaps


def test_one_unknown_is_a_gap(book: SmallRulebook) -> None:
    book.rule(when=GAP)
    (gap,) = gaps(book, ship(), silence(hours=14))
    assert (gap.rule, gap.action, gap.kind, gap.field) == (
        "a-rule",
        "inspect-insurance-and-flag",
        "ais_gap",
        "receiver_suspect",
    )
    assert (gap.condition.operator, gap.condition.location) == ("eq", None)
    assert (gap.subject, gap.ask) == ("the silence of EXAMPLE from 1 December 2025", "")
    assert (gap.count, gap.shown, gap.examples) == (1, (SHIP,), ("EXAMPLE",))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"hours": 3},
        {"hours": 3, "receiver_suspect": False},
        {"receiver_suspect": True},
        {"hours": 14, "receiver_suspect": True},
        {"hours": 14, "receiver_suspect": False},
    ],
)
def test_two_unknowns_a_false_condition_or_a_match_are_no_gap(book: SmallRulebook, values: dict[str, Any]) -> None:
    book.rule(when=GAP)
    assert gaps(book, ship(), silence(**values)) == ()


def test_two_unknowns_in_two_facts_are_no_gap(book: SmallRulebook) -> None:
    book.rule(when=GAP.replace("ship}", "ship, where: {built: {lt: 2010}}}"))
    assert gaps(book, ship(), silence(hours=14)) == ()


def test_a_date_known_too_roughly_is_a_gap(book: SmallRulebook) -> None:
    book.rule(
        when=f"{A_SHIP}\n- {{match: port_call, as: call, where: {{vessel: $ship.id, arrived: {{after: 2025-06-15}}}}}}"
    )
    call = fact("port_call", vessel=SHIP, port="Ust-Luga", arrived="2025-06", reported="2025-07-01")
    assert [g.field for g in gaps(book, ship(), call)] == ["arrived"]


def test_what_is_recommended_already_is_no_gap(book: SmallRulebook) -> None:
    book.rule(when=GAP)
    assert (
        gaps(book, ship(), silence(hours=14), silence(start="2025-12-05T00:00:00Z", hours=14, receiver_suspect=False))
        == ()
    )


def test_what_another_rule_recommends_already_is_no_gap(book: SmallRulebook) -> None:
    book.rule("one", when=GAP)
    book.rule("two")
    assert gaps(book, ship(), silence(hours=14)) == ()


def test_an_unknown_that_joins_facts_is_no_gap(book: SmallRulebook) -> None:
    """Any ship could be meant."""
    book.rule(when=f"{A_SHIP}\n- {{match: company, as: firm, where: {{name: $ship.name}}}}")
    assert gaps(book, ship(), fact("company", id="reg:1")) == ()


def test_a_parameter_without_a_value_is_no_gap(book: SmallRulebook) -> None:
    """No fact would help."""
    book.parameter("gap_hours", '- {value: 12, from: 2030-01-01, verified: "no"}', "hours")
    book.rule(when=GAP.replace("{gte: 12}", "{gte: $parameters.gap_hours}"))
    assert gaps(book, ship(), silence(hours=14, receiver_suspect=False)) == ()


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("{none: port_call, where: {vessel: $ship.id}}", False),
        ("{none: detention, where: {vessel: $ship.id}}", True),
        ("{count: port_call, at_least: 1}", True),
        ("{count: port_call, at_least: 2}", False),
        ("{sum: ais_gap, of: hours, at_least: 10}", True),
        ("{sum: ais_gap, of: hours, at_least: 20}", False),
    ],
)
def test_none_count_and_sum_have_to_hold_as_they_are(book: SmallRulebook, clause: str, found: bool) -> None:
    book.rule(when=f"{GAP}\n- {clause}")
    call = fact("port_call", vessel=SHIP, port="Ust-Luga", arrived="2025-06-01")
    assert bool(gaps(book, ship(), silence(hours=14), call)) is found


def test_each_branch_of_any_can_have_its_gap(book: SmallRulebook) -> None:
    book.rule(
        when="- any:\n  - [{match: vessel, as: ship, where: {built: {lt: 2010}}}]\n  - [{match: vessel, as: ship, where: {flag: 'iso3166:GA'}}]"
    )
    assert sorted(g.field for g in gaps(book, ship())) == ["built", "flag"]


def test_targets_are_counted_and_the_first_five_named(book: SmallRulebook) -> None:
    book.rule(when="- {match: vessel, as: ship, where: {built: {lt: 2010}}}")
    ids = [f"mmsi:20000000{i}" for i in range(7)]
    (gap,) = gaps(book, *(ship(id, name=f"SHIP {i}") for i, id in enumerate(ids)))
    assert (gap.count, gap.shown) == (7, tuple(ids[:5]))
    assert gap.examples == tuple(f"SHIP {i}" for i in range(5))


def test_the_gap_with_most_impact_comes_first_then_that_with_most_targets(book: SmallRulebook) -> None:
    """Sixty old cases that might be struck from a count come after the one ship that might have to be stopped."""
    book.action("watch-it")
    book.action("stop-it")
    for id, field, action, impact in (
        ("a", "built: {lt: 2010}, name: A", "watch-it", 2),
        ("b", "flag: 'iso3166:GA'", "inspect-insurance-and-flag", 2),
        ("c", "type: tanker, name: A", "stop-it", 4),
    ):
        then = RECOMMEND.replace("inspect-insurance-and-flag", action).replace("impact: 3", f"impact: {impact}")
        book.rule(id, when=f"- {{match: vessel, as: ship, where: {{{field}}}}}", then=then)
    found = gaps(book, ship(name="A"), ship(OTHER, name="B"))
    assert [(g.rule, g.impact, g.count) for g in found] == [("c", 4, 1), ("b", 2, 2), ("a", 2, 1)]


def test_a_gap_speaks_of_the_fact_that_leaves_it_open_for_the_first_target(book: SmallRulebook) -> None:
    book.rule(when=GAP)
    later = silence(start="2025-12-05T00:00:00Z", hours=20)
    (gap,) = gaps(book, ship(), ship(OTHER, name="OTHER"), later, silence(hours=14), silence(vessel=OTHER, hours=14))
    assert (gap.shown, gap.subject) == ((SHIP, OTHER), "the silence of EXAMPLE from 1 December 2025")


def test_who_would_know(book: SmallRulebook) -> None:
    book.rule(when="- {match: vessel, as: ship, where: {built: {lt: 2010}}}")
    (gap,) = gaps(book, ship(flag="iso3166:GA"))
    assert gap.ask == "Gabon"
    (gap,) = gaps(book, ship(flag="iso3166:RU"))
    assert gap.ask == ""


@pytest.mark.parametrize(
    ("kind", "asked", "values", "found"),
    [
        ("incident", "deliberate: false", {"type": "arson", "date": "2025-01-01"}, True),
        ("incident", "deliberate: false", {"type": "shadow_fleet_enforcement", "date": "2025-01-01"}, False),
        ("attribution", "actor: iso3166:RU", {"subject": "x"}, True),
        ("attribution", "actor: iso3166:RU", {"subject": "x", "actor_name": "a criminal gang"}, False),
        ("influence_campaign", "conduct: {contains: hidden_money}", {"campaign": "C"}, True),
        ("influence_campaign", "conduct: {contains: hidden_money}", {"campaign": "C", "covert": True}, True),
        ("influence_campaign", "conduct: {contains: hidden_money}", {"campaign": "C", "covert": False}, False),
    ],
)
def test_what_makes_no_sense_is_not_asked(
    book: SmallRulebook, kind: str, asked: str, values: dict[str, Any], found: bool
) -> None:
    """Nobody boards a ship by accident; an author in the source's own words is not unknown."""
    book.rule(when=f"{A_SHIP}\n- {{match: {kind}, as: it, where: {{{asked}}}}}")
    facts = [ship(), fact(kind, **values)]
    assert bool(gaps(book, *facts)) is found
    assert_same(facts, book.load())


def test_an_action_in_which_the_audience_has_no_part_leaves_no_gap(book: SmallRulebook) -> None:
    book.action("list-it", no_part="nato")
    book.rule(when=GAP, then=RECOMMEND.replace("inspect-insurance-and-flag", "list-it"))
    assert len(gaps(book, ship(), silence(hours=14))) == 1
    assert gaps(book, ship(), silence(hours=14), audience="nato") == ()


def test_an_inactive_rule_has_no_gaps(book: SmallRulebook) -> None:
    book.rule(when=GAP, status="draft")
    assert gaps(book, ship(), silence(hours=14)) == ()


def test_facts_not_yet_known_have_no_gaps(book: SmallRulebook) -> None:
    book.rule(when=GAP)
    assert gaps(book, ship(reported="2025-01-01"), silence(hours=14), as_of=date(2025, 11, 30)) == ()


def test_one_fact_does_not_stand_in_two_places(book: SmallRulebook) -> None:
    when = "- {match: vessel, as: ship}\n- {match: vessel, as: other, where: {flag: 'iso3166:GA'}}"
    book.rule(when=when)
    assert gaps(book, ship()) == ()
    book.rule(when=when, distinct="false")
    assert [g.field for g in gaps(book, ship())] == ["flag"]
