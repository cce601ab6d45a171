"""Matches as tables: what stands in them, clause by clause, and that a run can be repeated over the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from making import DAY, fact, made, parameter, rule, rulebook

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference.sql.concluding import DERIVED_FROM
from countermove.inference.sql.found import Found, find
from countermove.inference.sql.rule_sql import fact_filter, opened_query
from countermove.inference.truth import value_of
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Conclude, Rule
from countermove.tables.database import Database
from countermove.tables.quoting import identifier
from countermove.tables.storing import store

TRADE = "then: {caveat: {text: Mind the ships., steps: [1]}}"


@pytest.fixture
def database() -> Iterator[Database]:
    with Database(threads=1) as new:
        yield new


def found(
    database: Database, rules: Rule | list[Rule], facts: list[Fact], *parameters: Parameter, as_of: date = DAY
) -> Found:
    store(database, facts)
    return find(rulebook([rules] if isinstance(rules, Rule) else rules, parameters), database, as_of)


def rows(database: Database, result: Found, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of all tables of matches, in order."""
    named = ", ".join(map(identifier, columns))
    queries = [f"SELECT {named} FROM {identifier(table.table)}" for table in result.tables]
    return sorted(row for query in queries for row in database.rows(query))


def ship(id: str, **values: Any) -> Fact:
    return fact("vessel", id=f"ship:{id}", **values)


def gap(id: str, ship: str, hours: float | None = 1.0, day: int = 1) -> Fact:
    known = {} if hours is None else {"hours": hours}
    return fact("ais_gap", id=id, vessel=f"ship:{ship}", start=f"2024-01-{day:02}T00:00:00Z", **known)


def test_a_table_has_a_column_for_each_fact_and_the_facts_of_each_total(database: Database) -> None:
    asked = rule(f"""
        when:
          - {{match: vessel, as: ship}}
          - {{count: ais_gap, as: gaps, where: {{vessel: $ship.id}}, at_least: 2}}
          - {{sum: ais_gap, of: hours, where: {{vessel: $ship.id}}, at_most: 10}}
        {TRADE}
        """)
    facts = [ship("a"), ship("b"), gap("y", "a", 1.5), gap("x", "a", 2.5), gap("z", "a", None), gap("w", "b")]
    result = found(database, asked, facts)
    [table] = result.tables
    assert (table.rule, table.aliases, table.concluded, table.count) == ("a-rule", {"ship": "vessel"}, False, 1)
    assert table.totals == {"gaps": ("count", "ais_gap"), "#2": ("sum", "ais_gap")}
    assert rows(database, result, "a ship", "v gaps", "f gaps", "v #2", "f #2") == [(0, 3, [2, 3, 4], 4.0, [2, 3])]


def test_nothing_counts_as_none_and_as_a_total_of_nothing(database: Database) -> None:
    asked = rule(f"""
        when:
          - {{match: vessel, as: ship}}
          - {{none: ais_gap, where: {{vessel: $ship.id, hours: {{gte: 2}}}}}}
          - {{count: ais_gap, as: gaps, where: {{vessel: $ship.id}}, at_least: 0}}
          - {{count: loitering, at_most: 0}}
        {TRADE}
        """)
    facts = [ship("a"), ship("b"), ship("c"), gap("x", "a", 2), gap("y", "b", 1), gap("z", "b", None)]
    result = found(database, asked, facts)
    assert rows(database, result, "a ship", "v gaps", "f gaps", "v #2") == [(1, 2, [4, 5], 0), (2, 0, [], 0)]


def test_a_total_that_is_the_same_for_all_matches_stands_once(database: Database) -> None:
    asked = rule(f"""
        when:
          - {{match: vessel, as: ship}}
          - {{count: ais_gap, as: gaps, where: {{hours: {{gte: 2}}}}, at_least: 1}}
        {TRADE}
        """)
    result = found(database, asked, [ship("a"), ship("b"), gap("x", "a", 2), gap("y", "b", 3), gap("z", "b")])
    [table] = result.tables
    assert rows(database, result, "a ship", "v gaps", "f gaps") == [(0, 2, None), (1, 2, None)]
    assert database.rows(f"SELECT v, f FROM {identifier(table.shared['gaps'])}") == [(2, [2, 3])]


