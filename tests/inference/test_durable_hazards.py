"""What durable_rules must never be given: each such thing, as facts and rules bring it along, and the right answer all the same.

The rows are those of the table in the design notes on driving the library, each named above the tests that stand for it; the last
tests are about its limits. What goes through a batch goes through a live inference too, fact by fact, and back.
"""

from __future__ import annotations

import gc
import resource
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import DAY, everything, fact, inferred, made, parameter, rule, rulebook, tuples
from pydantic import ValidationError

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference import durable as durable_engine
from countermove.inference.joining import MOST_VALUES
from countermove.inference.live import LiveInference
from countermove.inference.match import Inference
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Conclude, Rule

ANYTHING = Conclude("assessment", {"name": Constant("found")})


def durable(rules: Rule | list[Rule], *facts: Fact, parameters: tuple[Parameter, ...] = ()) -> Inference:
    """What durable makes of it, after a look at what the reference does, and at what becomes of it live."""
    found = inferred("durable", rules, facts, *parameters)
    assert everything(found) == everything(inferred("reference", rules, facts, *parameters))
    kept = {(f.kind, f.id): f for f in facts}
    gone = {key: f for i, (key, f) in enumerate(kept.items()) if i % 2 == 0}
    book = rulebook([rules] if isinstance(rules, Rule) else rules, parameters)
    with closing(LiveInference(book, DAY, "durable")) as live:
        for one in kept.values():
            live.assert_facts([one])
        assert everything(live.inference()) == everything(found)
        for key in gone:
            live.retract([key])
        rest = [f for key, f in kept.items() if key not in gone]
        assert everything(live.inference()) == everything(inferred("reference", rules, rest, *parameters))
        live.assert_facts(gone.values())
        assert everything(live.inference()) == everything(found)
    return found


def ship(id: str, **more: Any) -> Fact:
    return fact("vessel", id=id, **more)


def listing(id: str, entity: str, **more: Any) -> Fact:
    return fact("designation", id=id, entity=entity, authority="eu", **more)


LISTED = rule("when: [{match: vessel, as: ship}, {match: designation, as: z, where: {entity: $ship.id}}]")
UNLISTED = rule("when: [{match: vessel, as: ship}, {none: designation, where: {entity: $ship.id}}]")


# Its own ids for long-lived facts.


def test_ids_with_the_same_hash() -> None:
    one, two = "ship:178eb", "ship:54938"  # FNV-1a, 32 bits: both 1249730094
    assert tuples(durable(LISTED, ship(one), ship(two), listing("l", two))) == [(two, "l")]
    assert tuples(durable(UNLISTED, ship(one), ship(two), listing("l", two))) == [(one,)]


# A join on a field named `id`; a rule that tests `sid`.


def test_joins_on_ids_alone() -> None:
    same = rule(
        "distinct: false\nwhen: [{match: designation, as: one}, {match: designation, as: two, where: {id: $one.id}}]"
    )
    assert tuples(durable(same, listing("a", "ship:a"), listing("b", "ship:b"))) == [("a", "a"), ("b", "b")]


def test_values_that_are_called_like_its_own_fields() -> None:
    by_name = rule("when: [{match: vessel, as: one}, {match: company, as: two, where: {name: $one.name}}]")
    names = ("sid", "id", "$s", "t", "o", "m0")
    ships = [ship(f"ship:{i}", name=name) for i, name in enumerate(names)]
    firms = [fact("company", id=f"firm:{i}", name=name) for i, name in enumerate(names)]
    assert tuples(durable(by_name, *ships, *firms)) == [(f"ship:{i}", f"firm:{i}") for i in range(len(names))]


# A clause without a type equality first.


def test_a_clause_without_any_condition() -> None:
    assert tuples(durable(rule("when: [{match: vessel, as: ship}]"), ship("ship:a"), ship("ship:b"))) == [
        ("ship:a",),
        ("ship:b",),
    ]


# A join whose last condition is not an equality across facts.


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


# Its negation.


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


