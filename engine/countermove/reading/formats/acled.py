"""Events of ACLED, the register of political violence: its CSV exports, and the JSON of its interface (`{"data": […]}`).

They become `conflict_event` facts, never incidents: the register codes acts of war, protest and repression, and says nothing about who
is behind acts below the threshold of war.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from iso3166 import countries_by_numeric

from countermove.facts.fact import Position
from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.country_words import country_code
from countermove.reading.json_stream import JsonRecord, answered
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SourceFile
from countermove.reading.tables import TableRow, table

_SHORT_YEAR = re.compile(r"(\d{1,2}-[A-Za-z]{3}-)(\d{2})\Z")
_SLASHED = re.compile(r"0?(\d{1,2})/0?(\d{1,2})/\d{4}\Z")
_MONTHS = 12
_WEEK, _MONTH = "2", "3"
_REGION = "3"
_NEEDED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1")

_USED: Mapping[str, str] = {
    "event_id_cnty": "event", "event_date": "date", "time_precision": "how far the date holds: a day, a week, a month",
    "event_type, sub_event_type": "type", "actor1, assoc_actor_1, actor2, assoc_actor_2": "actors", "iso, country": "country",
    "location, admin1": "place", "latitude, longitude": "position", "geo_precision": "no position where only the region is known",
    "fatalities": "fatalities", "notes": "summary, 4,000 characters at most", "source": "origin of the evidence",
}  # fmt: skip
_UNUSED: Mapping[str, str] = {
    "year": "the date says it", "disorder_type": "the type says it", "inter1, inter2, interaction": "classes of actors, coded; no field",
    "civilian_targeting": "no field", "region, admin2, admin3": "the place says it", "source_scale": "how far a source reaches, no grade",
    "tags": "no field", "timestamp": "when the row was last changed, not when the event was told",
}  # fmt: skip


class Acled:
    """The CSV export."""

    id = "acled"
    title = "ACLED, events of political violence and protest (CSV)"
    used = _USED
    unused = _UNUSED

    def recognises(self, candidate: Candidate) -> bool:
        return any(candidate.has_columns(*_NEEDED, delimiter=mark) for mark in ",;\t")

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        with source.path.open("rb") as stream:
            header = stream.readline(1 << 16)
        mark = max(",;\t", key=lambda mark: header.count(mark.encode()))
        for row in table(source, delimiter=mark, needed=_NEEDED):
            yield _outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return _outcome(record, line, source)


class AcledJson:
    """The answer of the interface, as it was saved."""

    id = "acled-json"
    title = "ACLED, events of political violence and protest (JSON of its interface)"
    used = _USED
    unused = _UNUSED

    def recognises(self, candidate: Candidate) -> bool:
        return any(candidate.has_json(*(f"{path}.{name}" for name in _NEEDED)) for path in ("data.item", "item"))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for found in answered(source, "data"):
            yield self._outcome(found.data, found.number, source) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, record: Any, number: int, source: SourceFile) -> Outcome:
        texts = (
            {name: "" if value is None else str(value).strip() for name, value in record.items()}
            if isinstance(record, dict)
            else {}
        )
        return _outcome(texts, 0, source, record, f"record {number}")


def _outcome(cells: Mapping[str, str], line: int, source: SourceFile, record: Any = None, where: str = "") -> Outcome:
    making = Making(source, line, record if record is not None else cells, where)
    event, day = cells.get("event_id_cnty", ""), _day(making, cells)
    for name in ("event_id_cnty", "event_date"):
        if not cells.get(name):
            making.problem(name, "", "is empty")
    if not event or day is None:
        return making.outcome()
    types = [cells[name] for name in ("event_type", "sub_event_type") if cells.get(name)]
    actors = [cells.get(name, "") for name in ("actor1", "actor2")]
    actors += [each.strip() for name in ("assoc_actor_1", "assoc_actor_2") for each in cells.get(name, "").split(";")]
    places = [cells[name] for name in ("location", "admin1") if cells.get(name)]
    making.add(
        "conflict_event", making.piece("acled", origin=cells.get("source", "")), publisher="ACLED", event=event,
        date=_within(day, cells.get("time_precision", "")), type=": ".join(types), actors=[each for each in actors if each],
        country=_country(cells), place=", ".join(dict.fromkeys(places)), position=_position(making, cells),
        fatalities=making.cell("whole", "fatalities", cells.get("fatalities", ""), "note"), summary=cells.get("notes", ""),
    )  # fmt: skip
    return making.outcome()


def _day(making: Making, cells: Mapping[str, str]) -> PartialDate | None:
    """The day of an event. Spreadsheets rewrite days: the year of `15-Jan-19` stands in its own column, the month of `04/05/2019` nowhere."""
    text, year = cells.get("event_date", ""), cells.get("year", "")
    if (found := _SHORT_YEAR.match(text)) and year[-2:] == found[2] and len(year) == 4:
        text = f"{found[1]}{year}"
    if (found := _SLASHED.match(text)) and found[1] != found[2] and int(found[1]) <= _MONTHS >= int(found[2]):
        making.problem("event_date", text, "may mean either day: write 2026-04-24")
        return None
    day: PartialDate | None = making.cell("day", "event_date", text)
    return day


def _within(day: PartialDate, precision: str) -> PartialDate:
    """The days between which the event lies: the register writes one day, and says apart how far it holds."""
    if not day.exact:
        return day
    if precision == _MONTH:
        return PartialDate.parse(day.first.strftime("%Y-%m"))
    if precision == _WEEK:
        return PartialDate(day.first - timedelta(days=6), day.first + timedelta(days=6))
    return day


def _country(cells: Mapping[str, str]) -> str:
    known = countries_by_numeric.get(cells.get("iso", "").zfill(3))
    code = known.alpha2 if known else country_code(cells.get("country", ""))
    return f"iso3166:{code}" if code else ""


def _position(making: Making, cells: Mapping[str, str]) -> Position | None:
    if cells.get("geo_precision") == _REGION:
        return None
    lat, lon = (making.cell("number", name, cells.get(name, ""), "note") for name in ("latitude", "longitude"))
    return Position(lat, lon) if lat is not None and lon is not None else None


FORMATS = (Acled(), AcledJson())
