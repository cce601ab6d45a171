"""One condition at a time: SQL makes it true, false or unknown for just those facts for which `truth.holds` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Literal

import pytest
from asking import conditions
from generated import examples
from given_facts import facts
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, fact, rule, rulebook
from pools import DAYS, ENTITIES, NUMBERS, OBSERVED, PARAMETERS, PLACES, TEXTS, TIMES, WHOLES, World
from scope import Scope

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.sql.condition_sql import condition_truth
from countermove.inference.sql.known_tables import KnownTables
from countermove.inference.sql.on_duckdb import OnDuckDB
from countermove.inference.sql.terms import Lookup, fact_term, in_table
from countermove.inference.truth import Context, holds
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import Condition, Constant, FieldReference, Scaled
from countermove.rulebook.rule import Rule
from countermove.rulebook.typing import OPERATORS
from countermove.tables.database import Database
from countermove.tables.quoting import identifier
from countermove.tables.storing import store

CONTEXT = Context(rulebook([], PARAMETERS), DAY)
EVERYTHING = World(
    OBSERVED,
    {
        "entity": ENTITIES, "text": [*TEXTS, *ENTITIES], "number": NUMBERS, "whole": WHOLES, "flag": [True, False], "day": DAYS,
        "time": TIMES, "position": PLACES,
    },
)  # fmt: skip
"""All values of all pools at once: here nothing has to meet, every pair of facts is looked at."""
FACTS, CONDITIONS = 14, 12
SIDES: tuple[Literal["before", "after", "around"], ...] = ("before", "after", "around")


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with Database(threads=1) as made:
        yield made


def truths(
    database: Database, asked: Sequence[Condition], kind: str, known: Sequence[Fact], beside: Sequence[Fact]
) -> list[tuple[bool | None, ...]]:
    """For each pair of facts, the one of a kind and the other called `other`, what SQL makes of each condition."""
    sql = OnDuckDB(database)
    for table in sql.tables():
        sql.drop(table)
    other = beside[0].kind
    kinds = {known[0].kind: known} if kind == other else {kind: known, other: beside}
    for start, facts_ in enumerate(kinds.values()):
        store(database, facts_, 1000 * start)
    shape = KnownTables(sql, [_rule(asked, kind, other)], date.max, list(kinds)).shape
    tables = {name: shape.folded.get(name, shape.tables[name]) for name in kinds}

    def lookup(name: str, table: str) -> Lookup:
        return lambda field: fact_term(name, field, in_table(table), name in shape.folded)

    columns = [
        condition_truth(c, lookup(kind, "t"), {"other": lookup(other, "o")}, CONTEXT).three_valued() for c in asked
    ]
    query = (
        f"SELECT {', '.join(columns)} FROM {identifier(tables[kind])} AS t CROSS JOIN {identifier(tables[other])} AS o "
        "ORDER BY t.n, o.n"
    )
    return database.rows(query)


def _rule(asked: Sequence[Condition], kind: str, other: str) -> Rule:
    found = rule("when: [{match: vessel, as: v}]")
    object.__setattr__(found, "when", (Match(other, "other"), Match(kind, "own", tuple(asked))))
    return found


def check(
    database: Database, asked: Sequence[Condition], kind: str, known: Sequence[Fact], beside: Sequence[Fact]
) -> None:
    found = iter(truths(database, asked, kind, known, beside))
    for one in known:
        for other in beside:
            expected = [holds(c, one, {"other": other}, CONTEXT) for c in asked]
            for condition, wanted, got in zip(asked, expected, next(found), strict=True):
                assert got is wanted, f"{condition}\n{one!r}\n{other!r}"


def some(by: Random, kind: str) -> list[Fact]:
    found = [facts(by, EVERYTHING, kind) for _ in range(FACTS)]
    return [f.model_copy(update={"id": f"{f.id} {i}"}) if f.key else f for i, f in enumerate(found)]


@examples()
@given(number=st.integers(0, 2**63 - 1))
def test_a_condition_is_true_false_or_unknown_as_in_the_definition(database: Database, number: int) -> None:
    by = Random(number)  # noqa: S311
    kind, other = by.choice(OBSERVED), by.choice(OBSERVED)
    known = list({f.id: f for f in some(by, kind)}.values())
    beside = known if other == kind else list({f.id: f for f in some(by, other)}.values())
    scope = Scope.of(EVERYTHING, [*known, *beside], 0)
    scope.kinds["other"] = other
    asked = []
    for _ in range(CONDITIONS):
        scope.witnesses["other"] = by.choice(beside)
        asked.append(conditions(by, scope, kind, by.choice(known)))
    check(database, asked, kind, known, beside)


NUMBER_PAIRS = [2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**30, 0, -1]


@pytest.mark.parametrize("operator", ["eq", "ne", "lt", "lte", "gt", "gte", "between", "in", "not_in"])
def test_numbers_are_compared_exactly(database: Database, operator: str) -> None:
    """Whole numbers and floats, of which a database would make the same where Python does not."""
    wholes = [
        fact("exercise", name=str(i), date="2024-01-01", tally=n)
        for i, n in enumerate([1, 2**53, 2**53 + 1, 2**63 - 1])
    ]
    floats = [
        fact("ais_gap", vessel="ship:a", start=f"2024-01-01T00:00:{i:02}Z", hours=hours, distance_km=0)
        for i, hours in enumerate([0.0, 1.0, 2.0**53, 2.0**53 + 2, 2.0**63, 1e308, 5e-324, 0.5])
    ]
    for kind, field, known, beside, reference in (
        ("exercise", "tally", wholes, floats, "hours"),
        ("ais_gap", "hours", floats, wholes, "tally"),
    ):
        asked = []
        for value in [*NUMBER_PAIRS, *map(float, NUMBER_PAIRS), 0.5, -0.0]:
            constant = Constant((value,) if operator in ("in", "not_in") else value)
            asked.append(Condition(field, operator, (constant, constant) if operator == "between" else (constant,)))  # type: ignore[arg-type]
        if operator not in ("in", "not_in"):
            operand = FieldReference("other", reference)
            asked.append(Condition(field, operator, (operand, operand) if operator == "between" else (operand,)))  # type: ignore[arg-type]
        check(database, asked, kind, known, beside)


@pytest.mark.parametrize("beside", ["exercise", "ais_gap"])
@pytest.mark.parametrize("kind", ["exercise", "ais_gap"])
def test_times_are_moved_as_far_as_the_calendar_goes(database: Database, kind: str, beside: str) -> None:
    """Every day, span and moment against every other, moved by numbers of days that stand in the rule or in a fact."""
    shown = {
        "exercise": [fact("exercise", name="x", date=day) for day in [*DAYS, "0001", "9999", "0001-01/9999-12"]],
        "ais_gap": [
            fact("ais_gap", vessel="ship:a", start=moment, hours=hours)
            for moment, hours in zip(TIMES, [0, 0.5, 1, 1.75, 200, 1e9, 365.5, 3652058.5, 1e308], strict=True)
        ],
    }
    fields_ = {"exercise": "date", "ais_gap": "start"}
    asked = []
    anchor = FieldReference("other", fields_[beside])
    for days in (1, -1, 0.5, -1.5, 200, -200, 3652058, -3652058.5, 1e9, -1e9):
        moved = Scaled(anchor, 1, days)
        asked += [Condition(fields_[kind], operator, (moved,)) for operator in ("eq", "lt", "gte", "gt", "lte")]
        asked.append(Condition(fields_[kind], "within", (Constant(1), moved), "around"))
        asked += [Condition(fields_[kind], "within", (Constant(days), anchor), side) for side in SIDES]
    if beside == "ais_gap":
        hours = FieldReference("other", "hours")
        asked += [Condition(fields_[kind], "within", (hours, anchor), side) for side in SIDES]
        asked += [Condition(fields_[kind], "within", (hours, Scaled(anchor, 1, 200)), side) for side in SIDES]
    check(database, asked, kind, shown[kind], shown[beside])


def test_a_text_of_a_rule_may_hold_what_no_literal_can(database: Database) -> None:
    known = [
        fact("vessel", id="ship:a", name="a\0b"),
        fact("vessel", id="ship:b", name="ab"),
        fact("vessel", id="ship:c"),
    ]
    texts = ["a\0b", "\0", "a", "", "\ud800", "a\ud800", "'", "\u2028"]
    asked = [
        Condition("name", operator, (Constant(text),)) for text in texts for operator in ("eq", "ne", "contains_text")
    ]
    asked += [Condition("name", operator, (Constant(tuple(texts)),)) for operator in ("in", "not_in")]
    check(database, asked, "vessel", known, known)


def test_every_operator_and_every_type_is_among_the_conditions_tried() -> None:
    by, scope = Random(1), Scope.of(EVERYTHING, [], 0)  # noqa: S311
    seen = set()
    for _ in range(6000):
        kind = by.choice(OBSERVED)
        condition = conditions(by, scope, kind, None)
        described = fields(kind)[condition.field]
        seen.add((condition.operator, described.type))
    assert seen == {(operator, type_) for operator, types in OPERATORS.items() for type_ in types}