def test_of_two_facts_that_block_one_is_taken_back() -> None:
    with closing(LiveInference(rulebook([UNLISTED]), DAY, "durable")) as live:
        live.assert_facts([ship("ship:a"), listing("one", "ship:a"), listing("two", "ship:a")])
        assert live.inference().matches == ()
        assert live.retract([("designation", "one")]).gained == ()
        assert live.inference().matches == ()
        assert len(live.retract([("designation", "two")]).gained) == 1
        live.assert_facts([listing("late", "ship:a")])
        assert live.inference().matches == ()


# `any`, `count`, `cap`, `pri`, events, timers.


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


def test_no_timer_is_needed_for_a_window_that_closes() -> None:
    fresh = rule(
        "when: [{match: ais_gap, as: gap, where: {start: {within: {days: 30, before: $as_of}}}}, {match: vessel, as: v, where: {id: $gap.vessel}}]"
    )
    with closing(LiveInference(rulebook([fresh]), date(2024, 1, 31), "durable")) as live:
        live.assert_facts(
            [ship("ship:a"), fact("ais_gap", id="g", vessel="ship:a", start="2024-01-01T00:00:00Z", hours=1)]
        )
        assert len(live.inference().matches) == 1
        assert len(live.advance(date(2024, 2, 1)).lost) == 1
        assert live.inference().matches == ()


# Batches with an unmatched or repeated fact.


def test_facts_that_no_rule_asks_for_and_facts_given_twice() -> None:
    twice = ship("ship:a")
    others = [fact("exercise", name="X", date="2024"), fact("company", id="firm:x")]
    assert tuples(durable(LISTED, twice, *others, twice, listing("l", "ship:a"), listing("l", "ship:a"))) == [
        ("ship:a", "l")
    ]


# Empty batches.


def test_no_facts_and_no_rules() -> None:
    assert durable(LISTED).matches == ()
    assert durable([], ship("ship:a")).matches == ()
    assert durable([]).matches == ()
    with closing(LiveInference(rulebook([LISTED]), DAY, "durable")) as live:
        assert live.assert_facts([]) == live.retract([]) == live.advance(DAY) == ((), (), ())
        assert live.inference().matches == ()


def test_a_rule_that_matches_nothing_holds_once() -> None:
    quiet = made(
        "quiet", [rule("when: [{match: vessel, as: s}, {none: exercise}]").when[1]], ANYTHING
    )  # no reader lets it pass
    assert tuples(durable(quiet, ship("ship:a"))) == [()]
    assert tuples(durable(quiet, fact("exercise", name="X", date="2024"))) == []


# Floats that print with an exponent, NaN, infinity, integers of 2^63 and more.


@pytest.mark.parametrize("number", [1e300, 5e-324, -0.0, 0.1 + 0.2, 2**53 + 2, 9.223372036854775807e18])
def test_joins_on_awkward_numbers(number: float) -> None:
    same = rule(
        "when: [{match: indicator, as: one, where: {name: a}}, {match: indicator, as: two, where: {name: b, value: $one.value}}]"
    )
    signs = [
        fact("indicator", id=id, name=id[0], value=value) for id, value in (("a", number), ("b", number), ("b2", 7.5))
    ]
    assert tuples(durable(same, *signs)) == [("a", "b")]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_no_fact(number: float) -> None:
    with pytest.raises(ValidationError):
        fact("indicator", name="a", value=number)


def test_a_sum_beyond_all_floats() -> None:
    large = rule(
        "when: [{match: vessel, as: ship}, {sum: ais_gap, of: hours, as: silent, where: {vessel: $ship.id}, at_least: 1}]"
    )
    gaps = [fact("ais_gap", id=f"g{i}", vessel="ship:a", start=f"2024-01-0{i}T00:00:00Z", hours=1e308) for i in (1, 2)]
    (match,) = durable(large, ship("ship:a"), *gaps).matches
    assert match.totals[0][1].value == float("inf")


def test_whole_numbers_that_do_not_fit() -> None:
    with pytest.raises(ValidationError):
        fact("exercise", id="d", name="X", date="2024", tally=2**63)
    most = rule("when: [{match: exercise, as: one}, {match: exercise, as: two, where: {tally: $one.tally}}]")
    drills = [
        fact("exercise", id=f"d{i}", name="X", date="2024", tally=t)
        for i, t in enumerate((2**63 - 1, 2**63 - 1, 2**63 - 2))
    ]
    assert tuples(durable(most, *drills)) == [("d0", "d1"), ("d1", "d0")]


