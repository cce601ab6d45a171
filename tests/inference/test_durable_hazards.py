"""What durable_rules must never be given: each such thing, as facts and rules bring it along, and the right answer all the same.

The rows are those of the table in the design notes on driving the library; the last tests are about its limits.
"""

from __future__ import annotations

from typing import Any

import pytest
from making import everything, fact, inferred, made, parameter, rule, tuples

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.joining import MOST_VALUES
from countermove.inference.match import Inference
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Conclude, Rule

ANYTHING = Conclude("assessment", {"name": Constant("found")})


def durable(rules: Rule | list[Rule], *facts: Fact, parameters: tuple[Parameter, ...] = ()) -> Inference:
    """What durable makes of it, after a look at what the reference does."""
    found = inferred("durable", rules, facts, *parameters)
    assert everything(found) == everything(inferred("reference", rules, facts, *parameters))
    return found


def ship(id: str, **more: Any) -> Fact:
    return fact("vessel", id=id, **more)


def listing(id: str, entity: str, **more: Any) -> Fact:
    return fact("designation", id=id, entity=entity, authority="eu", **more)


LISTED = rule("when: [{match: vessel, as: ship}, {match: designation, as: z, where: {entity: $ship.id}}]")
UNLISTED = rule("when: [{match: vessel, as: ship}, {none: designation, where: {entity: $ship.id}}]")


def test_ids_with_the_same_hash() -> None:
    one, two = "ship:178eb", "ship:54938"  # FNV-1a, 32 bits: both 1249730094
    assert tuples(durable(LISTED, ship(one), ship(two), listing("l", two))) == [(two, "l")]
    assert tuples(durable(UNLISTED, ship(one), ship(two), listing("l", two))) == [(one,)]


def test_joins_on_ids_alone() -> None:
    same = rule(
        "distinct: false\nwhen: [{match: designation, as: one}, {match: designation, as: two, where: {id: $one.id}}]"
    )
    assert tuples(durable(same, listing("a", "ship:a"), listing("b", "ship:b"))) == [("a", "a"), ("b", "b")]


def test_a_clause_without_any_condition() -> None:
    assert tuples(durable(rule("when: [{match: vessel, as: ship}]"), ship("ship:a"), ship("ship:b"))) == [
        ("ship:a",),
        ("ship:b",),
    ]


def test_clauses_with_no_equality_between_them() -> None:
    later = rule(
        "when: [{match: designation, as: one}, {match: designation, as: two, where: {date: {after: $one.date}}}]"
    )
    days = [listing(day, "ship:a", date=day) for day in ("2024-01-01", "2024-01-02", "2024-01-03", "2024-01")]
    assert tuples(durable(later, *days)) == [
        ("2024-01-01", "2024-01-02"), ("2024-01-01", "2024-01-03"), ("2024-01-02", "2024-01-03"),
    ]  # fmt: skip


def test_an_equality_that_is_followed_by_other_conditions() -> None:
    mixed = rule("""
        when:
          - {match: vessel, as: ship}
          - {match: ais_gap, as: gap, where: {vessel: $ship.id, hours: {gt: $ship.built}, start: {within: {days: 9, before: $as_of}}}}
    """)
    gaps = [fact("ais_gap", id=f"g{h}", vessel="ship:a", start="2024-06-25T00:00:00Z", hours=h) for h in (1999, 2000)]
    assert tuples(durable(mixed, ship("ship:a", built=1999), ship("ship:b", built=1900), *gaps)) == [
        ("g2000", "ship:a")
    ]


def test_blocked_by_two_facts_of_which_one_is_not_known_yet() -> None:
    both = [listing("one", "ship:a"), listing("two", "ship:a")]
    assert tuples(durable(UNLISTED, ship("ship:a"), *both)) == []
    assert tuples(durable(UNLISTED, ship("ship:a"), *both, listing("three", "ship:b"))) == []
    late = listing("late", "ship:a", reported="2030-01-01")
    assert tuples(durable(UNLISTED, ship("ship:a"), late)) == [("ship:a",)]


def test_a_rule_with_an_absence_leaves_other_rules_alone() -> None:
    rules = [
        UNLISTED,
        Rule(LISTED.header.model_copy(update={"id": "listed"}), "tests", LISTED.when, LISTED.then, LISTED.location),
    ]
    found = durable(rules, ship("ship:a"), ship("ship:b"), listing("l", "ship:a"))
    assert [(match.rule, match.bindings[0][2]) for match in found.matches] == [
        ("a-rule", "ship:b"),
        ("listed", "ship:a"),
    ]


