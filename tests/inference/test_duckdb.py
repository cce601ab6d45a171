"""The engine `duckdb`: objects in, objects out, and by trial what the reference gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from generated import examples
from hypothesis import given
from making import DAY, everything, fact, inferred, made, rule
from recommending_tables import book
from strategies import Case, cases

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference import reference
from countermove.inference.duckdb import infer_in
from countermove.inference.match import Inference
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match
from countermove.rulebook.condition import Condition, Constant, FieldReference
from countermove.rulebook.rule import Caveat, Conclude, Rule
from countermove.rulebook.told import Told
from countermove.tables.database import Database
from countermove.tables.quoting import identifier


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """One for all examples: to open one takes longer than an example."""
    with Database(threads=1) as new:
        yield new


def emptied(database: Database) -> Database:
    for word in ("VIEW", "TABLE"):
        listed = f"SELECT {word.lower()}_name FROM duckdb_{word.lower()}s() WHERE NOT internal"
        for (name,) in database.rows(listed):
            database.run(f"DROP {word} {identifier(name)}")
    return database


@examples()
@given(case=cases())
def test_it_gives_what_the_reference_gives(database: Database, case: Case) -> None:
    rules, facts = case
    assert outcome(emptied(database), rules, facts) == outcome(None, rules, facts)


def outcome(database: Database | None, rules: list[Rule], facts: list[Fact]) -> object:
    """All of it but the engine's name; or that a conclusion was refused, which is not the same as a database that fails."""
    rulebook = book(rules)
    try:
        return everything(
            infer_in(database, rulebook, facts, DAY) if database else reference.infer(rulebook, facts, DAY)
        )
    except EngineError as error:
        if "database" in str(error):
            raise
        return "refused"


C, R = Condition, FieldReference
GAPS = (C("vessel", "eq", (R("v", "id"),)),)
UNUSUAL: dict[str, list[Clause]] = {
    "no match clause": [Absent("loitering")],
    "nothing holds": [Absent("vessel")],
    "a count alone": [Aggregate("vessel", "count", "c", at_least=1)],
    "a count of a kind without facts": [Aggregate("loitering", "count", "c", at_least=0)],
    "a sum beside a count": [
        Aggregate("vessel", "count", "c", at_least=1),
        Aggregate("ais_gap", "sum", None, (C("hours", "gte", (R("c", "count"),)),), "hours", 0),
    ],
    "a match after a total": [
        Aggregate("vessel", "count", "c", at_least=1),
        Aggregate("ais_gap", "sum", "s", (C("hours", "gt", (R("c", "count"),)),), "hours", 0),
        Match("vessel", "v", (C("built", "gte", (R("s", "count"),)),)),
    ],
    "places told apart": [Match("vessel", "v"), Aggregate("ais_gap", "count", "g", GAPS, "position", 1)],
    "branches without names": [AnyOf(((Absent("vessel"),), (Aggregate("vessel", "count", "c", at_least=1),), (Absent("loitering"),)))],
    "the same branch twice": [AnyOf(((Absent("loitering"),), (Absent("loitering"),)))],
    "totals that differ by branch": [
        Match("vessel", "v"),
        AnyOf((
            (Aggregate("ais_gap", "count", "c", at_least=1),),
            (Aggregate("ais_gap", "count", "c", (C("hours", "gte", (Constant(1),)),), at_least=1),),
        )),
    ],
    "a total of totals": [
        Match("vessel", "v"),
        Aggregate("ais_gap", "count", "c", GAPS, at_least=0),
        Aggregate("ais_gap", "count", "d", (C("hours", "gte", (R("c", "count"),)),), at_least=0),
        Aggregate("ais_gap", "sum", "e", (C("hours", "gte", (R("d", "count"),)),), "hours", 0),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "then", [Caveat(Told.all("Mind this."), (1,)), Conclude("assessment", {"name": Constant("found")})]
)
@pytest.mark.parametrize("when", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_rules(database: Database, when: list[Clause], then: Caveat | Conclude) -> None:
    start = {"start": "2024-01-01T00:00:00Z", "position": (1, 2)}
    facts = [
        fact("vessel", id="ship:a", built=2000), fact("vessel", id="ship:b"),
        fact("ais_gap", vessel="ship:a", hours=3, **start), fact("ais_gap", vessel="ship:b", **start),
    ]  # fmt: skip
    rules = [made("a-rule", when, then)]
    assert outcome(emptied(database), rules, facts) == outcome(None, rules, facts)


def test_a_view_of_outer_joins_joined_with_itself_keeps_its_columns(database: Database) -> None:
    """A step of DuckDB 2.0's optimizer swaps them; `Database` switches it off."""
    asked = rule("""
        when:
          - {match: control, as: one}
          - {none: control, where: {id: {starts_with: $one.holder}}}
        """)
    known = fact("control", holder="org:ü", asset="iso3166:PA", definition="ß")
    assert len(inferred("duckdb", asked, [known]).matches) == 1


def test_a_second_base_in_another_order_gives_the_same(database: Database) -> None:
    asked = rule("""
        when:
          - {match: vessel, as: ship}
          - {count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 2}
        then: {conclude: {kind: indicator, name: silent, about: $ship.id, value: $gaps.count}}
        """)
    gaps = [fact("ais_gap", id=id, vessel="ship:a", start=f"2024-01-0{i}T00:00:00Z") for i, id in enumerate("zyx", 1)]
    facts = [fact("vessel", id="ship:a"), *gaps]
    first = inferred("duckdb", asked, facts)
    assert everything(first) == everything(inferred("duckdb", asked, facts[::-1]))
    assert first.matches[0].totals[0][1].facts == ("x", "y", "z")


def test_what_was_not_known_yet_is_not_there(database: Database) -> None:
    facts = [fact("vessel", id="ship:a"), fact("vessel", id="ship:b", reported="2024-07-01")]
    asked = rule("when: [{match: vessel, as: ship}]")

    def ids(result: Inference) -> list[str]:
        return [f.id for f in result.base if f.kind == "vessel"]

    assert ids(inferred("duckdb", asked, facts)) == ["ship:a"]
    assert ids(inferred("duckdb", asked, facts, as_of=date(2024, 7, 1))) == ["ship:a", "ship:b"]
