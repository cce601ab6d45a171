"""The parts that SQL is put together from. A name or value never becomes text of a statement in any other way.

What comes from facts does not enter a statement at all: it is in the tables. What comes from rules enters as a literal made here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime


def identifier(name: str) -> str:
    """A name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | bool | float | date | datetime | None) -> str:
    """A value, with its type. Raises ValueError for a number that is none."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return f"TIMESTAMP '{moment.replace(tzinfo=None).isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a number that a condition can ask for")
        return f"CAST({_text(repr(value))} AS DOUBLE)"
    return _text(value)


def listed(values: Iterable[str]) -> str:
    """Parts of SQL, with commas between them."""
    return ", ".join(values)


def is_text(value: object) -> bool:
    """Whether a value is a text that a table can hold: one of which every character can be written in UTF-8."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def _text(value: str) -> str:
    """A text in quotes; a NUL character, which no literal can carry, is put in between as a character by its number."""
    parts = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    return parts[0] if len(parts) == 1 else "(" + " || chr(0) || ".join(parts) + ")"
