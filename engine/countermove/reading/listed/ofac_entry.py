"""An entry of OFAC's lists, out of the old table or out of XML, and the facts that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.cell_types import TYPES
from countermove.reading.listed.numbers import (
    bank_code,
    company_number,
    entity_code,
    imo_digits,
    register_number,
    ship_number,
    tax_number,
)
from countermove.reading.listed.subject import (
    Quality,
    Subject,
    SubjectKind,
    add_listings,
    add_subject,
    country_of,
    tonnes_in,
    year_in,
)
from countermove.reading.making import Making
from countermove.reading.outcome import short

KINDS: dict[str, SubjectKind] = {"individual": "person", "entity": "company", "vessel": "vessel", "": "company"}
AIRCRAFT = "an aircraft: the model has no kind for it"
_TAX = frozenset(("tax id no.", "identification number", "taxpayer identification number", "inn"))
_REGISTERS = frozenset(
    ("registration id", "registration number", "public registration number", "business registration number", "ogrn")
)
_IMO = frozenset(("vessel registration identification", "imo number", "imo no.", "imo"))
_OTHER_LISTS = re.compile(r"FSE-|NS-PLC|CMIC-|561-|NS-MBS|MBS\Z|CAPTA")
_DIRECTIVE = re.compile(r"Directive Determination[^;]*?Directive (\d)")


@dataclass
class OfacEntry:
    """What an entry says. `numbers` are (type, number, country) as the list words them; dates are of the list, not of the entry."""

    number: str
    type: str
    name: str
    programmes: list[str] = field(default_factory=list)
    title: str = ""
    call_sign: str = ""
    ship_type: str = ""
    tonnage: str = ""
    flag: str = ""
    remarks: str = ""
    others: list[tuple[str, Quality | None]] = field(default_factory=list)
    numbers: list[tuple[str, str, str]] = field(default_factory=list)
    nationality: str = ""
    list_date: PartialDate | None = None


def check_entry(making: Making, entry: OfacEntry, number: str, type: str, name: str) -> None:
    """Say what keeps an entry from being used, by the names that its fields have in the file."""
    if not entry.number.isdigit():
        making.problem(number, entry.number, "is no number" if entry.number else "is missing")
    if entry.type.casefold() not in (*KINDS, "aircraft"):
        making.problem(type, entry.type, "is none of individual, entity, vessel and aircraft")
    if not entry.name:
        making.problem(name, "", "is missing")


def make_entry(making: Making, entry: OfacEntry) -> None:
    """The facts of an entry: whom it names, and that the United States list it."""
    kind = KINDS[entry.type.casefold()]
    subject = Subject(kind, f"ofac:{entry.number}", name=entry.name, others=list(entry.others))
    subject.fields = _fields(making, kind, entry)
    for type, number, country in entry.numbers:
        label = type.casefold().strip(" :")
        subject.numbers.extend(_number(making, kind, label, number.strip(), country))
        _told(making, subject, label, number.strip())
    measures = _measures(entry)
    register = "ofac-sdn" if measures == ["blocking"] else "ofac-consolidated"
    piece = making.piece(register, published=entry.list_date)
    id = add_subject(making, piece, subject)
    if id:
        programme = "; ".join(sorted(set(entry.programmes)))
        add_listings(making, piece, id, measures, None, authority="us", programme=programme)


def _measures(entry: OfacEntry) -> list[str]:
    """What the listing does. OFAC's other lists have the same form, and those on them are not blocked."""
    if entry.programmes and all(_OTHER_LISTS.search(programme) for programme in entry.programmes):
        return []
    directives = set(_DIRECTIVE.findall(entry.remarks[:20_000]))
    directives |= {
        found for type, number, _ in entry.numbers for found in _DIRECTIVE.findall(f"{type} {number}"[:20_000])
    }
    if directives and all(
        programme.startswith(("UKRAINE-EO13662", "RUSSIA-EO14024")) for programme in entry.programmes
    ):
        return ["financial_restriction"] if directives & {"1", "2", "3"} else []
    return ["blocking"]


def _number(making: Making, kind: SubjectKind, label: str, number: str, country: str) -> Iterator[str]:
    found: str | None = None
    if label in _IMO or number.upper().startswith("IMO"):
        found = _imo(making, kind, number)
    elif label == "mmsi" and kind == "vessel":
        found = f"mmsi:{number}" if re.fullmatch(r"\d{9}", number) else None
        if not found:
            making.note(f"'MMSI' is {short(number)}, which is not nine digits; left out")
    elif label == "swift/bic":
        found = bank_code(number)
    elif label in _TAX and kind != "vessel":
        found = tax_number(number, country, person=kind == "person")
    elif label in _REGISTERS and kind == "company":
        found = register_number(number, country)
    elif kind == "company":
        found = entity_code(number)
    if found:
        yield found


def _imo(making: Making, kind: SubjectKind, number: str) -> str | None:
    found = ship_number(number) if kind == "vessel" else company_number(number)
    if not found and imo_digits(number):
        whose = "a ship's" if kind == "vessel" else "a company's"
        making.note(f"{short(number)} is not {whose} IMO number; left out")
    return found


def _told(making: Making, subject: Subject, label: str, text: str) -> None:
    """What stands among the numbers and is none: years, dates, sectors."""
    if subject.kind == "vessel":
        if label == "vessel year of build":
            subject.fields["built"] = year_in(text)
        elif label == "mmsi" and "mmsi" not in subject.fields and re.fullmatch(r"\d{9}", text):
            subject.fields["mmsi"] = text
    elif subject.kind == "company":
        if label == "organization established date":
            subject.fields["founded"] = _day(making, "Organization Established Date", text)
        elif label == "organization type":
            subject.fields["sector"] = text


def _day(making: Making, field: str, text: str) -> PartialDate | None:
    """A day, or the span between two: `01 Jan 2015 to 31 Dec 2015`."""
    begin, _, end = text.removeprefix("circa ").partition(" to ")
    days = [making.cell("day", field, part, unreadable="note") for part in (begin, end) if part]
    if None in days or not days or days[0].first > days[-1].last:
        return None
    return PartialDate(days[0].first, days[-1].last)


def _fields(making: Making, kind: SubjectKind, entry: OfacEntry) -> dict[str, Any]:
    if kind == "vessel":
        flag = "" if entry.flag.casefold() in ("none identified", "unknown", "none") else entry.flag
        return {
            "call_sign": entry.call_sign,
            "type": str(TYPES["word"](entry.ship_type)),
            "deadweight": tonnes_in(entry.tonnage),
            "flag": country_of(making, "Vess_flag", flag),
        }
    if kind == "person":
        return {"role": entry.title, "country": country_of(making, "nationality", entry.nationality)}
    return {}
