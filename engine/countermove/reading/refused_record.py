"""A refused record of a profile: what is wrong with which field, once apart and once in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from countermove.errors import Fault
from countermove.reading.outcome import EXCERPT, Problem, Refused, SourceFile, printable, short
from countermove.reading.row_text import UnreadableCell
from countermove.reading.validation_words import reasons_apart


class Told(NamedTuple):
    """A problem, and the sentence in which it is told."""

    problem: Problem
    message: str

    @classmethod
    def of_record(cls, reason: str) -> Told:
        """What is wrong with the record as a whole."""
        return cls(Problem("", "", reason), reason)

    @classmethod
    def of_cell(cls, error: UnreadableCell) -> Told:
        """What is wrong with a cell."""
        return cls(Problem(error.field, _kept(error.value), error.reason), str(error))

    @classmethod
    def of_value(cls, fact: str, field: str, value: object, reason: str) -> Told:
        """What is wrong with the value that a field of a fact was to get."""
        return cls(Problem(f"{fact}.{field}", _kept(value), reason), f"{fact}: '{field}' is {short(value)}: {reason}")


def of_fact(error: ValidationError, kind: str, fact: str) -> Iterator[Told]:
    """What the model of a fact, or of its evidence, finds wrong with the values that it was given."""
    for field, value, reason in reasons_apart(error, kind):
        yield Told(Problem(f"{fact}.{field}" if field else fact, _kept(value), reason), f"{fact}: {reason}")


def refused(
    source: SourceFile,
    line: int,
    code: str,
    record: Any,
    told: Sequence[Told],
    *,
    hint: str = "",
    shown: Sequence[str] = (),
    columns: tuple[str, ...] = (),
    by_line: bool = True,
) -> Refused:
    """A refused record with one fault a problem. Where records stand on no lines, the message says which record it is.

    `shown` is what the message shows of it; `columns` are those of a broken row, so that it can be read again.
    """
    once = list({one.message: one for one in told}.values())
    excerpt = printable(",".join(shown)[: EXCERPT * 2] if shown else record if isinstance(record, str) else "")[
        :EXCERPT
    ]
    which = "" if by_line else f"record {line}: "
    at = source.at(line if by_line else 0)
    faults = tuple(Fault(code, printable(which + one.message), at, hint, excerpt) for one in once)
    return Refused(line, record, faults, tuple(one.problem for one in once), columns)


def _kept(value: object) -> str:
    """A value as the quarantine names it; the record itself stands beside it."""
    return printable("" if value is None else str(value))[:EXCERPT]