def test_a_tuple_of_two_branches_is_one_match_with_the_totals_of_the_first(database: Database) -> None:
    asked = rule(f"""
        when:
          - {{match: vessel, as: ship}}
          - any:
              - - {{count: ais_gap, where: {{vessel: $ship.id, hours: {{gte: 2}}}}, at_least: 1}}
              - - {{count: ais_gap, where: {{vessel: $ship.id}}, at_least: 1}}
        {TRADE}
        """)
    facts = [ship("a"), ship("b"), gap("x", "a", 2), gap("y", "a", 1), gap("z", "b", 1)]
    result = found(database, asked, facts)
    assert rows(database, result, "a ship", "f #1") == [(0, [2]), (1, [4])]


def test_branches_with_other_totals_do_not_repeat_each_others_matches(database: Database) -> None:
    asked = rule(f"""
        when:
          - {{match: vessel, as: ship}}
          - any:
              - - {{none: loitering, where: {{vessel: $ship.id}}}}
              - - {{count: ais_gap, where: {{vessel: $ship.id}}, at_least: 1}}
        {TRADE}
        """)
    facts = [
        ship("a"),
        ship("b"),
        gap("x", "a"),
        gap("y", "b"),
        fact("loitering", vessel="ship:b", start="2024-01-01T00:00:00Z"),
    ]
    result = found(database, asked, facts)
    assert [len(table.totals) for table in result.tables] == [0, 1]
    assert rows(database, result, "a ship") == [(0,), (1,)]


@pytest.mark.parametrize(
    ("distinct", "expected"), [(True, [(0, 1), (1, 0)]), (False, [(0, 0), (0, 1), (1, 0), (1, 1)])]
)
def test_a_fact_stands_in_one_clause_only_where_the_rule_says_so(
    database: Database, distinct: bool, expected: list[tuple[int, int]]
) -> None:
    asked = rule(f"""
        distinct: {str(distinct).lower()}
        when:
          - {{match: vessel, as: one}}
          - {{match: vessel, as: other}}
        {TRADE}
        """)
    assert rows(database, found(database, asked, [ship("a"), ship("b")]), "a one", "a other") == expected


def test_facts_count_once_they_were_known(database: Database) -> None:
    asked = rule(f"when: [{{match: vessel, as: ship}}]\n{TRADE}")
    facts = [ship("a"), ship("b", reported="2024-07-01"), ship("c", evidence=[{"source": "S", "published": "2024-07"}])]
    result = found(database, asked, facts)
    assert rows(database, result, "a ship") == [(0,)]
    assert find(result.rulebook, database, date(2024, 7, 1)).count == 3


CHAIN = [
    rule("""
        when: [{match: ownership, as: stake, where: {share: {gte: 50}}}]
        then: {conclude: {kind: control, holder: $stake.owner, asset: $stake.asset, definition: test}}
        """, id="direct"),
    rule("""
        when:
          - {match: control, as: upper}
          - {match: ownership, as: stake, where: {owner: $upper.asset, share: {gte: 50}}}
        then: {conclude: {kind: control, holder: $upper.holder, asset: $stake.asset, definition: test}}
        """, id="chain"),
]  # fmt: skip
STAKES = [fact("ownership", owner=f"org:{i}", asset=f"org:{(i + 1) % 5}", share=60) for i in range(5)]


