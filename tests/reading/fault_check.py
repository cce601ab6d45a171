"""One fault, and whether it says where, what, and what to do."""

from __future__ import annotations

from pathlib import Path

from countermove.errors import Fault
from small_rulebook import SmallRulebook

GAP = """
- {match: vessel, as: ship}
- match: ais_gap
  as: gap
  where: {vessel: $ship.id, %s}
"""
"""A ship and a silence of it, of which something more is asked."""


def one(book: SmallRulebook) -> Fault:
    found = book.faults()
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def check(fault: Fault, path: Path, code: str, marker: str, message: str, hint: str = "", after: str = "") -> None:
    """The fault has the code and stands where the marker begins; its excerpt is that line; it says what to do.

    The marker is looked for below the line `after`.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index(after) + 1 if after else 0
    number, line = next((i, line) for i, line in enumerate(lines[start:], start=start + 1) if marker in line)
    assert fault.location
    assert (fault.code, fault.location.line, fault.location.column) == (code, number, line.index(marker) + 1)
    assert fault.location.path.endswith(path.name)
    assert fault.excerpt == line
    assert message in fault.message
    assert hint in fault.hint
    assert fault.hint
