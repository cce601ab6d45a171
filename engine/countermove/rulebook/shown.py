"""Values as a sentence shows them: dates in full, numbers with thousands separated, ids by name, lists with commas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from countermove.facts.fact import Position
from countermove.facts.naming import and_joined
from countermove.facts.time import PartialDate, day_of

NOT_KNOWN = "not known"
WHOLE = ("summary", "mandate")
"""Fields whose text is a sentence of its own."""
_NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Shown(str):
    """A text that is compared as it stands in the fact, and printed in words: an id as a name, a choice without underscores.

    `whole` where it is a sentence of its own, such as a summary.
    """

    words: str
    whole: bool

    def __new__(cls, text: str, words: str, whole: bool = False) -> Shown:
        shown = super().__new__(cls, text)
        shown.words, shown.whole = words, whole
        return shown


def in_words(value: Any) -> str:
    """A value as a sentence shows it."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, Shown):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, PartialDate):
        return value.in_words()
    if isinstance(value, datetime):
        return f"{day_of(value).in_words()} at {value:%H:%M} UTC"
    if isinstance(value, Position):
        return f"{abs(value.lat):.2f}° {'N' if value.lat >= 0 else 'S'}, {abs(value.lon):.2f}° {'E' if value.lon >= 0 else 'W'}"
    if isinstance(value, float):
        value = round(value, 2)
        return f"{int(value):,}" if value == int(value) else f"{value:,}"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, tuple | list):
        parts = [in_words(v) for v in value]
        return and_joined(parts) if parts else NOT_KNOWN
    return str(value)


def on_in_words(value: PartialDate | datetime | None) -> str:
    """When something was: `on 5 May 2025`, `in May 2025`, `in 2025`, `in the first half of 2025`, `between 1 May 2025 and 3 June 2025`."""
    if value is None:
        return "on a day that is not known"
    if isinstance(value, datetime) or value.exact:
        return f"on {in_words(value)}"
    words = in_words(value)
    return f"between {words.replace(' to ', ' and ')}" if " to " in words else f"in {words}"


def counted_in_words(value: float | None, one: str, many: str) -> str:
    """How many: `one ship`, `three ships`, `12 ships`, `2.5 hours`, `no ships`."""
    if value is None:
        return f"an unknown number of {many}"
    value = round(value, 2)
    if value != int(value):
        return f"{value:,} {many}"
    whole = int(value)
    figure = _NUMERALS[whole] if 0 <= whole < len(_NUMERALS) else f"{whole:,}"
    return f"{figure} {one if whole == 1 else many}"