def test_rules_that_feed_each_other_run_until_nothing_follows(database: Database) -> None:
    result = found(database, CHAIN, STAKES)
    derived = database.rows("SELECT n, id, holder, asset FROM control ORDER BY n")
    assert {(holder, asset) for _, _, holder, asset in derived} == {
        (f"org:{i}", f"org:{j}") for i in range(5) for j in range(5)
    }
    assert all(n >= DERIVED_FROM and id == f"control:{holder}/{asset}/test" for n, id, holder, asset in derived)
    numbers = {n for n, *_ in derived}
    assert {d for (d,) in rows(database, result, "d")} == numbers


def test_a_second_run_begins_where_the_first_did(database: Database) -> None:
    result = found(database, CHAIN, STAKES)
    before = rows(database, result, "d"), [(table.rule, table.count) for table in result.tables]
    again = find(result.rulebook, database, DAY)
    assert (rows(database, again, "d"), [(table.rule, table.count) for table in again.tables]) == before
    assert database.rows("SELECT count(*) FROM control") == [(25,)]


def test_a_given_fact_stands_for_what_a_rule_concludes_too(database: Database) -> None:
    given = fact("control", holder="org:0", asset="org:1", definition="test", note="as told")
    result = found(database, CHAIN[:1], [*STAKES[:1], given])
    assert rows(database, result, "d") == [(1,)]
    assert database.rows("SELECT note FROM control") == [("as told",)]


VALUE = """
    when: [{match: ais_gap, as: gap}]
    then: {conclude: {kind: indicator, name: silent, about: $gap.area, value: $gap.hours}}
    """


def test_ids_are_those_that_python_makes(database: Database) -> None:
    areas = ["Baltic Sea", "a  b", "c\td", "é", "x" * 150, "\u2003z", "a/b", None, "-x"]
    hours = [0.0, -0.0, 1.0, 2.5, 1e16, 1e308, 5e-324, 999999999999999.0, None]
    facts = []
    for i, (area, value) in enumerate((area, value) for area in areas for value in hours):
        values = {name: v for name, v in (("area", area), ("hours", value)) if v is not None}
        start = f"2024-01-01T00:{i // 60:02}:{i % 60:02}Z"
        facts.append(fact("ais_gap", vessel="ship:a", start=start, **values))
    found(database, rule(VALUE), facts)
    derived = database.rows("SELECT id, about, value FROM indicator")
    expected = {
        fact(
            "indicator",
            name="silent",
            **{k: v for k, v in (("about", value_of(f, "area")), ("value", value_of(f, "hours"))) if v is not None},
        ).id
        for f in facts
    }
    assert {id for id, _, _ in derived} == expected
    assert len(derived) == len(areas) * len(hours)


def test_two_conclusions_by_one_id_are_refused(database: Database) -> None:
    facts = [
        fact("ais_gap", vessel="ship:a", start=f"2024-01-0{i}T00:00:00Z", area=area)
        for i, area in ((1, "a b"), (2, "a_b"))
    ]
    with pytest.raises(EngineError, match="two different conclusions go by the id 'indicator:silent/a_b/-/-/-'"):
        found(database, rule(VALUE), facts)


def test_a_missing_value_and_a_dash_are_two_conclusions(database: Database) -> None:
    facts = [
        fact("ais_gap", vessel="ship:a", start="2024-01-01T00:00:00Z", area="-"),
        fact("ais_gap", vessel="ship:b", start="2024-01-01T00:00:00Z"),
    ]
    with pytest.raises(EngineError, match="two different conclusions"):
        found(database, rule(VALUE), facts)


def test_what_a_kind_does_not_allow_is_refused_with_the_facts_behind(database: Database) -> None:
    then = Conclude("assessment", {"name": Constant("found"), "country": FieldReference("claim", "text")})
    asked = made("a-rule", [Match("narrative", "claim")], then)
    facts = [fact("narrative", id="told", campaign="c", text="no country")]
    with pytest.raises(EngineError, match="what the rule concludes from told is no assessment"):
        found(database, asked, facts)


