"""The search for gaps over tables; `assessment.gaps` says what a gap is.

First it is counted, in one look at each kind, which conditions are unknown of any fact at all; only for these a rule is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from countermove.assessment.bulk.ranking import GROUNDS
from countermove.assessment.gaps import EXAMPLES, Gap, Key, gap_of, in_order, without_place
from countermove.facts.naming import Names
from countermove.facts.questions import NOT_ASKED
from countermove.facts.spoken import ids_spoken
from countermove.inference.sql.found import Found
from countermove.inference.sql.rule_sql import fact_filter, opened_query
from countermove.inference.truth import resolve
from countermove.rulebook.clause import Match, branches
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.rule import Recommend, Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.fetching import fetch_named
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, literal

_TARGETS = "targets of gaps"


class _Opening(NamedTuple):
    """A condition of a match that may be unknown: of which rule, in which branch, clause and place."""

    rule: Rule
    then: Recommend
    branch: int
    clause: int
    place: int
    kind: str
    alone: tuple[Condition, ...]
    """All conditions of the clause that look at no other fact."""
    condition: Condition


def find_gaps(database: Database, rulebook: Rulebook, found: Found, audience: str = "eu") -> tuple[Gap, ...]:
    """The same gaps as `assessment.gaps.find_gaps`, of all facts in the tables."""
    openings = list(_openings(rulebook, found, audience))
    open_now = _occurring(database, found, openings)
    keys: dict[Key, int] = {}
    fill(database, _TARGETS, {"gap": "INTEGER", "target": "VARCHAR", "about": "VARCHAR"}, ())
    for opening in openings:
        if (opening.alone, opening.condition) in open_now.get(opening.kind, ()):
            query = _targets(opening, found)
            if query:
                key = (opening.rule.id, opening.kind, without_place(opening.condition))
                number = keys.setdefault(key, len(keys))
                database.run(f"INSERT INTO {identifier(_TARGETS)} SELECT {number}, target, about FROM ({query}) AS q")
    rows = database.rows(
        f"SELECT gap, count(DISTINCT target), list_sort(list(DISTINCT target))[:{EXAMPLES}], "
        f"(min({{'t': target, 'a': about}})).a FROM {identifier(_TARGETS)} GROUP BY gap"
    )
    abouts = fetch_named(database, {about for *_, about in rows}, found.as_of)
    needed = {target for _, _, shown, _ in rows for target in shown}
    needed |= {id for fact in abouts for id in ids_spoken(fact)}
    names = Names(sorted(fetch_named(database, needed, found.as_of), key=lambda fact: fact.kind))
    facts = {(fact.kind, fact.id): fact for fact in abouts}
    by_number = {number: key for key, number in keys.items()}
    return in_order(
        gap_of(rulebook, by_number[number], count, shown, facts[by_number[number][1], about], names)
        for number, count, shown, about in rows
    )


def _openings(rulebook: Rulebook, found: Found, audience: str) -> Iterator[_Opening]:
    """Every condition of a recommending rule that could be unknown of a fact, though all else holds."""
    for rule in rulebook.active(found.as_of):
        if isinstance(rule.then, Recommend) and rulebook.speaks(rule, audience):
            for branch, clauses in enumerate(branches(rule.when)):
                for number, clause in enumerate(clauses):
                    if not isinstance(clause, Match) or clause.kind not in found.shape.tables:
                        continue
                    alone = tuple(c for c in clause.where if not any(True for _ in c.references()))
                    for place, condition in enumerate(clause.where):
                        told = condition in alone and condition.operator != "known"
                        if told and all(resolve(o, {}, found.context) is not None for o in condition.operands):
                            yield _Opening(rule, rule.then, branch, number, place, clause.kind, alone, condition)


def _occurring(
    database: Database, found: Found, openings: list[_Opening]
) -> Mapping[str, set[tuple[tuple[Condition, ...], Condition]]]:
    """By kind, the conditions that are unknown of some fact for which all others of the clause hold."""
    wanted: dict[str, dict[tuple[tuple[Condition, ...], Condition], str]] = {}
    for opening in openings:
        own = wanted.setdefault(opening.kind, {})
        key = (opening.alone, opening.condition)
        if key not in own:
            own[key] = fact_filter(
                opening.kind, opening.alone, found.context, found.shape, "t", opening.alone.index(opening.condition)
            )
    occurring = {}
    for kind, filters in wanted.items():
        asked = list(dict.fromkeys(filters.values()))
        counts = ", ".join(f"count(*) FILTER (WHERE {expression})" for expression in asked)
        table = identifier(found.shape.folded.get(kind, found.shape.tables[kind]))
        [row] = database.rows(f"SELECT {counts} FROM {table} AS t")
        some = {expression for expression, count in zip(asked, row, strict=True) if count}
        occurring[kind] = {key for key, expression in filters.items() if expression in some}
    return occurring


def _targets(opening: _Opening, found: Found) -> str | None:
    """A query for what would be recommended on, were the condition known to hold, and is not recommended already; each with the
    fact of which it is not known."""
    place = (opening.clause, opening.place)
    opened = opened_query(opening.rule, opening.branch, place, found.context, found.shape, found.summed)
    if opened is None:
        return None
    action, target = literal(opening.then.action), opening.then.target
    if isinstance(target, Constant):
        column, joined = literal(str(target.value)), ""
    else:
        kind = dict(opened.facts)[target.alias]
        column = f"k.{identifier(target.field)}"
        joined = f"JOIN {identifier(kind)} AS k ON k.n = o.{identifier(f'a {target.alias}')}"
    clause = branches(opening.rule.when)[opening.branch][opening.clause]
    assert isinstance(clause, Match)  # noqa: S101 - only such clauses are opened
    fact = f"JOIN {identifier(dict(opened.facts)[clause.alias])} AS f ON f.n = o.{identifier(f'a {clause.alias}')}"
    return (
        f"SELECT DISTINCT {column} AS target, f.id AS about FROM ({opened.sql}) AS o {joined} {fact} WHERE {column} IS NOT NULL "
        f"AND {_is_asked(opening)} AND NOT EXISTS "
        f"(SELECT 1 FROM {identifier(GROUNDS)} AS g WHERE g.action = {action} AND g.target = {column})"
    )


def _is_asked(opening: _Opening) -> str:
    """`facts.questions.is_asked` of the fact `f`, as SQL."""
    other, values = NOT_ASKED.get((opening.kind, opening.condition.field), ("", ()))
    if not other:
        return "TRUE"
    column = f"f.{identifier(other)}"
    named = f"{column} NOT IN ({', '.join(map(literal, values))})" if values else "FALSE"
    return f"({column} IS NULL OR {named})"