def test_any_count_and_sum_are_ours() -> None:
    mixed = rule("""
        when:
          - {match: vessel, as: ship}
          - any:
              - [{count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 3}]
              - [{sum: ais_gap, of: hours, as: gaps, where: {vessel: $ship.id}, at_least: 30}]
    """)
    hours = {"a": (1, 1, 1), "b": (30,), "c": (20, 20, 20), "d": (1, 2)}
    gaps = [
        fact("ais_gap", vessel=f"ship:{letter}", start=f"2024-01-0{i}T00:00:00Z", hours=h)
        for letter, all_hours in hours.items() for i, h in enumerate(all_hours, start=1)
    ]  # fmt: skip
    found = durable(mixed, *(ship(f"ship:{letter}") for letter in hours), *gaps)
    assert [(match.bindings[0][2], match.totals[0][1].function) for match in found.matches] == [
        ("ship:a", "count"), ("ship:b", "sum"), ("ship:c", "count"),
    ]  # fmt: skip


def test_facts_that_no_rule_asks_for_and_facts_given_twice() -> None:
    twice = ship("ship:a")
    others = [fact("exercise", name="X", date="2024"), fact("company", id="firm:x")]
    assert tuples(durable(LISTED, twice, *others, twice, listing("l", "ship:a"), listing("l", "ship:a"))) == [
        ("ship:a", "l")
    ]


def test_no_facts_and_no_rules() -> None:
    assert durable(LISTED).matches == ()
    assert durable([], ship("ship:a")).matches == ()
    assert durable([]).matches == ()


def test_a_rule_that_matches_nothing_holds_once() -> None:
    quiet = made(
        "quiet", [rule("when: [{match: vessel, as: s}, {none: exercise}]").when[1]], ANYTHING
    )  # no reader lets it pass
    assert tuples(durable(quiet, ship("ship:a"))) == [()]
    assert tuples(durable(quiet, fact("exercise", name="X", date="2024"))) == []


@pytest.mark.parametrize("number", [1e300, 5e-324, -0.0, 0.1 + 0.2, 2**53 + 2, 9.223372036854775807e18])
def test_joins_on_awkward_numbers(number: float) -> None:
    same = rule(
        "when: [{match: indicator, as: one, where: {name: a}}, {match: indicator, as: two, where: {name: b, value: $one.value}}]"
    )
    signs = [
        fact("indicator", id=id, name=id[0], value=value) for id, value in (("a", number), ("b", number), ("b2", 7.5))
    ]
    assert tuples(durable(same, *signs)) == [("a", "b")]


def test_whole_and_other_numbers_are_equal_by_value_alone() -> None:
    same = rule("when: [{match: exercise, as: drill}, {match: indicator, as: sign, where: {value: $drill.tally}}]")
    drills = [
        fact("exercise", id=f"d{tally}", name="X", date="2024", tally=tally) for tally in (1, 2**53 + 1, 2**63 - 1)
    ]
    signs = [fact("indicator", id=f"v{value!r}", name="a", value=value) for value in (1.0, float(2**53), float(2**63))]
    assert tuples(durable(same, *drills, *signs)) == [("d1", "v1.0")]


def test_zero_has_no_sign() -> None:
    same = rule(
        "when: [{match: indicator, as: one, where: {name: a}}, {match: indicator, as: two, where: {name: b, value: $one.value}}]"
    )
    signs = [fact("indicator", id="plus", name="a", value=0.0), fact("indicator", id="minus", name="b", value=-0.0)]
    assert tuples(durable(same, *signs)) == [("plus", "minus")]


def test_text_is_not_the_number_that_it_looks_like() -> None:
    by_name = rule("when: [{match: vessel, as: one}, {match: company, as: two, where: {name: $one.name}}]")
    found = durable(
        by_name,
        ship("ship:a", name="1"),
        fact("company", id="firm:x", name="1"),
        fact("company", id="firm:y", name="1.0"),
    )
    assert tuples(found) == [("ship:a", "firm:x")]


@pytest.mark.parametrize(
    "text", ["é", "\U0001f6a2", '"}', "\\", "$s", "^a$", "\\d+", "x" * 3999, "null", "{}", "sid", "\x00\x01"]
)
def test_joins_on_awkward_text(text: str) -> None:
    by_name = rule("when: [{match: vessel, as: one}, {match: company, as: two, where: {name: $one.name}}]")
    twin = "e\u0301" if text == "é" else text.upper() + "a"
    firms = [fact("company", id="firm:x", name=text), fact("company", id="firm:y", name=twin)]
    assert tuples(durable(by_name, ship("ship:a", name=text), *firms)) == [("ship:a", "firm:x")]


