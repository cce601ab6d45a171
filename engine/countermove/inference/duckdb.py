"""Inference by queries: facts into tables, each rule one query, and what it finds back as objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import parameters_named
from countermove.inference.match import Inference, Match, Total
from countermove.inference.sql.concluding import DERIVED_FROM
from countermove.inference.sql.found import Found, find
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.rule import Conclude
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.fetching import fetch
from countermove.tables.quoting import identifier
from countermove.tables.storing import store

Key = tuple[str, str]


def infer(rulebook: Rulebook, facts: Iterable[Fact], as_of: date) -> Inference:
    """All matches of the rulebook's active rules over the facts known on the day, found by DuckDB."""
    with Database() as database:
        return infer_in(database, rulebook, facts, as_of)


def infer_in(database: Database, rulebook: Rulebook, facts: Iterable[Fact], as_of: date) -> Inference:
    """The same in a database that has no facts yet."""
    base = FactBase(as_known(facts, as_of))
    keys: dict[int, Key] = {number: key for key, number in store(database, base).items()}
    found = find(rulebook, database, as_of)
    _take_in(found, database, base, keys)
    matches: list[Match] = []
    behind: dict[Key, list[Match]] = {}
    for table in found.tables:
        for match, derived in _matches(table, database, keys):
            matches.append(match)
            if derived is not None:
                behind.setdefault(keys[derived], []).append(match)
    derivations = {key: _in_order(of) for key, of in sorted(behind.items())}
    used = parameters_named(rulebook.active(as_of))
    return Inference(as_of, "duckdb", base, _in_order(matches), derivations, used)


def _take_in(found: Found, database: Database, base: FactBase, keys: dict[int, Key]) -> None:
    """Put the derived facts into the base."""
    conclusions = [found.rulebook.rules[table.rule].then for table in found.tables if table.concluded]
    for kind in sorted({then.kind for then in conclusions if isinstance(then, Conclude)}):
        query = f"SELECT n FROM {identifier(kind)} WHERE n >= {DERIVED_FROM}"  # noqa: S608 - a name and a number
        numbers = [n for (n,) in database.rows(query)]
        for number, fact in zip(sorted(numbers), fetch(database, kind, numbers), strict=True):
            keys[number] = fact.kind, fact.id
            base.add(fact)


def _matches(table: MatchTable, database: Database, keys: dict[int, Key]) -> Iterable[tuple[Match, int | None]]:
    """The matches in a table, each with the number of the fact that follows."""
    aliases = sorted(table.aliases)
    columns = [identifier(f"a {alias}") for alias in aliases]
    columns += [identifier(mark + name) for name in table.totals for mark in ("v ", "f ")]
    columns += ["d"] if table.concluded else []
    query = f"SELECT {', '.join(columns) or '1'} FROM {identifier(table.table)}"  # noqa: S608 - names
    shared = {
        name: database.rows(f"SELECT f FROM {identifier(one)}")[0][0]  # noqa: S608 - a name
        for name, one in table.shared.items()
    }
    for row in database.rows(query):
        bindings = tuple((alias, *keys[number]) for alias, number in zip(aliases, row, strict=False))
        rest = row[len(aliases) :]
        totals = []
        for i, (name, (function, kind)) in enumerate(table.totals.items()):
            value, numbers = rest[2 * i], shared[name] if name in shared else rest[2 * i + 1]
            number = value if isinstance(value, float) and numbers else int(value)  # the sum over nothing is a whole 0
            totals.append((name, Total(function, number, kind, tuple(sorted(keys[n][1] for n in numbers)))))
        yield Match(table.rule, bindings, tuple(totals)), row[-1] if table.concluded else None


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (match.rule, match.bindings)))
