"""Days that are known only roughly, and moments.

Reports say "in May 2023" or "in 2024". Such a date is kept as the span it stands for, and a comparison that the span leaves
open is *unknown* (None), never guessed. Forms follow ISO 8601-2 (EDTF): `2026-02-19`, `2026-02`, `2026`, `2024-H1`,
`2024-Q3`, and spans `2024-01/2024-10`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-(H[12]|Q[1-4]))?\Z")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month, half-year, quarter, year or span, as its first and last day (both included)."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read one of the forms above. Raises ValueError on anything else."""
        start, slash, end = text.strip().partition("/")
        first, last = _span(start)
        if slash:
            last = _span(end)[1]
        if last < first:
            raise ValueError(f"'{text}' ends before it begins")
        return cls(first, last)

    @classmethod
    def on(cls, day: date) -> PartialDate:
        """The span of one known day."""
        return cls(day, day)

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    def shifted(self, days: float) -> PartialDate:
        """The same span, moved by whole days."""
        step = timedelta(days=int(days))
        return PartialDate(self.first + step, self.last + step)

    def __str__(self) -> str:
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if first.day == 1 and last == _month_end(first.year, first.month):
            return f"{first:%Y-%m}"
        if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
            return f"{first.year:04d}"
        return f"{first.isoformat()}/{last.isoformat()}"

    def in_words(self) -> str:
        """As a memo prints it: `19 February 2026`, `May 2023`, `2024`, `the second quarter of 2023`."""
        first, last = self.first, self.last
        text = str(self)
        if "/" in text:
            if part := _part_of_year(first, last):
                return part
            return f"{PartialDate.on(first).in_words()} to {PartialDate.on(last).in_words()}"
        if first == last:
            return f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
        return f"{_MONTHS[first.month - 1]} {first.year}" if len(text) == 7 else text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _to_partial_date, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "description": "ISO 8601 day, month, year or span",
            "examples": ["2026-02-19", "2023-05"],
        }


def _part_of_year(first: date, last: date) -> str:
    """A quarter or half of a year in words; empty for any other span."""
    months = last.month - first.month + 1
    whole = first.day == 1 and first.year == last.year and last == _month_end(last.year, last.month)
    if not whole or months not in (3, 6) or (first.month - 1) % months:
        return ""
    place = ("first", "second", "third", "last")[(first.month - 1) // months]
    return f"the {place} {'quarter' if months == 3 else 'half'} of {first.year}"


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _span(text: str) -> tuple[date, date]:
    found = _PART.match(text.strip())
    if not found:
        raise ValueError(f"'{text}' is not a date: write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day, part = int(found[1]), found[2], found[3], found[4]
    try:
        if day:
            exact = date(year, int(month), int(day))
            return exact, exact
        if month:
            return date(year, int(month), 1), _month_end(year, int(month))
        if part:
            length = 6 if part[0] == "H" else 3
            begin = (int(part[1]) - 1) * length + 1
            return date(year, begin, 1), _month_end(year, begin + length - 1)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"'{text}' is not a day of the calendar") from None


def _to_partial_date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime):
        raise ValueError("a day is wanted here, not a moment: leave the time out")
    if isinstance(value, date):
        return PartialDate.on(value)
    if isinstance(value, str):
        return PartialDate.parse(value)
    raise ValueError("a date is text such as 2026-02-19, 2026-02 or 2026")


def to_moment(value: object) -> datetime:
    """Read a point in time; UTC where no offset is given, microseconds at most. Raises ValueError."""
    if isinstance(value, str):
        if "T" not in value and " " not in value:
            raise ValueError(f"'{value}' has no time of day: write YYYY-MM-DDTHH:MM:SSZ")
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"'{value}' is not a time: write YYYY-MM-DDTHH:MM:SSZ") from None
    if not isinstance(value, datetime):
        raise ValueError("a time is text such as 2026-02-19T01:51:14Z")
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError(f"'{value}' lies outside the calendar in UTC") from None


def day_of(value: PartialDate | datetime) -> PartialDate:
    """The (UTC) day of a moment; a partial date as it is."""
    return PartialDate.on(value.astimezone(UTC).date()) if isinstance(value, datetime) else value
