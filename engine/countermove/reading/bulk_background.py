"""What a memo needs besides the facts, where these are in tables: the day, the register of countries, the account of the reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from countermove.facts.as_known import note_of_later
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.reading.background import other_countries
from countermove.reading.bulk import BulkReading
from countermove.reading.bulk_known import told_early
from countermove.tables.columns import KNOWN_FIRST, NUMBER
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, literal
from countermove.tables.storing import store

_ADDED = "countries of the register"
"""Table: the numbers `n` of the countries that were added, so that a second memo over the same tables adds none."""


def latest_day(facts: BulkReading) -> date | None:
    """The latest day on which a fact became known, the register's not counted; None without dated facts.

    Facts that were told before they are said to have happened do not count: a slip of the pen must not move the day.
    """
    days = [_latest(facts.database, kind) for kind in facts.kinds if not KINDS[kind].derived]
    return max((day for day in days if day is not None), default=None)


def _latest(database: Database, kind: str) -> date | None:
    """The same of one kind. That a fact was told early is slow to see, so that all are looked through only where the latest was."""
    known, early = identifier(KNOWN_FIRST), told_early(kind)
    own = f"{NUMBER} NOT IN (SELECT n FROM {identifier(_ADDED)})" if database.has(_ADDED) else "TRUE"
    latest = f"SELECT max({known}) AS d FROM {identifier(kind)} WHERE {own}"
    [(day, sound)] = database.rows(
        f"SELECT d, EXISTS (SELECT 1 FROM {identifier(kind)} WHERE {own} AND {known} = d AND NOT {early}) FROM ({latest}) AS m"
    )
    if day is None or sound:
        return cast("date | None", day)
    return cast("date | None", database.rows(f"{latest} AND NOT {early}")[0][0])


def with_countries_in_tables(facts: BulkReading) -> BulkReading:
    """The same with the countries of the shipped register that they do not describe; it is one more input."""
    database = facts.database
    there = database.has(_ADDED)
    own = f" WHERE n NOT IN (SELECT n FROM {identifier(_ADDED)})" if there else ""
    described = {id for (id,) in database.rows(f"SELECT id FROM country{own}")} if database.has("country") else set()
    added, report = other_countries(described)
    if not there:
        numbers = store(database, added, first_number=_next_number(database))
        fill(database, _ADDED, {"n": "BIGINT"}, [(number,) for number in numbers.values()])
    return replace(facts, inputs=(*facts.inputs, report)) if added else facts


def _next_number(database: Database) -> int:
    """A number above those of all facts."""
    numbers = [
        database.rows(f"SELECT max({identifier(NUMBER)}) FROM {identifier(kind)}")[0][0]
        for kind in KINDS
        if database.has(kind)
    ]
    return max((number for number in numbers if number is not None), default=-1) + 1


def account(facts: BulkReading, as_of: date) -> FactSet:
    """The account of the reading, without the facts, and with the note on those that tell of days after the memo's."""
    counts = [
        facts.database.rows(f"SELECT count(*) FROM {identifier(kind)} WHERE {told_early(kind, literal(as_of))}")[0][0]
        for kind in facts.kinds
        if not KINDS[kind].derived and KINDS[kind].happened and not KINDS[kind].foreseen
    ]
    notes = (*facts.notes, *note_of_later(sum(counts), as_of))
    return FactSet((), facts.inputs, facts.faults, notes, facts.quarantine, facts.skipped)
