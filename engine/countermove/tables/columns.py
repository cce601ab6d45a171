"""The columns of the table of each kind. They follow from the kinds in `facts`, and nothing else says what they are.

A field that a fact does not carry is NULL, which is *unknown* in SQL as it is here; an empty list carries nothing, so it is NULL too.
A day may be a span, so it has two columns: its first and its last day. A moment is kept in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from countermove.facts.registry import FieldType, fields

SqlType = Literal["VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR[]"]

NUMBER = "n"
"""The column that numbers the facts of all kinds together: each fact has one number of its own."""

LAST = "__last"
"""What follows a day's name in the column of its last day."""

LATITUDE, LONGITUDE = "__lat", "__lon"
"""What follows a position's name in its two columns."""

KNOWN_FIRST = "known__first"
"""The first day of `Fact.known_from()`; NULL where nothing tells."""

EVIDENCED_FIRST = "evidenced__first"
"""The first day on which some piece of the evidence was published, the first of all days where a piece is undated; NULL without evidence."""

RECORD: Mapping[str, SqlType] = {"note": "VARCHAR", "evidence": "VARCHAR", "alternatives": "VARCHAR"}
"""Columns about the record, not the world: the note, and evidence and alternatives as JSON lists; NULL where there are none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and the field that it (or a part of it) holds."""

    name: str
    type: SqlType
    field: str


@cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns for the fields that rules can test (`id`, `reported` and `contested_with` included), in the model's order."""
    return tuple(column for described in fields(kind).values() for column in field_columns(described))


@cache
def table_columns(kind: str) -> Mapping[str, SqlType]:
    """Every column of a kind's table with its type, in order: the fact's number, its fields, when it was known, its record."""
    own: dict[str, SqlType] = {column.name: column.type for column in columns_of(kind)}
    return {NUMBER: "BIGINT", **own, KNOWN_FIRST: "DATE", EVIDENCED_FIRST: "DATE", **RECORD}


def field_columns(described: FieldType) -> tuple[Column, ...]:
    """The column of a field, or the two that hold its parts."""
    name = described.name
    if described.type == "day":
        return Column(name, "DATE", name), Column(name + LAST, "DATE", name)
    if described.type == "position":
        return Column(name + LATITUDE, "DOUBLE", name), Column(name + LONGITUDE, "DOUBLE", name)
    return (Column(name, _sql_type(described), name),)


def _sql_type(described: FieldType) -> SqlType:
    if described.type == "number":
        return "BIGINT" if described.whole else "DOUBLE"
    simple: Mapping[str, SqlType] = {"flag": "BOOLEAN", "time": "TIMESTAMP", "list": "VARCHAR[]"}
    return simple.get(described.type, "VARCHAR")
