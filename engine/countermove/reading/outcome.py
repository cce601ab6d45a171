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
    """A record that cannot be read, as it stood. `problems` say field by field what the faults say in words.

    `line` is the number of the record where records stand on no lines. A broken row of a table has its `columns` beside it. A record
    out of a quarantine file has the path and the format of its `origin`.
    """

    line: int
    record: Any
    faults: tuple[Fault, ...]
    problems: tuple[Problem, ...] = ()
    columns: tuple[str, ...] = ()
    origin: tuple[str, str] | None = None


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
    source: SourceFile,
    line: int,
    code: str,
    record: Any,
    reasons: Sequence[str],
    hint: str = "",
    excerpt: str = "",
    *,
    by_line: bool = True,
    problems: Sequence[Problem] = (),
    columns: Sequence[str] = (),
) -> Refused:
    """A refused record with one fault a reason. Where records stand on no lines, `line` is the number of the record."""
    shown = printable((excerpt or (record if isinstance(record, str) else ""))[: EXCERPT * 2])[:EXCERPT]
    at = source.at(line if by_line else 0)
    faults = tuple(Fault(code, printable(reason), at, hint, shown) for reason in reasons)
    apart = tuple(problems) or tuple(Problem("", "", reason) for reason in reasons)
    return Refused(line, record, faults, apart, tuple(columns))


def printable(text: str) -> str:
    """Text with everything that could harm a terminal, that cannot be seen, or that is no Unicode text, written out as an escape.

    Tabs and line ends stay.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in "\t\n" else f"\\x{ord(sign):02x}" for sign in text)


def control_character(text: str) -> str | None:
    """The first control character in a text, as an escape; None if there is none. Tabs and line ends are no fault."""
    found = _FORBIDDEN.search(text)
    return f"\\x{ord(found[0]):02x}" if found else None


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def short(value: object, limit: int = 60) -> str:
    """A value as it is quoted in a message."""
    text = printable(str(value)).replace("\n", "\\n").replace("\t", "\\t")
    return f"'{text}'" if len(text) <= limit else f"'{text[:limit]}…'"