# Mixed types under one field.


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


def test_text_and_numbers_are_not_compared() -> None:
    with pytest.raises(AssertionError, match="CM1"):
        rule("when: [{match: vessel, as: ship, where: {name: {gt: 15}}}]")
    with pytest.raises(AssertionError, match="CM1"):
        rule("when: [{match: vessel, as: ship}, {match: company, as: firm, where: {name: $ship.built}}]")


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


# Lists or objects in a joined field; `None`.


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


def test_what_is_not_known_is_equal_to_nothing() -> None:
    by_name = rule("when: [{match: vessel, as: one}, {match: company, as: two, where: {name: $one.name}}]")
    unnamed = rule("when: [{match: vessel, as: one}, {none: company, where: {name: $one.name}}]", id="unnamed")
    facts = [
        ship("ship:a"),
        ship("ship:b", name="X"),
        fact("company", id="firm:x", name="X"),
        fact("company", id="firm:y"),
    ]
    found = durable([by_name, unnamed], *facts)
    assert tuples(found) == [("ship:b", "firm:x"), ("ship:a",)]


# Its regular expressions.


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("contains_text: '\\d'", "a\\d"),
        ("starts_with: '^a'", "^a$"),
        ("ends_with: 'a$'", "^a$"),
        ("contains_text: '.*'", "x.*y"),
    ],
)
def test_text_is_searched_for_as_it_stands(condition: str, expected: str) -> None:
    found = rule(
        f"when: [{{match: vessel, as: v, where: {{name: {{{condition}}}}}}}, {{match: company, as: c, where: {{id: $v.id}}}}]"
    )
    names = ("a\\d", "^a$", "x.*y", "a5", "aaa", "xzy")
    ships = [ship(f"x:{i}", name=name) for i, name in enumerate(names)]
    firms = [fact("company", id=f"x:{i}", name="F") for i in range(len(names))]
    assert [match.bindings[1][2] for match in durable(found, *ships, *firms).matches] == [f"x:{names.index(expected)}"]


# Integer division.


def test_times_that_are_multiplied_by_nothing() -> None:
    nothing = parameter("nothing", {"value": 0})
    even = rule(
        "when: [{match: ais_gap, as: one}, {match: ais_gap, as: two, where: {hours: {gte: {ref: $one.hours, times: 0}}}}, "
        "{none: ais_gap, where: {id: $two.id, hours: {lt: {ref: $parameters.nothing, plus: 1}}}}]",
        nothing,
    )
    gaps = [fact("ais_gap", id=f"g{h}", vessel="ship:a", start=f"2024-01-0{h + 1}T00:00:00Z", hours=h) for h in (0, 1)]
    assert tuples(durable(even, *gaps, parameters=(nothing,))) == [("g0", "g1")]


# Limits, and what is left of a session that is closed.


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


def test_more_facts_than_it_has_ids_for_over_the_life_of_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_engine, "SERIALS", range(3_000_000, 3_000_060))
    with closing(LiveInference(rulebook([LISTED]), DAY, "durable")) as live:
        live.assert_facts([ship("ship:a"), listing("always", "ship:a")])
        for i in range(100):
            assert len(live.assert_facts([listing(f"l{i}", "ship:a")]).gained) == 1
            assert len(live.retract([("designation", f"l{i}")]).lost) == 1
        assert len(live.inference().matches) == 1


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell how much memory is in use")
def test_many_sessions_one_after_the_other_leave_nothing_behind() -> None:
    def open_and_close(i: int) -> None:
        with closing(LiveInference(rulebook([LISTED, _tankers("other", "uk")]), DAY, "durable")) as live:
            if i % 3:  # some are closed before anything was asserted
                live.assert_facts(
                    [ship(f"ship:{n}") for n in range(20)] + [listing(f"l{n}", f"ship:{n}") for n in range(20)]
                )
                live.retract([("designation", "l3")])
                assert len(live.inference().matches) == 19

    def pages() -> int:
        gc.collect()
        return int(Path("/proc/self/statm").read_text().split()[1])

    for i in range(30):
        open_and_close(i)
    before = pages()
    for i in range(120):
        open_and_close(i)
    assert (
        pages() - before
    ) * resource.getpagesize() < 40_000_000  # without giving back it comes to four times as much
