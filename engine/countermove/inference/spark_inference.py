"""What was found over tables, gathered as objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from countermove.facts.as_known import as_known
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import parameters_named
from countermove.inference.match import Inference, Match, Total
from countermove.inference.sql.branch_sql import FACT, FACTS, VALUE
from countermove.inference.sql.found import Found
from countermove.inference.sql.protocol import Sql
from countermove.inference.sql.tables_found import MatchTable
from countermove.tables.columns import NUMBER, table_columns
from countermove.tables.fetching import fact_of
from countermove.tables.quoting import identifier, listed

Key = tuple[str, str]


def gathered(found: Found, sql: Sql) -> Inference:
    """All facts and matches as an Inference."""
    keys: dict[int, Key] = {}
    base = FactBase()
    for kind, table in found.facts.items():
        columns = list(table_columns(kind))
        number = columns.index(NUMBER)
        for row in sql.rows(f"SELECT {listed(map(identifier, columns))} FROM {identifier(table)}"):  # noqa: S608 - names
            for fact in as_known([fact_of(kind, row)], found.as_of):
                base.add(fact)
                keys[row[number]] = kind, fact.id
    matches: list[Match] = []
    behind: dict[Key, list[Match]] = {}
    for matched in found.tables:
        for match, derived in _matches(matched, sql, keys):
            matches.append(match)
            if derived is not None:
                behind.setdefault(keys[derived], []).append(match)
    derivations = {key: _in_order(of) for key, of in sorted(behind.items())}
    used = parameters_named(found.rulebook.active(found.as_of))
    return Inference(found.as_of, "spark", base, _in_order(matches), derivations, used)


def _matches(table: MatchTable, sql: Sql, keys: Mapping[int, Key]) -> Iterator[tuple[Match, int | None]]:
    """The matches in a table, each with the number of the fact that follows."""
    aliases = sorted(table.aliases)
    columns = [identifier(FACT + alias) for alias in aliases]
    columns += [identifier(mark + alias) for alias in table.totals for mark in (VALUE, FACTS)]
    columns += ["d"] if table.concluded else []
    shared = {
        alias: sql.rows(f"SELECT f FROM {identifier(one)}")[0][0]  # noqa: S608 - a name
        for alias, one in table.shared.items()
    }
    for row in sql.rows(f"SELECT {listed(columns) or '1'} FROM {identifier(table.table)}"):  # noqa: S608 - names
        bindings = tuple((alias, *keys[number]) for alias, number in zip(aliases, row, strict=False))
        rest = row[len(aliases) :]
        totals = []
        for i, (alias, (function, kind)) in enumerate(table.totals.items()):
            value, numbers = rest[2 * i], shared[alias] if alias in shared else rest[2 * i + 1]
            figure = value if isinstance(value, float) and numbers else int(value)  # the sum over nothing is a whole 0
            totals.append((alias, Total(function, figure, kind, tuple(sorted(keys[n][1] for n in numbers)))))
        yield Match(table.rule, bindings, tuple(totals)), row[-1] if table.concluded else None


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (match.rule, match.bindings)))