def test_lists_and_unknown_fields() -> None:
    took_part = rule(
        "when: [{match: country, as: state}, {match: exercise, as: drill, where: {participants: {contains: $state.id}}}]"
    )
    drills = [
        fact("exercise", id="d1", name="X", date="2024", participants=["iso3166:RU", "iso3166:CN"]),
        fact("exercise", id="d2", name="Y", date="2024"),
    ]
    found = durable(took_part, fact("country", id="iso3166:RU"), fact("country", id="iso3166:CN"), *drills)
    assert tuples(found) == [("d1", "iso3166:CN"), ("d1", "iso3166:RU")]


def test_times_that_are_multiplied_by_nothing() -> None:
    nothing = parameter("nothing", {"value": 0})
    even = rule(
        "when: [{match: ais_gap, as: one}, {match: ais_gap, as: two, where: {hours: {gte: {ref: $one.hours, times: 0}}}}, "
        "{none: ais_gap, where: {id: $two.id, hours: {lt: {ref: $parameters.nothing, plus: 1}}}}]",
        nothing,
    )
    gaps = [fact("ais_gap", id=f"g{h}", vessel="ship:a", start=f"2024-01-0{h + 1}T00:00:00Z", hours=h) for h in (0, 1)]
    assert tuples(durable(even, *gaps, parameters=(nothing,))) == [("g0", "g1")]


# Limits.


def _tankers(id: str, authority: str = "eu") -> Rule:
    when = [
        Match("vessel", "ship"),
        Match("designation", "z", (
            Condition("entity", "eq", (FieldReference("ship", "id"),)), Condition("authority", "eq", (Constant(authority),)),
        )),
    ]  # fmt: skip
    return made(id, when, ANYTHING)


def test_300_rules_of_one_condition() -> None:
    rules = [_tankers(f"rule-{i:03}") for i in range(300)]
    assert len(durable(rules, ship("ship:a"), listing("l", "ship:a")).matches) == 300


def test_a_fact_that_satisfies_600_different_patterns() -> None:
    rules = []
    for i in range(600):
        own = Condition("reason", "ne", (Constant(f"reason {i}"),))
        match = Match("designation", "z", (Condition("entity", "eq", (FieldReference("ship", "id"),)), own))
        rules.append(made(f"rule-{i:03}", [Match("vessel", "ship"), match], ANYTHING))
    found = inferred(
        "durable",
        rules,
        [ship("ship:a"), listing("l", "ship:a", reason="reason 7"), listing("m", "ship:b", reason="x")],
    )
    assert [match.rule for match in found.matches] == [f"rule-{i:03}" for i in range(600) if i != 7]


def test_2500_facts_with_keys_of_their_own() -> None:
    ships, listings = (
        [ship(f"ship:{i}") for i in range(2500)],
        [listing(f"l{i}", f"ship:{i}") for i in range(0, 2500, 2)],
    )
    assert len(inferred("durable", LISTED, [*ships, *listings]).matches) == 1250
    assert len(inferred("durable", UNLISTED, [*ships, *listings]).matches) == 1250


def _chain(clauses: int) -> Rule:
    first, *others = range(clauses)
    when = [Match("ownership", f"a{first:02}")]
    when += [
        Match("ownership", f"a{i:02}", (Condition("owner", "eq", (FieldReference(f"a{i - 1:02}", "asset"),)),))
        for i in others
    ]
    return made("chain", when, ANYTHING)


def _owns(i: int) -> Fact:
    return fact("ownership", id=f"o{i:02}", owner=f"firm:{i}", asset=f"firm:{i + 1}")


def test_16_clauses_in_one_rule() -> None:
    found = durable(_chain(16), *(_owns(i) for i in range(17)))
    assert tuples(found) == [tuple(f"o{i:02}" for i in range(start, start + 16)) for start in (0, 1)]


def test_17_clauses_are_refused_and_the_rule_is_named() -> None:
    with pytest.raises(
        EngineError, match=r"(?s)chain\.yaml:1: the rule 'chain' joins 17 facts at once.*choose the engine reference"
    ):
        inferred("durable", _chain(17), [_owns(0)])


def test_more_joined_fields_than_are_joined_by() -> None:
    names = [name for name, described in fields("designation").items() if described.is_text]
    twin = [Condition(name, "eq", (FieldReference("one", name),)) for name in [*names, *names]]
    assert len(twin) > MOST_VALUES
    rules = made(
        "twins", [Match("designation", "one"), Match("designation", "two", tuple(twin))], ANYTHING, distinct=False
    )
    whole = listing("l", "ship:a", measure="blocking", programme="P", legal_act="L", criterion="C", reason="R")
    assert tuples(durable(rules, whole, listing("m", "ship:a", measure="blocking"))) == [("l", "l")]
