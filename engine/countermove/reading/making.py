"""The facts of one record as they are made by a reader in code, and what is wrong with them.

    making = Making(source, line, record)
    ship = making.cell("imo", "IMO number", row["IMO number"])
    piece = making.piece("uk-sanctions-list", published=day)
    making.add("vessel", piece, id=ship, name=row["Name"])
    yield making.outcome("the record names nobody")

A field that cannot be is left out with a note; where the fact cannot stand without it, the record is refused with the reason.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ValidationError

from countermove.errors import Fault
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.reading.cell_types import TYPES
from countermove.reading.outcome import (
    Outcome,
    Problem,
    Refused,
    SetAside,
    SourceFile,
    Used,
    control_character,
    printable,
    short,
)
from countermove.reading.source_register import registered
from countermove.reading.validation_words import reasons

LONGEST_TEXT = 4000
Unreadable = Literal["problem", "note", "unknown"]


class Making:
    """What one record gives. `record` is kept as it stood, for the quarantine; `where` names it where it has no line."""

    def __init__(self, source: SourceFile, line: int, record: Any, where: str = "") -> None:
        self._source, self._line, self._record = source, line, record
        self._where = where or f"line {line}"
        self.facts: list[Fact] = []
        self._problems: list[Problem] = []
        self._notes: list[str] = []

    def piece(self, register: str, **given: Any) -> Evidence:
        """Evidence from a source of the register (sources.yaml), at this record; `given` fills or replaces its fields.

        Raises KeyError for a source that is not in the register.
        """
        whole = {**registered(register), "locator": f"{self._source.name} {self._where}", **_known(given)}
        try:
            return Evidence.model_validate(self._shortened("evidence", whole))
        except ValidationError:
            plain = {name: value for name, value in whole.items() if name not in ("url", "document", "archived")}
            return Evidence.model_validate(plain)

    def cell(self, type: str, field: str, text: str, unreadable: Unreadable = "problem") -> Any:
        """A text read by a type of cell_types.py; None where it is empty or cannot be read."""
        if not text:
            return None
        try:
            return TYPES[type](text)
        except ValueError as error:
            if unreadable == "problem":
                self.problem(field, text, str(error))
            elif unreadable == "note":
                self.note(f"'{field}' is {short(text)}, which {error}; left out")
            return None

    def add(self, kind: str, piece: Evidence, **given: Any) -> str | None:
        """Make a fact; its id, or None where it cannot be. What is None or empty is unknown."""
        model = KINDS[kind]
        values = self._shortened(kind, _known(given))
        for _ in range(len(values) + 1):
            try:
                fact = model.model_validate({"kind": kind, **values, "evidence": (piece,)})
            except ValidationError as error:
                at_fault = {str(detail["loc"][0]) for detail in error.errors(include_url=False) if detail["loc"]}
                spare = at_fault & values.keys() - {"id", *model.key} - _required(model)
                if not spare or spare != at_fault:
                    for reason in reasons(error, kind):
                        self.problem("", "", f"{kind.replace('_', ' ')}: {reason}")
                    return None
                for reason in reasons(error, kind):
                    self.note(f"{reason}; left out")
                values = {name: value for name, value in values.items() if name not in spare}
            else:
                self.facts.append(fact)
                return fact.id
        return None

    def problem(self, field: str, value: str, reason: str) -> None:
        """Something without which the record cannot be used."""
        self._problems.append(Problem(field, value, reason))

    def note(self, text: str) -> None:
        """Something that the user should know, and that costs only a part of the record."""
        self._notes.append(f"{self._source.name} {self._where}: {text}")

    def outcome(self, nothing: str = "the record holds nothing that the model has a kind for") -> Outcome:
        """What became of the record; `nothing` is why it is set aside where it gave no fact."""
        if self._problems:
            problems = tuple(dict.fromkeys(self._problems))
            told = "" if self._line else f"{self._where}: "
            faults = tuple(Fault("CM312", printable(f"{told}{each}"), self._source.at(self._line)) for each in problems)
            return Refused(self._line, self._record, faults, problems)
        if not self.facts:
            return SetAside(self._line, nothing)
        return Used(self._line, tuple(self.facts), tuple(dict.fromkeys(self._notes)))

    def _shortened(self, of: str, values: dict[str, Any]) -> dict[str, Any]:
        """The values with texts cut where they are too long for a fact; texts with control characters are left out, with a note."""
        found: dict[str, Any] = {}
        for name, value in values.items():
            if isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "_fields"):
                items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
                kept = [each for item in items if (each := self._text(of, name, item)) is not None]
                if kept:
                    found[name] = tuple(dict.fromkeys(kept))
            elif (text := self._text(of, name, value)) is not None:
                found[name] = text
        return found

    def _text(self, of: str, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = value.strip()
        if control := control_character(text):
            self.note(f"'{name}' of the {of.replace('_', ' ')} holds the control character {control}; left out")
            return None
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self.note(f"'{name}' of the {of.replace('_', ' ')} holds characters that are no Unicode text; left out")
            return None
        if len(text) > LONGEST_TEXT:
            self.note(f"'{name}' of the {of.replace('_', ' ')} is longer than {LONGEST_TEXT} characters; cut there")
            return text[: LONGEST_TEXT - 1].rstrip() + "…"
        return text or None


def _known(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in given.items()
        if value is not None and value != "" and value != () and value != []
    }


def _required(model: type[Fact]) -> set[str]:
    return {name for name, info in model.model_fields.items() if info.is_required()}
