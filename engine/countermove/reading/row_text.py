"""A record as a profile's values see it: clean cells by column, and what reading them gave so far.

A cell is text. Out of JSON it may also be a list of texts, an object, or a list of objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.reading.outcome import short

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None) | {
    0xA0: " ",
    0x202F: " ",
    0x2007: " ",
}
_DIRTY = re.compile("[\u200b-\u200f\u2060\ufeff\xa0\u202f\u2007]")


class RowText:
    """The cells of one record by column, and the notes that reading them gave."""

    __slots__ = ("cells", "element", "evidence", "locator", "named", "notes")

    def __init__(self, cells: Mapping[str, Any], locator: str) -> None:
        self.cells = cells
        self.locator = locator
        self.element: Any = None
        self.named: dict[str, Any] = {}
        self.notes: list[str] = []
        self.evidence: Evidence | None = None


class UnreadableCell(ValueError):
    """A cell holds something that cannot be read as what the profile says it is."""

    def __init__(self, field: str, value: object, reason: str, message: str = "") -> None:
        super().__init__(message or f"'{field}' is {short(value)}, {reason}")
        self.field, self.value, self.reason = field, value, reason.removeprefix("which ")


Reading = Callable[[RowText], Any]
Condition = Callable[[RowText], str | None]


def clean(text: str) -> str:
    """A cell without surrounding space and without invisible characters."""
    return (text.translate(_INVISIBLE) if _DIRTY.search(text) else text).strip()
