"""What the values of a column look like: the type of a cell that fits nearly all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from countermove.reading.cell_types import TYPES

_MOST = 0.9

_CALLED_SO = 0.5
"""A column that is called `imo` and holds mostly ship numbers holds ship numbers; the others are what a reader should refuse."""
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?\Z")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
_CHECKED = ("lei", "ogrn", "inn", "imo")
"""Types whose values carry check digits: what passes is one, whatever the column is called."""

_IN_RUSSIAN = {"имо": "imo", "инн": "inn", "огрн": "ogrn"}
_IN_ORDER = ("moment", "day", "flag", "country")


def is_number(text: str) -> bool:
    """Whether a cell is a number."""
    return bool(_NUMBER.match(text))


def looks_like_value(text: str) -> bool:
    """Whether a cell is hardly the name of a column: a number of some length, a date, a checked number."""
    if is_number(text):
        return len(text) > 4 or "." in text
    return any(char.isdigit() for char in text) and any(fits([text], name) for name in ("imo", "moment", "day", "lei"))


def fits(values: Sequence[str], type: str, share: float = _MOST) -> bool:
    """Whether nearly all of the values, or a share of them, can be read as a type."""
    good = sum(1 for value in values if _reads(value, type))
    return bool(values) and good >= share * len(values)


def shape(name: str, values: Sequence[str]) -> str:
    """The type of cell that the values of a column have; `text` where nothing more is known."""
    if not values:
        return "text"
    plain = name.casefold()
    words = {_IN_RUSSIAN.get(word, word) for word in re.split(r"[\W\d_]+", plain)}
    called = next((type for type in (*_CHECKED, "mmsi") if type in words), None)
    if called and fits(values, called, _CALLED_SO):
        return called
    for type in _CHECKED:
        if fits(values, type) and (
            type != "imo" or "imo" in plain or "imo" in words or all(len(v) >= 7 for v in values)
        ):
            return type
    if fits(values, "number"):
        whole = fits(values, "whole")
        if set(values) <= {"0", "1"} and len(set(values)) == 2:
            return "flag"
        if whole and fits(values, "year") and any(word in plain for word in ("year", "built", "год")):
            return "year"
        return "whole" if whole else "number"
    return next((type for type in _IN_ORDER if fits(values, type)), "text")


def is_month_first(values: Sequence[str]) -> bool:
    """Whether dates with strokes have the month first: some number in the second place is no month."""
    found = [hit for value in values if (hit := _SLASHED.match(value))]
    return bool(found) and any(int(hit[2]) > 12 for hit in found)


def _reads(value: str, type: str) -> bool:
    try:
        TYPES[type](value)
    except ValueError:
        return False
    return True
