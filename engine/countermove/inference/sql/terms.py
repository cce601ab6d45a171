"""What can stand on either side of a condition: columns by type, and values that are known before any fact is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from countermove.facts.registry import fields
from countermove.rulebook.condition import Value
from countermove.tables.columns import LAST, LATITUDE, LONGITUDE
from countermove.tables.quoting import identifier

Form = Literal["whole", "large", "double"]
"""How a number is held: BIGINT, DECIMAL(38, 0), DOUBLE."""

LARGE = "DECIMAL(38, 0)"
SQL_FORM: Mapping[Form, str] = {"whole": "BIGINT", "large": LARGE, "double": "DOUBLE"}

FOLDED = "__folded"
"""What follows a text field's name in the column that holds it case-folded, where a view has one."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value of the rulebook or the day itself."""

    value: Value


@dataclass(frozen=True, slots=True)
class Number:
    sql: str
    form: Form


@dataclass(frozen=True, slots=True)
class Text:
    sql: str
    folded: str
    """The same, case-folded as Python does it."""


@dataclass(frozen=True, slots=True)
class Flag:
    sql: str


@dataclass(frozen=True, slots=True)
class Time:
    """A day (a span from first to last) or a moment. `moment` is NULL where a moment was moved beyond the calendar and is but a day.

    `always` says that this cannot be: wherever the time is known, its moment is.
    """

    first: str
    last: str
    moment: str | None = None
    always: bool = True

    @property
    def exact(self) -> bool:
        """Whether the day itself is always known."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Point:
    lat: str
    lon: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of texts; NULL where it is empty."""

    sql: str


Term = Known | Number | Text | Flag | Time | Point | Listing
Lookup = Callable[[str], Term]
"""Field → the term that stands for it."""


def known_where(term: Term) -> list[str]:
    """The expressions that are NULL where a term is not known; none where it always is."""
    if isinstance(term, Known):
        return []
    if isinstance(term, Time):
        return [term.first]
    if isinstance(term, Point):
        return [term.lat]
    return [term.sql]


def fact_term(kind: str, field: str, column: Callable[[str], str], folded: bool) -> Term:
    """A field of a fact. `column` gives the SQL for a column by name; `folded` says that there is a column for case-folded text."""
    described = fields(kind)[field]
    sql = column(field)
    if described.is_text:
        return Text(sql, column(field + FOLDED) if folded else f"lower({sql})")
    if described.type == "number":
        return Number(sql, "whole" if described.whole else "double")
    if described.type == "flag":
        return Flag(sql)
    if described.type == "day":
        return Time(sql, column(field + LAST))
    if described.type == "time":
        day = f"CAST({sql} AS DATE)"
        return Time(day, day, sql)
    if described.type == "position":
        return Point(column(field + LATITUDE), column(field + LONGITUDE))
    return Listing(sql)


def in_table(alias: str) -> Callable[[str], str]:
    """Columns of a table by its alias in a query."""
    return lambda name: f"{alias}.{identifier(name)}"


def is_number(value: Any) -> bool:
    return isinstance(value, int | float)
