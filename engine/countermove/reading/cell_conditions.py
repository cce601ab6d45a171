"""A profile's conditions at work: `when` becomes a function that tells whether a row meets it."""

from __future__ import annotations

from countermove.reading.cell_types import TYPES
from countermove.reading.profile import ColumnTest, When
from countermove.reading.row_text import Condition, RowText


def compile_when(when: When) -> Condition:
    """A function that returns None where a condition fails, else what there is to add to the reason (mostly nothing)."""
    tests = list(when.items())

    def holds(row: RowText) -> str | None:
        told = ""
        for column, test in tests:
            found = _tested(row.cells.get(column, ""), test)
            if found is None:
                return None
            told = found or told
        return told

    return holds


def _tested(cell: str, test: ColumnTest) -> str | None:
    if test.equals is not None and cell not in test.equals:
        return None
    if test.differs is not None and cell in test.differs:
        return None
    if test.blank is not None and (not cell) != test.blank:
        return None
    if test.readable_as or test.unreadable_as:
        problem = _problem(cell, test.readable_as or test.unreadable_as or "")
        if test.readable_as:
            return None if problem else ""
        return problem.partition(": ")[2] if problem else None
    return ""


def _problem(cell: str, name: str) -> str:
    try:
        TYPES[name](cell)
    except ValueError as error:
        return str(error)
    return ""
