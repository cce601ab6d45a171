"""What rules mean, clause by clause and point by point of rule-language.md, whichever engine runs them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from making import fact, inferred, made, parameter, rule, tuples

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference.match import Inference, Total
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Conclude, Rule

Infer = Callable[..., Inference]


@pytest.fixture(params=["reference", "durable"])
def infer(request: pytest.FixtureRequest) -> Infer:
    """What one of the engines makes of facts by rules."""

    def run(
        rules: Rule | list[Rule], *facts: Fact, parameters: tuple[Parameter, ...] = (), as_of: date = date(2024, 6, 30)
    ) -> Inference:
        return inferred(request.param, rules, facts, *parameters, as_of=as_of)

    return run


def ship(letter: str, **more: Any) -> Fact:
    return fact("vessel", id=f"ship:{letter}", **more)


def gap(letter: str, start: str, **more: Any) -> Fact:
    return fact("ais_gap", id=f"gap-{letter}-{start}", vessel=f"ship:{letter}", start=f"{start}T00:00:00Z", **more)


def listing(letter: str, authority: str = "eu", **more: Any) -> Fact:
    return fact("designation", id=f"{authority}-{letter}", entity=f"ship:{letter}", authority=authority, **more)


def total(inference: Inference, alias: str) -> Total:
    return dict(inference.matches[0].totals)[alias]


TANKERS = "{match: vessel, as: tanker, where: {type: crude_oil_tanker}}"


def test_each_fact_that_satisfies_a_match_gives_its_own(infer: Infer) -> None:
    found = infer(
        rule(f"when: [{TANKERS}]"),
        ship("a", type="crude_oil_tanker"), ship("b", type="crude_oil_tanker"), ship("c", type="tug"), ship("d"),
    )  # fmt: skip
    assert tuples(found) == [("ship:a",), ("ship:b",)]


def test_clauses_join_on_equal_fields(infer: Infer) -> None:
    joined = rule("""
        when:
          - {match: vessel, as: a_ship}
          - {match: designation, as: b_listing, where: {entity: $a_ship.id}}
          - {match: ais_gap, as: c_gap, where: {vessel: $b_listing.entity, start: {after: $b_listing.date}}}
    """)
    found = infer(
        joined, ship("a"), ship("b"), ship("c"), listing("a", date="2024-01-10"), listing("b", date="2024-01-10"), listing("c"),
        gap("a", "2024-01-11"), gap("a", "2024-01-12"), gap("b", "2024-01-09"), gap("c", "2024-01-11"),
    )  # fmt: skip
    assert tuples(found) == [("ship:a", "eu-a", "gap-a-2024-01-11"), ("ship:a", "eu-a", "gap-a-2024-01-12")]


def test_facts_can_stand_together_without_a_join(infer: Infer) -> None:
    near = rule("""
        when:
          - {match: infrastructure, as: cable}
          - {match: ais_gap, as: gap, where: {position: {near: {point: $cable.position, km: 10}}}}
    """)
    found = infer(
        near, fact("infrastructure", id="cable:x", position=(59.5, 24.5)), fact("infrastructure", id="cable:y"),
        gap("a", "2024-01-01", position=(59.5, 24.6)), gap("b", "2024-01-01", position=(60.5, 24.6)), gap("c", "2024-01-01"),
    )  # fmt: skip
    assert tuples(found) == [("cable:x", "gap-a-2024-01-01")]


def test_none_holds_when_no_fact_makes_all_its_conditions_true(infer: Infer) -> None:
    undetained = rule("""
        when:
          - {match: vessel, as: ship}
          - {match: ais_gap, as: gap, where: {vessel: $ship.id}}
          - {none: detention, where: {vessel: $ship.id, start: {after: $gap.start}}}
    """)
    ships = [ship(letter) for letter in "abc"]
    gaps = [gap(letter, "2024-01-10") for letter in "abc"]
    held = [fact("detention", vessel="ship:a", start="2024-02"), fact("detention", vessel="ship:b", start="2024-01-09")]
    assert tuples(infer(undetained, *ships, *gaps, *held)) == [
        ("gap-b-2024-01-10", "ship:b"),
        ("gap-c-2024-01-10", "ship:c"),
    ]


def test_none_that_looks_at_no_other_fact_stands_for_all(infer: Infer) -> None:
    quiet = rule("when: [{match: vessel, as: ship}, {none: exercise, where: {place: Baltic Sea}}]")
    assert tuples(infer(quiet, ship("a"), fact("exercise", name="X", date="2024"))) == [("ship:a",)]
    assert tuples(infer(quiet, ship("a"), fact("exercise", name="X", date="2024", place="Baltic Sea"))) == []


def test_two_blocking_facts_block_as_one_does(infer: Infer) -> None:
    unlisted = rule("when: [{match: vessel, as: ship}, {none: designation, where: {entity: $ship.id}}]")
    assert tuples(infer(unlisted, ship("a"), ship("b"), listing("a"), listing("a", "uk"))) == [("ship:b",)]


@pytest.mark.parametrize(
    ("bounds", "holds"),
    [
        ("at_least: 2", "ab"),
        ("at_least: 3", "a"),
        ("at_most: 2", "bc"),
        ("at_most: 0", "c"),
        ("at_least: 2, at_most: 2", "b"),
    ],
)
def test_count_lies_within_its_bounds_both_included(infer: Infer, bounds: str, holds: str) -> None:
    often = rule(
        f"when: [{{match: vessel, as: ship}}, {{count: ais_gap, as: gaps, where: {{vessel: $ship.id}}, {bounds}}}]"
    )
    gaps = [
        gap("a", "2024-01-01"),
        gap("a", "2024-01-02"),
        gap("a", "2024-01-03"),
        gap("b", "2024-01-01"),
        gap("b", "2024-01-02"),
    ]
    assert tuples(infer(often, ship("a"), ship("b"), ship("c"), *gaps)) == [(f"ship:{letter}",) for letter in holds]


def test_all_counted_facts_are_evidence(infer: Infer) -> None:
    often = rule(
        "when: [{match: vessel, as: ship}, {count: ais_gap, as: gaps, where: {vessel: $ship.id, hours: {gte: 5}}, at_least: 1}]"
    )
    found = infer(
        often, ship("a"), gap("a", "2024-01-03", hours=9), gap("a", "2024-01-01", hours=5), gap("a", "2024-01-02")
    )
    assert total(found, "gaps") == Total("count", 2, "ais_gap", ("gap-a-2024-01-01", "gap-a-2024-01-03"))


def test_count_of_distinct_values_leaves_unknown_ones_out(infer: Infer) -> None:
    areas = rule(
        "when: [{match: vessel, as: ship}, {count: ais_gap, as: gaps, where: {vessel: $ship.id}, distinct: hours, at_least: 0}]"
    )
    found = infer(
        areas,
        ship("a"),
        *(gap("a", f"2024-01-0{i}", hours=h) for i, h in ((1, 1), (2, 1.0), (3, 2))),
        gap("a", "2024-01-04"),
    )
    assert (total(found, "gaps").value, len(total(found, "gaps").facts)) == (2, 3)


def test_counted_by_two_facts_at_once(infer: Infer) -> None:
    met = rule("""
        when:
          - {match: vessel, as: one}
          - {match: vessel, as: two}
          - {count: ship_to_ship_transfer, as: times, where: {to_vessel: $two.id, from_vessel: $one.id}, at_least: 1}
    """)
    handed = [
        fact("ship_to_ship_transfer", from_vessel=f"ship:{a}", to_vessel=f"ship:{b}", start="2024-01-01T00:00:00Z")
        for a, b in ("ab", "cb")
    ]
    assert tuples(infer(met, ship("a"), ship("b"), ship("c"), *handed)) == [("ship:a", "ship:b"), ("ship:c", "ship:b")]


def test_blocked_by_two_facts_that_stand_in_another_order_than_they_join(infer: Infer) -> None:
    rules = rule("""
        when:
          - {match: vessel, as: ship}
          - {match: company, as: firm}
          - {match: ownership, as: stake, where: {asset: $ship.id}}
          - {match: management, as: running, where: {manager: $stake.owner, asset: $ship.id}}
          - {none: port_call, where: {vessel: $running.asset, port: $firm.name, country: $stake.owner}}
    """)
    firms = [fact("company", id=f"firm:{name}", name=name) for name in ("x", "y")]
    others = [
        fact("ownership", id="stake", owner="iso3166:PA", asset="ship:a"),
        fact("management", id="running", manager="iso3166:PA", asset="ship:a"),
        fact("port_call", vessel="ship:a", port="x", country="iso3166:PA", arrived="2024-01-01"),
    ]
    assert tuples(infer(rules, ship("a"), *firms, *others)) == [("firm:y", "running", "ship:a", "stake")]


def test_a_count_can_be_compared_with_later(infer: Infer) -> None:
    as_many = rule("""
        when:
          - {match: vessel, as: ship}
          - {count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 1}
          - {match: exercise, as: drill, where: {tally: {lte: $gaps.count}}}
          - {none: exercise, where: {tally: {gt: {ref: $gaps.count, plus: 1}}}}
    """)
    drills = [fact("exercise", id=f"drill-{n}", name=str(n), date="2024", tally=n) for n in (1, 2, 3)]
    gaps = [gap("a", "2024-01-01"), gap("a", "2024-01-02"), gap("b", "2024-01-01")]
    assert tuples(infer(as_many, ship("a"), ship("b"), *gaps, *drills)) == [
        ("drill-1", "ship:a"),
        ("drill-2", "ship:a"),
    ]


@pytest.mark.parametrize(
    ("bounds", "holds"), [("at_least: 50", "ab"), ("at_least: 50.5", "a"), ("at_most: 50", "bc"), ("at_most: 0", "c")]
)
def test_sum_lies_within_its_bounds(infer: Infer, bounds: str, holds: str) -> None:
    owned = rule(
        f"when: [{{match: company, as: firm}}, {{sum: ownership, of: share, as: held, where: {{asset: $firm.id}}, {bounds}}}]"
    )
    shares = [("a", 30), ("a", 20.5), ("b", 25), ("b", 25), ("b", None)]
    stakes = [
        fact("ownership", owner=f"holder:{i}", asset=f"firm:{letter}", **({"share": share} if share else {}))
        for i, (letter, share) in enumerate(shares)
    ]
    found = infer(owned, *(fact("company", id=f"firm:{letter}") for letter in "abc"), *stakes)
    assert tuples(found) == [(f"firm:{letter}",) for letter in holds]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.1] * 10, 1.0),
        ([1e308, 1e308], math.inf),
        ([1e308, 1e308, -1e308], 1e308),
        ([-1e308, -1e308], -math.inf),
        ([1e16, 1, -1e16], 1.0),
        ([], 0),
    ],
)
def test_a_sum_is_rounded_once(infer: Infer, values: list[float], expected: float) -> None:
    bound = "at_most: 1" if expected <= 1 else "at_least: 1"
    adds_up = rule(
        f"when: [{{match: vessel, as: ship}}, {{sum: indicator, of: value, as: s, where: {{about: $ship.id}}, {bound}}}]"
    )
    parts = [fact("indicator", name="x", about="ship:a", subject=str(i), value=value) for i, value in enumerate(values)]
    assert total(infer(adds_up, ship("a"), *parts), "s").value == expected


def test_a_sum_of_whole_numbers_is_exact(infer: Infer) -> None:
    most = rule("when: [{match: vessel, as: ship}, {sum: exercise, of: tally, as: s, at_least: 1}]")
    found = infer(most, ship("a"), *(fact("exercise", name=str(n), date="2024", tally=n) for n in (2**63 - 1, 1)))
    assert total(found, "s").value == 2**63


def test_a_bound_that_is_not_known_does_not_hold(infer: Infer) -> None:
    lapsed = parameter("lapsed", {"value": 0, "until": "2001-01-01"})
    bounded = rule("when: [{match: vessel, as: ship}, {count: ais_gap, at_least: $parameters.lapsed}]", lapsed)
    assert tuples(infer(bounded, ship("a"), parameters=(lapsed,))) == []


ANY_LISTING = """
    when:
      - {match: vessel, as: ship}
      - any:
          - [{match: designation, as: listing, where: {entity: $ship.id, authority: eu}}]
          - [{match: designation, as: listing, where: {entity: $ship.id, measure: asset_freeze}}]
