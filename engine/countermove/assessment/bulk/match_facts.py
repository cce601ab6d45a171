"""Which facts each match rests on, as one long table over all rules: what else is asked of matches is then asked once, not rule by rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from countermove.facts.registry import KINDS
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, literal

FACTS_OF_MATCH = "facts of match"
"""Table: `t` the number of a match table, `r` the row of a match in it, `kind` and `n` of a fact it binds or counts, and whether
that is an `event`, not an entity. A match without facts has one row, of which `n` is NULL."""

SHARED_FACTS = "facts that all matches of a rule count"
"""Table: `t`, `kind`, `n` and `event` of the facts of totals that look at no other fact."""

STRENGTHS = "strengths of rules"
"""Table: `t`, and the `strength` of the rule."""

Numbered = Mapping[int, MatchTable]
"""Tables of matches, with a number each."""


def list_facts(database: Database, rulebook: Rulebook, tables: Numbered) -> None:
    """Make the tables above for these tables of matches."""
    bound: list[str] = []
    shared: list[str] = []
    for number, table in tables.items():
        matches = f"FROM {identifier(table.table)}"
        if not table.aliases:
            bound.append(f"SELECT {number} AS t, rowid AS r, '' AS kind, NULL::BIGINT AS n, FALSE AS event {matches}")
        for alias, kind in table.aliases.items():
            bound.append(f"SELECT {number} AS t, rowid AS r, {_about(kind, identifier(f'a {alias}'))} {matches}")
        for alias, (_, kind) in table.totals.items():
            if alias in table.shared:
                shared.append(
                    f"SELECT {number} AS t, {_about(kind, 'unnest(f)')} FROM {identifier(table.shared[alias])}"
                )
            else:
                counted = f"unnest({identifier(f'f {alias}')})"
                bound.append(f"SELECT {number} AS t, rowid AS r, {_about(kind, counted)} {matches}")
    nobody = "SELECT 0 AS t, 0 AS r, '' AS kind, 0 AS n, FALSE AS event WHERE FALSE"
    _make(database, FACTS_OF_MATCH, bound or [nobody])
    _make(database, SHARED_FACTS, shared or [nobody.replace("0 AS r, ", "")])
    strengths = [(number, float(rulebook.rules[table.rule].strength)) for number, table in tables.items()]
    fill(database, STRENGTHS, {"t": "INTEGER", "strength": "DOUBLE"}, strengths)


def facts_wanted(database: Database) -> list[tuple[str, str]]:
    """For each kind of facts that no rule concludes on which some match rests a table of their numbers."""
    made = []
    every = f"SELECT kind, n FROM {identifier(FACTS_OF_MATCH)} UNION ALL SELECT kind, n FROM {identifier(SHARED_FACTS)}"
    for (kind,) in database.rows(f"SELECT DISTINCT kind FROM ({every}) WHERE n IS NOT NULL ORDER BY kind"):
        if not KINDS[kind].derived or KINDS[kind].computed:
            name = f"facts behind matches {kind}"
            database.run(
                f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS SELECT DISTINCT n FROM ({every}) WHERE kind = {literal(kind)}"
            )
            made.append((kind, name))
    return made


def _about(kind: str, number: str) -> str:
    return f"{literal(kind)} AS kind, {number} AS n, {literal(bool(KINDS[kind].key))} AS event"


def _make(database: Database, table: str, queries: Iterable[str]) -> None:
    database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(table)} AS {' UNION ALL '.join(queries)}")
