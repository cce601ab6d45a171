"""An entry of a British list: rows of one number, each with a name, an address or a paper of it, made into facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.cell_types import TYPES
from countermove.reading.listed.groups import Entry
from countermove.reading.listed.numbers import company_number, imo_digits, labelled_numbers, ship_number
from countermove.reading.listed.subject import (
    Quality,
    Subject,
    SubjectKind,
    add_listings,
    add_subject,
    country_of,
    year_in,
)
from countermove.reading.listed.uk_measures import measures_of
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, Problem, SetAside, SourceFile, Used

KINDS: dict[str, SubjectKind] = {"individual": "person", "entity": "company", "ship": "vessel", "vessel": "vessel"}
REPEATED = "the row repeats of its entry what is used, with another address, birth date or paper"
_NOTHING = frozenset(("n/a", "na", "unknown", "none", "not known", "-"))
_NUMBERED = re.compile(r"\(\d+\)")
_STRENGTHS: dict[str, Quality] = {"good": "strong", "low": "weak"}
_FORMER = frozenset(("fka", "f.k.a", "formerly known as", "former name"))
_UN_NUMBER = re.compile(r"[A-Z]{2,3}[ei]\.\d{3}\b")


@dataclass(frozen=True, slots=True)
class UkRow:
    """What a row of a British list says, with empty texts for what it does not."""

    own: str
    same: tuple[str, ...]
    kind: str
    name: str
    name_type: str
    strength: str
    script_name: str
    regime: str
    measures: str
    date: str
    reason: str
    country: str
    nationality: str
    position: str
    register: str
    imo: str
    flag: str
    type: str
    built: str
    problem: Problem | None = None
    """What is wrong with its number in the list."""

    @property
    def content(self) -> tuple[str, ...]:
        """What it says that is used, beside the country of its address."""
        return (
            *(self.name, self.script_name, self.regime, self.measures, self.date, self.reason),
            *(self.register, self.imo, self.flag, self.type, self.built, self.nationality, self.position),
        )


def said(text: str) -> str:
    """A cell's text, without the words that lists write where they know nothing."""
    return "" if not text or (len(text) < 10 and text.casefold().rstrip(".") in _NOTHING) else text


def values_in(text: str) -> list[str]:
    """The values in a cell that numbers several: `(1) Russia (2) Cyprus`."""
    return [part for piece in _NUMBERED.split(text) if (part := said(piece.strip(" ;,")))] if text else []


def un_number(text: str) -> tuple[str, ...]:
    """The id by the number of the United Nations' list, where a text begins with one."""
    found = _UN_NUMBER.match(text.strip())
    return (f"un-sanctions:{found[0]}",) if found else ()


def problems_of(row: UkRow) -> Iterator[Problem]:
    """What keeps a row from being used."""
    if row.problem:
        yield row.problem
    kind = KINDS.get(row.kind.casefold())
    if kind is None:
        reason = "is neither Individual, Entity nor Ship" if row.kind else "is missing: Individual, Entity or Ship"
        yield Problem("Designation Type", row.kind, reason)
    elif kind == "vessel" and row.imo and not ship_number(row.imo):
        try:
            TYPES["imo"](row.imo)
        except ValueError as error:
            yield Problem("IMO number", row.imo, str(error))


def entry_outcomes(
    source: SourceFile, register: str, list_date: PartialDate | None, entry: Entry[UkRow]
) -> Iterator[Outcome]:
    """What became of the rows of one entry: the first gives the facts of all, the others are used where they add something."""
    first = entry.rows[0]
    making = Making(source, first.line, dict(first.cells), where=f"{entry.where} ({first.said.own})")
    _make(making, register, list_date, [row.said for row in entry.rows])
    yield making.outcome()
    seen = {first.said.content}
    for row in entry.rows[1:]:
        if row.said.content in seen:
            yield SetAside(row.line, REPEATED)
        else:
            seen.add(row.said.content)
            yield Used(row.line, ())


def _make(making: Making, register: str, list_date: PartialDate | None, rows: Sequence[UkRow]) -> None:
    head = rows[0]
    kind = KINDS[head.kind.casefold()]
    subject = Subject(kind, head.own, list(dict.fromkeys(number for row in rows for number in row.same)))
    _add_names(subject, rows)
    _add_numbers(making, subject, rows)
    subject.fields = _fields(making, kind, rows)
    listings: dict[tuple[str, str], list[UkRow]] = {}
    for row in rows:
        if row.regime or row.date or row.measures:
            listings.setdefault((row.date, row.regime), []).append(row)
    days = {date: making.cell("day", "Date Designated", date, unreadable="note") for date, _ in listings}
    known = sorted((day for day in days.values() if day), key=lambda day: (day.first, day.last))
    piece = making.piece(register, published=known[0] if known else list_date)
    id = add_subject(making, piece, subject)
    if not id:
        return
    for (date, regime), its in (listings or {("", ""): [head]}).items():
        day = days.get(date)
        words = [word for row in its for word in row.measures.split("|")]
        measures, unknown = measures_of(words, ship=kind == "vessel")
        for word in unknown:
            making.note(f"'{word}' is a measure that is not known here; left out")
        reason = next((row.reason for row in its if row.reason), "")
        own = making.piece(register, published=day or list_date) if len(listings) > 1 else piece
        add_listings(making, own, id, measures, day, authority="uk", programme=regime, reason=reason)


def _add_names(subject: Subject, rows: Sequence[UkRow]) -> None:
    named = [row for row in rows if row.name]
    primary = next((row for row in named if _is_primary(row)), named[0] if named else None)
    if primary:
        subject.name = primary.name
    for row in named:
        subject.others.append((row.name, _quality(row)))
    for row in rows:
        if row.script_name:
            subject.others.append((row.script_name, "name"))


def _is_primary(row: UkRow) -> bool:
    return row.name_type.casefold().strip() == "primary name"


def _quality(row: UkRow) -> Quality | None:
    if row.name_type.casefold().startswith("primary name"):
        return "name"
    if row.name_type.casefold().strip(" .") in _FORMER:
        return "former"
    return next((quality for word, quality in _STRENGTHS.items() if row.strength.casefold().startswith(word)), None)


def _add_numbers(making: Making, subject: Subject, rows: Sequence[UkRow]) -> None:
    for row in rows:
        if row.imo and (found := ship_number(row.imo) if subject.kind == "vessel" else company_number(row.imo)):
            subject.numbers.append(found)
        elif row.imo and subject.kind != "vessel" and not imo_digits(row.imo):
            making.note(f"'IMO number' is '{row.imo}', which is no number; left out")
        subject.numbers.extend(labelled_numbers(row.register, person=subject.kind == "person"))


def _fields(making: Making, kind: SubjectKind, rows: Sequence[UkRow]) -> dict[str, Any]:
    def told(name: str) -> list[str]:
        return list(dict.fromkeys(text for row in rows for text in values_in(getattr(row, name))))

    def first(name: str) -> str:
        return next(iter(told(name)), "")

    def only(name: str) -> str:
        found = told(name)
        return found[0] if len(found) == 1 else ""

    if kind == "vessel":
        return {
            "flag": country_of(making, "flag", only("flag")),
            "type": str(TYPES["word"](first("type"))),
            "built": year_in(only("built")),
        }
    if kind == "person":
        return {"country": country_of(making, "nationality", only("nationality")), "role": first("position")}
    return {"country": country_of(making, "address country", only("country"))}
