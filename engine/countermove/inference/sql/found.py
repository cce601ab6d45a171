"""All matches of a rulebook over tables of facts, as tables: for whoever works on with sets, not with objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from countermove.inference.sql.branch_sql import Summed
from countermove.inference.sql.on_duckdb import OnDuckDB
from countermove.inference.sql.protocol import Sql
from countermove.inference.sql.running import Running
from countermove.inference.sql.shape import Shape
from countermove.inference.sql.tables_found import MatchTable
from countermove.inference.truth import Context
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database


@dataclass(frozen=True)
class Found:
    """The tables of matches. Derived facts are rows of the tables of their kinds by then."""

    rulebook: Rulebook
    as_of: date
    tables: tuple[MatchTable, ...]
    """Of rules in order of id; rules without matches are not there."""
    shape: Shape
    """Where the facts are that count on the day, derived ones included."""
    context: Context
    """The day and the parameters, as conditions were read against them."""
    summed: Summed
    """Makes sums outside the database, for further queries of the same sort."""

    @property
    def facts(self) -> Mapping[str, str]:
        """Kind → the table or view of its facts that count; kinds without any are not there."""
        return self.shape.tables

    @property
    def count(self) -> int:
        """How many matches there are."""
        return sum(table.count for table in self.tables)


def find(rulebook: Rulebook, database: Database, as_of: date) -> Found:
    """All matches of the rulebook's active rules over the facts in a database that count on the day.

    Facts that an earlier call derived are taken out first, and its tables of matches are dropped.
    Raises EngineError where a conclusion cannot be, or the database fails.
    """
    return find_in(rulebook, OnDuckDB(database), as_of)


def find_in(rulebook: Rulebook, sql: Sql, as_of: date) -> Found:
    """The same over any database that keeps the protocol."""
    running = Running(rulebook, sql, as_of)
    running.run()
    tables = tuple(table for rule in sorted(running.found) for table in running.found[rule])
    return Found(rulebook, as_of, tables, running.known.shape, running.context, running.summed)
