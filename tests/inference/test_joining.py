"""What of a rule is joined, and what is left to check."""

from __future__ import annotations

from collections.abc import Iterable

from making import rule

from countermove.inference.joiner import Part
from countermove.inference.joining import Bound, Lookup, Plan
from countermove.rulebook.rule import Rule

LISTED_AND_DARK = """
    when:
      - {match: vessel, as: ship, where: {type: tug}}
      - {match: ais_gap, as: gap, where: {vessel: $ship.id, hours: {gte: 24}, start: {after: 2024-01-01}}}
      - {match: designation, as: listing, where: {entity: $ship.id, date: {before: $gap.start}}}
      - {none: detention, where: {vessel: $ship.id, start: {after: $gap.end}}}
"""


def planned(*rules: Rule) -> Plan:
    return Plan(rules, None)


def asked(plan: Plan) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """The patterns: kind, fields with conditions of their own, fields they are joined by."""
    return [(pattern.kind, [c.field for c in pattern.where], pattern.joined) for pattern in plan.patterns]


def left(steps: Iterable[Bound | Lookup]) -> list[list[str]]:
    return [[c.field for c in step.check] for step in steps]


def test_equal_fields_join_and_the_rest_is_left_to_check() -> None:
    plan = planned(rule(LISTED_AND_DARK))
    assert asked(plan) == [
        ("vessel", ["type"], ("id",)),
        ("ais_gap", ["hours", "start"], ("vessel",)),
        ("designation", [], ("entity",)),
        ("detention", [], ("vessel",)),
    ]
    assert plan.networks == [(Part(0, (0,)), Part(1, (0,)), Part(2, (0,))), (Part(0, (0,)), Part(3, (0,)))]
    (branch,) = plan.branches["a-rule"]
    assert branch.networks == (0,)
    assert left(branch.steps) == [[], ["vessel"], ["entity", "date"], ["vessel", "start"]]
    lookup = branch.steps[3]
    assert isinstance(lookup, Lookup)
    assert (lookup.network, lookup.key, plan.looked_up) == (1, (0,), {1})


def test_what_rules_have_in_common_is_there_once() -> None:
    plan = planned(rule(LISTED_AND_DARK, id="one"), rule(LISTED_AND_DARK, id="two"))
    assert (len(plan.patterns), len(plan.networks)) == (4, 2)
    assert plan.branches["one"][0].networks == plan.branches["two"][0].networks


def test_facts_that_are_equated_with_nothing_have_networks_of_their_own() -> None:
    plan = planned(
        rule("""
            when:
              - {match: ais_gap, as: one}
              - {match: infrastructure, as: cable}
              - {match: vessel, as: ship, where: {id: $one.vessel}}
              - {match: incident, as: harm, where: {position: {near: {point: $cable.position, km: 5}}}}
        """)
    )
    (branch,) = plan.branches["a-rule"]
    assert [len(plan.networks[number]) for number in branch.networks] == [2, 1, 1]
    assert [step.place for step in branch.steps if isinstance(step, Bound)] == [0, 2, 1, 3]


def test_a_later_clause_can_bring_earlier_ones_together() -> None:
    plan = planned(
        rule("""
            when:
              - {match: vessel, as: one}
              - {match: vessel, as: two}
              - {match: ship_to_ship_transfer, as: met, where: {from_vessel: $one.id, to_vessel: $two.id}}
        """)
    )
    assert plan.networks == [(Part(0, (0,)), Part(1, (0, 1)), Part(0, (1,)))]


def test_times_and_positions_never_join() -> None:
    plan = planned(rule("when: [{match: exercise, as: one}, {match: exercise, as: two, where: {date: $one.date}}]"))
    (branch,) = plan.branches["a-rule"]
    assert [plan.networks[number] for number in branch.networks] == [(Part(0, ()),), (Part(0, ()),)]
    assert left(branch.steps) == [[], ["date"]]


def test_each_branch_of_any_is_joined_by_itself() -> None:
    plan = planned(
        rule("""
            when:
              - {match: vessel, as: ship}
              - any:
                  - [{match: designation, as: listing, where: {entity: $ship.id}}]
                  - [{match: catalogue_entry, as: entry, where: {vessel: $ship.id}}]
        """)
    )
    assert [branch.networks for branch in plan.branches["a-rule"]] == [(0,), (1,)]
