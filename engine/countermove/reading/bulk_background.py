"""What a memo needs besides the facts, where these are in tables: the day, the register of countries, the account of the reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.reading.background import other_countries
from countermove.reading.bulk import BulkReading
from countermove.tables.columns import KNOWN_FIRST, NUMBER
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier
from countermove.tables.storing import store

_ADDED = "countries of the register"
"""Table: the numbers `n` of the countries that were added, so that a second memo over the same tables adds none."""


def latest_day(facts: BulkReading) -> date | None:
    """The latest day on which a fact became known, the register's not counted; None without dated facts."""
    own = f" WHERE {NUMBER} NOT IN (SELECT n FROM {identifier(_ADDED)})" if facts.database.has(_ADDED) else ""
    days = [
        facts.database.rows(f"SELECT max({identifier(KNOWN_FIRST)}) FROM {identifier(kind)}{own}")[0][0]
        for kind in facts.kinds
        if not KINDS[kind].derived
    ]
    return max((day for day in days if day is not None), default=None)


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


def account(facts: BulkReading) -> FactSet:
    """The account of the reading, without the facts."""
    return FactSet((), facts.inputs, facts.faults, facts.notes, facts.quarantine, facts.skipped)