"""


def test_a_tuple_that_satisfies_two_branches_is_one_match(infer: Infer) -> None:
    found = infer(
        rule(ANY_LISTING), ship("a"), ship("b"), ship("c"), listing("a", measure="asset_freeze"), listing("b", "uk", measure="asset_freeze"),
        listing("c", "uk"),
    )  # fmt: skip
    assert tuples(found) == [("eu-a", "ship:a"), ("uk-b", "ship:b")]


def test_branches_can_hold_by_absence_and_nest(infer: Infer) -> None:
    nested = rule("""
        when:
          - {match: vessel, as: ship}
          - any:
              - [{none: designation, where: {entity: $ship.id}}]
              - - {match: designation, as: listing, where: {entity: $ship.id}}
                - any:
                    - [{count: ais_gap, where: {vessel: $ship.id}, at_least: 2}]
                    - [{match: detention, as: held, where: {vessel: $listing.entity}}]
    """)
    held = fact("detention", id="held-b", vessel="ship:b", start="2024-01-01")
    gaps = [gap("c", "2024-01-01"), gap("c", "2024-01-02")]
    found = infer(nested, *(ship(letter) for letter in "abcd"), *(listing(letter) for letter in "bcd"), held, *gaps)
    assert tuples(found) == [("held-b", "eu-b", "ship:b"), ("eu-c", "ship:c"), ("ship:a",)]


def test_the_first_branch_that_holds_gives_the_totals(infer: Infer) -> None:
    either = rule("""
        when:
          - {match: vessel, as: ship}
          - any:
              - [{count: detention, as: of_a_kind, where: {vessel: $ship.id}, at_least: 1}]
              - [{count: ais_gap, as: of_a_kind, where: {vessel: $ship.id}, at_least: 1}]
    """)
    both = [fact("detention", vessel="ship:a", start="2024-01-01"), gap("a", "2024-01-01")]
    assert total(infer(either, ship("a"), *both), "of_a_kind").kind == "detention"
    assert total(infer(either, ship("a"), *both[1:]), "of_a_kind").kind == "ais_gap"


# 1. A match is one distinct tuple of facts.


def test_a_fact_stands_in_two_clauses_only_if_the_rule_says_so(infer: Infer) -> None:
    pairs = "when: [{match: ais_gap, as: one}, {match: ais_gap, as: two, where: {vessel: $one.vessel}}]"
    gaps = [gap("a", "2024-01-01"), gap("a", "2024-01-02")]
    one, two = gaps[0].id, gaps[1].id
    assert tuples(infer(rule(pairs), *gaps)) == [(one, two), (two, one)]
    assert tuples(infer(rule(f"distinct: false\n{pairs}"), *gaps)) == [(one, one), (one, two), (two, one), (two, two)]


def test_order_of_rules_and_facts_does_not_matter(infer: Infer) -> None:
    rules = [
        rule("when: [{match: indicator, as: i, where: {name: dark}}]", id="second"),
        rule(
            "when: [{match: ais_gap, as: g}]\nthen: {conclude: {kind: indicator, name: dark, about: $g.vessel}}",
            id="first",
        ),
    ]
    facts = [gap(letter, "2024-01-01") for letter in "abc"]
    assert infer(rules, *facts).matches == infer(rules[::-1], *facts[::-1]).matches


# 2. Three values.


def test_unknown_neither_matches_nor_blocks(infer: Infer) -> None:
    careful = rule("""
        when:
          - {match: insurance, as: cover, where: {insurer: {ne: none}}}
          - {none: insurance, where: {vessel: $cover.vessel, international_group: true}}
    """)
    found = infer(
        careful, fact("insurance", id="unknown", vessel="ship:a"), fact("insurance", id="none", vessel="ship:b", insurer="none"),
        fact("insurance", id="some", vessel="ship:c", insurer="Some Club"),
        fact("insurance", id="good", vessel="ship:d", insurer="Good Club", international_group=True),
    )  # fmt: skip
    assert tuples(found) == [("some",)]


def test_unknown_fields_join_nothing(infer: Infer) -> None:
    same = rule("when: [{match: vessel, as: one}, {match: vessel, as: two, where: {name: $one.name}}]")
    assert tuples(infer(same, ship("a"), ship("b"), ship("c", name="C"))) == []


def test_rough_dates_join_only_where_they_leave_nothing_open(infer: Infer) -> None:
    same_day = rule("when: [{match: exercise, as: drill}, {match: ais_gap, as: gap, where: {start: $drill.date}}]")
    drills = [
        fact("exercise", id=f"drill-{day}", name="X", date=day) for day in ("2024-01", "2024-01-31", "2024-02-01")
    ]
    assert tuples(infer(same_day, *drills, gap("a", "2024-01-31"))) == [("drill-2024-01-31", "gap-a-2024-01-31")]


# 4. Strata.

CHAIN = [
    rule(
        """
        when: [{match: ownership, as: stake, where: {share: {gte: 50}}}]
        then: {conclude: {kind: control, holder: $stake.owner, asset: $stake.asset, definition: test}}
        """,
        id="direct",
    ),
    rule(
        """
        when:
          - {match: control, as: upper, where: {definition: test}}
          - {match: ownership, as: stake, where: {owner: $upper.asset, share: {gte: 50}}}
        then: {conclude: {kind: control, holder: $upper.holder, asset: $stake.asset, definition: test}}
        """,
        id="along-the-chain",
    ),
]


def owns(owner: str, asset: str, share: float = 100) -> Fact:
    return fact("ownership", owner=f"firm:{owner}", asset=f"firm:{asset}", share=share)


def test_a_cycle_of_plain_matches_runs_to_its_fixpoint(infer: Infer) -> None:
    found = infer(CHAIN, owns("a", "b"), owns("b", "c"), owns("c", "a"), owns("c", "d", 49))
    held = {(c.holder[-1], c.asset[-1]) for c in found.base.of_kind("control")}  # type: ignore[attr-defined]
    assert held == {(x, y) for x in "abc" for y in "abc"}


def test_absence_and_number_are_asked_for_when_all_is_known(infer: Infer) -> None:
    unheld = rule("when: [{match: company, as: firm}, {none: control, where: {asset: $firm.id}}]", id="a-free")
    counted = rule(
        "when: [{match: company, as: firm}, {count: control, as: holders, where: {asset: $firm.id}, at_least: 2}]",
        id="z-held",
    )
    firms = [fact("company", id=f"firm:{letter}") for letter in "abcd"]
    found = infer([unheld, *CHAIN, counted], *firms, owns("a", "b"), owns("b", "c"))
    fired = [(match.rule, match.bindings[0][2]) for match in found.matches if match.rule in ("a-free", "z-held")]
    assert fired == [("a-free", "firm:a"), ("a-free", "firm:d"), ("z-held", "firm:c")]


def test_one_indicator_can_be_counted_while_another_is_concluded(infer: Infer) -> None:
    rules = [
        rule(
            """
            when: [{match: vessel, as: ship}, {count: indicator, where: {name: sign, about: $ship.id}, at_least: 2}]
            then: {conclude: {kind: indicator, name: pattern, about: $ship.id}}
            """,
            id="a-pattern",
        ),
        rule(
            "when: [{match: ais_gap, as: g}]\nthen: {conclude: {kind: indicator, name: sign, about: $g.vessel, subject: $g.area}}",
            id="sign",
        ),
    ]
    found = infer(
        rules,
        ship("a"),
        ship("b"),
        gap("a", "2024-01-01", area="X"),
        gap("a", "2024-01-02", area="Y"),
        gap("b", "2024-01-01"),
    )
    assert [key[1] for key in found.derivations if "pattern" in key[1]] == ["indicator:pattern/ship:a/-/-/-"]


# 5. Time.


def test_a_fact_counts_once_it_was_reported(infer: Infer) -> None:
    every = rule("when: [{match: election, as: vote}]")
    votes = [
        fact("election", id="said", country="iso3166:MD", date="2025-10-01", reported="2024-06-30"),
        fact("election", id="not-yet-said", country="iso3166:MD", date="2025-11-01", reported="2024-07-01"),
    ]
    assert tuples(infer(every, *votes)) == [("said",)]
    happened = rule("when: [{match: detention, as: held}]")
    held = [fact("detention", id=day, vessel="ship:a", start=day) for day in ("2024-06-30", "2024-07-01")]
    assert tuples(infer(happened, *held)) == [("2024-06-30",)]


def test_only_rules_in_effect_fire(infer: Infer) -> None:
    plain = rule(f"when: [{TANKERS}]")
    late = Rule(
        plain.header.model_copy(
            update={"id": "late", "effective": type(plain.header.effective)(**{"from": "2024-07-01"})}
        ),
        "tests",
        plain.when,
        plain.then,
        plain.location,
    )
    draft = Rule(
        plain.header.model_copy(update={"id": "draft", "status": "draft"}),
        "tests",
        plain.when,
        plain.then,
        plain.location,
    )
    found = infer([plain, late, draft], ship("a", type="crude_oil_tanker"))
    assert [match.rule for match in found.matches] == ["a-rule"]


def test_parameters_are_read_at_the_day_or_at_a_date_and_place_that_the_rule_names(infer: Infer) -> None:
    cap = parameter(
        "cap",
        {"value": 60, "jurisdiction": "eu", "until": "2024-01-31"},
        {"value": 47.6, "jurisdiction": "eu", "from": "2024-02-01"},
        {"value": 60},
    )
    above = "when: [{match: cargo_sale, as: sale, where: {price: {gt: %s}}}]"
    sales = [
        fact("cargo_sale", id=day, vessel="ship:a", date=day, product="crude", price=50)
        for day in ("2024-01-31", "2024-02-01", "2024")
    ]
    now = rule(above % "{parameter: cap, jurisdiction: eu}", cap)
    assert len(infer(now, *sales, parameters=(cap,)).matches) == 3
    anywhere = rule(above % "$parameters.cap", cap)
    assert infer(anywhere, *sales, parameters=(cap,)).matches == ()
    then = rule(
        """
        when:
          - {match: cargo_sale, as: sale}
          - {match: cargo_sale, as: priced, where: {id: $sale.id, price: {gt: {parameter: cap, jurisdiction: eu, at: $sale.date}}}}
        distinct: false
        """,
        cap,
    )
    assert tuples(infer(then, *sales, parameters=(cap,))) == [("2024-02-01", "2024-02-01")]
    assert infer(then, parameters=(cap,)).parameters_used == {("cap", "eu")}


# 6. Provenance.


def test_a_derived_fact_names_the_matches_behind_it(infer: Infer) -> None:
    dark = rule(
        "when: [{match: ais_gap, as: g}]\nthen: {conclude: {kind: indicator, name: dark, about: $g.vessel, subject: $g.area}}"
    )
    found = infer(dark, gap("a", "2024-01-01"), gap("a", "2024-01-02"))
    (key, behind), *others = found.derivations.items()
    assert (key, others) == (("indicator", "indicator:dark/ship:a/-/-/-"), [])
    assert [match.bindings for match in behind] == [(("g", "ais_gap", f"gap-a-2024-01-0{day}"),) for day in (1, 2)]
    assert found.base.get(*key).model_dump(exclude_none=True)["about"] == "ship:a"


def test_a_given_fact_is_kept_where_a_rule_concludes_the_same(infer: Infer) -> None:
    dark = rule("when: [{match: ais_gap, as: g}]\nthen: {conclude: {kind: indicator, name: dark, about: $g.vessel}}")
    given = fact("indicator", name="dark", about="ship:a", note="Seen by hand")
    found = infer(dark, gap("a", "2024-01-01"), given)
    assert list(found.base.of_kind("indicator")) == [given]
    assert ("indicator", given.id) in found.derivations


def test_a_conclusion_that_its_kind_does_not_allow_is_an_error_with_its_place(infer: Infer) -> None:
    then = Conclude(
        "indicator", {"name": Constant("x"), "country": FieldReference("ship", "name")}
    )  # no reader lets this pass
    bold = made("bold", [Match("vessel", "ship")], then)
    with pytest.raises(
        EngineError, match=r"(?s)bold\.yaml:1: .*ship:a is no indicator \(country: .*let the rule ask"
    ) as caught:
        infer(bold, ship("a", name="Ruritania"))
    assert caught.value.location == bold.location


def test_two_conclusions_under_one_id_are_an_error(infer: Infer) -> None:
    then = Conclude("indicator", {"id": Constant("one"), "name": Constant("x"), "about": FieldReference("ship", "id")})
    with pytest.raises(
        EngineError, match=r"(?s)same\.yaml:1: two different conclusions go by the id 'one'.*name, about, country"
    ):
        infer(made("same", [Match("vessel", "ship")], then), ship("a"), ship("b"))
    assert len(infer(made("same", [Match("vessel", "ship")], then), ship("a")).matches) == 1


def test_a_conclusion_made_of_the_id_of_a_conclusion_is_an_error_and_not_endless(infer: Infer) -> None:
    then = Conclude("indicator", {"name": Constant("x"), "about": FieldReference("sign", "id")})
    endless = made("endless", [Match("indicator", "sign")], then)
    with pytest.raises(
        EngineError, match=r"(?s)endless\.yaml:1: .*from the id of the indicator 'sign'.*what the indicator is about"
    ):
        infer(endless, fact("indicator", name="x"))
