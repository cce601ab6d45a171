"""Identities of vessels at Global Fishing Watch: names, flags, numbers, and how they changed, by the dates of transmissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from countermove.facts.evidence import Evidence
from countermove.facts.identity import ship_number_problem
from countermove.facts.time import PartialDate
from countermove.reading.gfw.events import is_ship_number, ship_type
from countermove.reading.gfw.records import parts, plain, text
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, short

REGISTER = "gfw-vessels"
_DAY = timedelta(days=1)
_EARLIEST = date.min


class _Entry(NamedTuple):
    """One dated record of a ship: as a register has it, or as the ship itself sends it."""

    name: str
    flag: str | None
    mmsi: str
    imo: str
    call_sign: str
    since: date | None
    until: date | None
    latest: bool

    def recency(self) -> tuple[bool, date, date]:
        """The greater, the newer."""
        return self.latest, self.until or _EARLIEST, self.since or _EARLIEST


def identity_outcome(making: Making, data: Any) -> Outcome:
    """What one identity gives: the ship, its names over time, and changes of flag and name between dated records."""
    if not isinstance(data, dict):
        making.problem("", "", "an identity is a JSON object")
        return making.outcome()
    item = plain(data)
    registers = [_entry(making, each, "registryInfo") for each in parts(item, "registryinfo")]
    sent = [_entry(making, each, "selfReportedInfo") for each in parts(item, "selfreportedinfo")]
    own = [text(each, "id") for each in parts(item, "selfreportedinfo")]
    own += [text(each, "vesselid") for each in parts(item, "combinedsourcesinfo")]
    piece = making.piece(REGISTER)
    entries = sorted([*registers, *sent], key=_Entry.recency, reverse=True)
    ship = _vessel(making, piece, item, entries, [f"gfw:{id}" for id in dict.fromkeys(own) if id])
    if ship:
        _aliases(making, piece, ship, entries)
        for dated in (registers, sent):
            if any([*_changes(making, piece, ship, dated, "flag"), *_changes(making, piece, ship, dated, "name")]):
                break
    return making.outcome()


def _entry(making: Making, data: dict[str, Any], field: str) -> _Entry:
    mmsi, imo = text(data, "ssvid"), text(data, "imo")
    if imo and ship_number_problem(imo):
        making.note(f"'{field}.imo' is {short(imo)}, which is no ship's number; left out")
        imo = ""
    return _Entry(
        text(data, "shipname"),
        making.cell("country", f"{field}.flag", text(data, "flag").upper(), "note"),
        mmsi if is_ship_number(mmsi) else "",
        imo,
        text(data, "callsign"),
        _day(making, data, "transmissiondatefrom", f"{field}.transmissionDateFrom"),
        _day(making, data, "transmissiondateto", f"{field}.transmissionDateTo"),
        data.get("latestvesselinfo") is True,
    )


def _day(making: Making, data: dict[str, Any], name: str, field: str) -> date | None:
    found = making.cell("moment", field, text(data, name), "note")
    return found.date() if isinstance(found, datetime) else None


def _vessel(
    making: Making, piece: Evidence, item: dict[str, Any], entries: Sequence[_Entry], own: Sequence[str]
) -> str | None:
    """The ship as the newest record has it; `entries` stand newest first."""
    imos = sorted({entry.imo for entry in entries if entry.imo})
    numbers = list(dict.fromkeys(entry.mmsi for entry in entries if entry.mmsi))
    mmsi = numbers[0] if numbers else ""
    id = f"imo:{imos[0]}" if len(imos) == 1 else f"mmsi:{mmsi}" if mmsi else next(iter(own), None)
    if id is None:
        making.problem("", "", "nothing tells which ship it is: no IMO number, no MMSI, no id")
        return None
    limits = []
    if len(imos) > 1:
        limits.append(f"Several IMO numbers are tied to this ship ({', '.join(imos)}): none is taken.")
    newest = max((entry.until for entry in entries if entry.until), default=None)
    used = [number for number in numbers[1:] if newest and _last_use(entries, number) >= newest - _DAY]
    if used:
        limits.append(f"Other MMSI numbers were in use to the last as well: {', '.join(used)}.")
    for limit in limits:
        making.note(f"{limit[:1].lower()}{limit[1:]}")
    names = _first(entry.name for entry in entries)
    return making.add(
        "vessel",
        piece,
        id=id,
        imo=imos[0] if len(imos) == 1 else None,
        mmsi=mmsi,
        former_mmsi=[number for number in numbers[1:] if number not in used],
        name=names[0] if names else None,
        former_names=names[1:],
        call_sign=next((e.call_sign for e in entries if e.call_sign and e.mmsi in ("", mmsi)), None),
        flag=next((entry.flag for entry in entries if entry.flag), None),
        type=_type(item),
        built=_built(making, item),
        same_as=[each for each in own if each != id],
        note=" ".join(limits),
    )


def _last_use(entries: Sequence[_Entry], number: str) -> date:
    return max((entry.until or _EARLIEST for entry in entries if entry.mmsi == number), default=_EARLIEST)


def _first(names: Iterator[str]) -> list[str]:
    """Names that differ by more than case, in the order given."""
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def _type(item: dict[str, Any]) -> str | None:
    """The type of ship that holds latest; of several that do, the first by name."""
    told = [
        (text(type, "yearto"), ship_type(text(type, "name")))
        for source in parts(item, "combinedsourcesinfo")
        for type in parts(source, "shiptypes")
    ]
    last = max((year for year, _ in told), default="")
    return min((name for year, name in told if year == last and name), default=None)


def _built(making: Making, item: dict[str, Any]) -> int | None:
    years = {
        text(extra, "builtyear").removesuffix(".0")
        for record in parts(item, "registryinfo")
        for extra in parts(record, "extrafields")
    } - {""}
    if len(years) > 1:
        making.note(f"several years of build are told ({', '.join(sorted(years))}); left out")
        return None
    found = making.cell("year", "extraFields.builtYear", next(iter(years), ""), "note")
    return found if isinstance(found, int) else None


def _aliases(making: Making, piece: Evidence, ship: str, entries: Sequence[_Entry]) -> None:
    names = _first(entry.name for entry in entries)
    for place, name in enumerate(names):
        held = [entry for entry in entries if entry.name.casefold() == name.casefold()]
        since = min((entry.since for entry in held if entry.since), default=None)
        until = max((entry.until for entry in held if entry.until), default=None)
        making.add(
            "alias",
            piece,
            entity=ship,
            name=name,
            quality="former" if place else "name",
            since=PartialDate.on(since) if since else None,
            until=PartialDate.on(until) if until and place else None,
        )


def _changes(making: Making, piece: Evidence, ship: str, entries: Sequence[_Entry], field: str) -> Iterator[str | None]:
    """A change wherever one dated record follows another that says something else. Where a third runs on meanwhile, nothing is certain."""
    dated = [(e.since, e.until, getattr(e, field)) for e in entries if e.since and e.until and getattr(e, field)]
    for since, _, after in sorted(dated):
        if any(start < since - _DAY and end > since + _DAY for start, end, _ in dated):
            continue
        before = max(
            ((end, value) for start, end, value in dated if start < since and end <= since + _DAY), default=None
        )
        if before is None or before[1].casefold() == after.casefold():
            continue
        yield making.add(
            f"{field}_change",
            piece,
            vessel=ship,
            date=PartialDate(min(before[0], since), since),
            before=before[1],
            after=after,
            note="Read off the dates between which Global Fishing Watch has the ship under each identity.",
        )