def test_an_id_made_of_the_id_of_a_derived_fact_is_refused(database: Database) -> None:
    grows = rule("""
        when: [{match: control, as: grip}]
        then: {conclude: {kind: indicator, name: grip, about: $grip.id}}
        """, id="grows")  # fmt: skip
    with pytest.raises(EngineError, match="from the id of the control 'grip'"):
        found(database, [*CHAIN, grows], STAKES)


def test_sums_are_rounded_once_whatever_the_numbers(database: Database) -> None:
    asked = rule(
        f"""
        when:
          - {{match: vessel, as: ship}}
          - {{sum: ais_gap, of: hours, as: all, where: {{vessel: $ship.id}}, at_least: 0}}
          - {{match: vessel, as: same, where: {{id: $ship.id, deadweight: $all.sum}}}}
        {TRADE}
        """.replace("when:", "distinct: false\n        when:", 1)
    )
    plain = [ship("a", deadweight=0.1 * 10), *(gap(f"g{i}", "a", 0.1, i + 1) for i in range(10))]
    assert sum([0.1] * 10) != 1.0
    assert rows(database, found(database, asked, plain), "a ship", "v all") == [(0, 1.0)]
    with Database(threads=1) as other:
        odd = [
            ship("a", deadweight=5e-324),
            *(gap(f"g{i}", "a", h, i + 1) for i, h in enumerate([1e308, 5e-324, 1e308])),
        ]
        asked_of = rule(f"""
            when:
              - {{match: vessel, as: ship}}
              - {{sum: ais_gap, of: hours, as: all, where: {{vessel: $ship.id}}, at_least: 1}}
            {TRADE}
            """)
        assert rows(other, found(other, asked_of, odd), "a ship", "v all") == [(0, float("inf"))]


def test_bounds_may_be_parameters_and_without_a_value_nothing_is_within(database: Database) -> None:
    text = f"""
        when:
          - {{match: vessel, as: ship}}
          - {{count: ais_gap, where: {{vessel: $ship.id}}, at_least: $parameters.least}}
        {TRADE}
        """
    facts = [ship("a"), gap("x", "a")]
    standing, lapsed = parameter("least", {"value": 1}), parameter("least", {"value": 1, "until": "2001-01-01"})
    assert found(database, rule(text, standing), facts, standing).count == 1
    assert find(rulebook([rule(text, lapsed)], [lapsed]), database, DAY).count == 0


def test_a_rule_over_kinds_without_facts_makes_no_query(database: Database) -> None:
    asked = rule(
        f"when: [{{match: vessel, as: ship}}, {{match: loitering, as: l, where: {{vessel: $ship.id}}}}]\n{TRADE}"
    )
    result = found(database, asked, [ship("a")])
    assert (result.tables, dict(result.facts)) == ((), {"vessel": "vessel"})


def test_one_condition_can_be_asked_to_be_unknown(database: Database) -> None:
    asked = rule(f"""
        when:
          - {{match: vessel, as: ship, where: {{built: {{lte: 2000}}, flag: "iso3166:PA"}}}}
          - {{none: ais_gap, where: {{vessel: $ship.id}}}}
        {TRADE}
        """)
    facts = [
        ship("a", flag="iso3166:PA"), ship("b", flag="iso3166:PA", built=2010), ship("c", flag="iso3166:PA", built=1990),
        ship("d", flag="iso3166:RU"), ship("e", flag="iso3166:PA"), gap("x", "e"),
    ]  # fmt: skip
    result = found(database, asked, facts)
    assert rows(database, result, "a ship") == [(2,)]
    opened = opened_query(asked, 0, (0, 0), result.context, result.shape, result.summed)
    assert opened is not None
    assert database.rows(opened.sql) == [(0,)]
    clause = asked.when[0]
    assert isinstance(clause, Match)
    alone = fact_filter("vessel", clause.where, result.context, result.shape, "v", opened=0)
    assert database.rows(f"SELECT n FROM vessel v WHERE {alone} ORDER BY n") == [(0,), (4,)]
