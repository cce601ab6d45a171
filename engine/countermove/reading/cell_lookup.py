"""Where a name in a profile leads: to a column of the record, or into the element of `each`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countermove.reading.json_cells import DirtyText, path_reader
from countermove.reading.profile_value import ELEMENT, is_of_element
from countermove.reading.row_text import Reading, RowText, UnreadableCell


@dataclass
class Scope:
    """What the names in a profile stand for: its named values, and whether cells may be more than text."""

    structured: bool
    columns: frozenset[str]
    named: dict[str, Reading] = field(default_factory=dict)

    def place(self, name: str) -> Reading:
        """What a name in a template or condition gives."""
        if name in self.named:
            return self.named[name]
        if is_of_element(name) and name not in self.columns:
            return element_reader(name.removeprefix(ELEMENT).removeprefix("."))
        return self.column(name)

    def column(self, name: str, *, objects: bool = False) -> Reading:
        """What a column gives; an object only where it is asked for."""
        if objects or not self.structured:
            return lambda row: row.cells.get(name) or None

        def read(row: RowText) -> Any:
            return without_objects(row.cells.get(name) or None, name)

        return read


def element_reader(path: str) -> Reading:
    """The element of `each`, or what a path in it leads to."""
    if not path:
        return lambda row: without_objects(row.element, ELEMENT)
    follow = path_reader(path)

    def read(row: RowText) -> Any:
        if not isinstance(row.element, Mapping):
            return None
        try:
            return without_objects(follow(row.element), path)
        except DirtyText as error:
            raise UnreadableCell(path, "", str(error), str(error)) from None

    return read


def without_objects(cell: Any, name: str) -> Any:
    """The cell, which must be text or a list of texts. Raises UnreadableCell."""
    if isinstance(cell, Mapping) or (isinstance(cell, list) and any(isinstance(item, Mapping) for item in cell)):
        raise UnreadableCell(name, cell, "which is an object where text is wanted")
    return cell
