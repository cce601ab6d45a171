"""What becomes of a record: it is used, set aside for a stated reason, or refused; and the words in which refusals are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from countermove.errors import Fault
from countermove.facts.fact import Fact
from countermove.location import Location

EXCERPT = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Used:
    """A record that gave facts. `unsourced` counts those for which the file itself had to stand as the source."""

    line: int
    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()
    unsourced: int = 0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A record that is in order and that the format's reader leaves out on purpose."""

    line: int
    reason: str


class Problem(NamedTuple):
    """What is wrong with one field of a record. `field` is the format's own name for it; empty where it is the record itself."""

    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        if not self.field:
            return self.reason
        return (
            f"'{printable(self.field)}' is {short(self.value)}: {self.reason}"
            if self.value
            else f"'{printable(self.field)}' {self.reason}"
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be read, as it stood. `problems` say field by field what the faults say in words."""

    line: int
    record: Any
    faults: tuple[Fault, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts that came of many records together; it counts no record of its own."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFault:
    """Something wrong with a file as a whole; no record of its own."""

    fault: Fault


Outcome = Used | SetAside | Refused | FileFault | Gathered


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, and the path by which messages name it."""

    path: Path
    shown: str

    def at(self, line: int = 0, column: int = 0) -> Location:
        """A place in this file."""
        return Location(self.shown, line, column)

    @property
    def name(self) -> str:
        """The file's name alone, fit for print."""
        return printable(self.path.name)


class Reader(Protocol):
    """One format. `id` is the word before the colon in FORMAT:PATH."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    def read(self, source: SourceFile) -> Iterator[Outcome]: ...


def refusal(
    source: SourceFile, line: int, code: str, record: Any, reasons: Sequence[str], hint: str = "", excerpt: str = ""
) -> Refused:
    """A refused record with one fault a reason."""
    shown = printable(excerpt or (record if isinstance(record, str) else ""))[:EXCERPT]
    return Refused(
        line, record, tuple(Fault(code, printable(reason), source.at(line), hint, shown) for reason in reasons)
    )


def printable(text: str) -> str:
    """Text with everything that could harm a terminal, or that is no Unicode text, written out as an escape."""
    escaped = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", escaped)


def control_character(text: str) -> str | None:
    """The first control character in a text, as an escape; None if there is none. Tabs and line ends are no fault."""
    found = _FORBIDDEN.search(text)
    return f"\\x{ord(found[0]):02x}" if found else None


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def short(value: object, limit: int = 60) -> str:
    """A value as it is quoted in a message."""
    text = printable(str(value))
    return f"'{text}'" if len(text) <= limit else f"'{text[:limit]}…'"
