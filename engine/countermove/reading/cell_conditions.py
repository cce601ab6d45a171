"""A profile's conditions at work: `when` becomes a function that tells whether a record meets it."""

from __future__ import annotations

from typing import Any

from countermove.reading.cell_lookup import Scope
from countermove.reading.cell_types import TYPES
from countermove.reading.profile_value import ColumnTest, When, is_of_element
from countermove.reading.row_text import Condition, RowText


def compile_when(when: When, scope: Scope) -> Condition:
    """A function that returns None where a condition fails, else what there is to add to the reason (mostly nothing).

    A cell with several values meets `equals` and `readable_as` where one of them does, the others where all do.
    """
    tests = [(_cell(name, scope), test) for name, test in when.items()]

    def holds(row: RowText) -> str | None:
        told = ""
        for cell, test in tests:
            found = _tested(cell(row), test)
            if found is None:
                return None
            told = found or told
        return told

    return holds


def split_conditions(when: When, scope: Scope) -> tuple[When, When]:
    """The conditions on the record, and those on the element of `each`."""
    of_element = {name for name in when if is_of_element(name) and name not in scope.columns}
    return {n: t for n, t in when.items() if n not in of_element}, {n: t for n, t in when.items() if n in of_element}


def _cell(name: str, scope: Scope) -> Any:
    if is_of_element(name) and name not in scope.columns:
        return scope.place(name)
    return lambda row: row.cells.get(name)


def _tested(cell: Any, test: ColumnTest) -> str | None:
    words = cell if isinstance(cell, list) else [cell or ""]
    if test.equals is not None and not any(word in test.equals for word in words):
        return None
    if test.differs is not None and any(word in test.differs for word in words):
        return None
    if test.blank is not None and (not cell) != test.blank:
        return None
    if test.readable_as or test.unreadable_as:
        problems = [_problem(word, test.readable_as or test.unreadable_as or "") for word in words]
        if test.readable_as:
            return None if all(problems) else ""
        return problems[0].partition(": ")[2] if all(problems) else None
    return ""


def _problem(cell: Any, name: str) -> str:
    try:
        TYPES[name](cell)
    except ValueError as error:
        return str(error)
    except (TypeError, AttributeError):
        return "is an object"
    return ""
