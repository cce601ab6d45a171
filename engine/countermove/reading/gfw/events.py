"""Events of Global Fishing Watch: silences, encounters, loitering and calls at ports. What they mean is inferred, and said so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.facts.time import PartialDate
from countermove.reading.cell_types import word
from countermove.reading.gfw.records import number, part, place, plain, text
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome

REGISTER = "gfw-events"
_UNTOLD = frozenset(("", "UNK", "UNKNOWN", "NA", "NULL", "NONE"))
_NO_TYPE = frozenset(("other", "other_non_fishing", "discrepancy", "gear", "unknown", "na", "null"))
FISHING = "an event of fishing"
OTHER = "an event of a type that the model has no kind for"


def event_outcome(making: Making, data: Any) -> Outcome:
    """What one event gives. It is what its type says, whatever other parts it carries."""
    if not isinstance(data, dict):
        making.problem("", "", "an event is a JSON object")
        return making.outcome()
    event = plain(data)
    type = word(text(event, "type") or text(event, "eventtype"))
    if type == "fishing":
        return making.outcome(FISHING)
    maker = _MAKERS.get(type)
    if maker is None:
        return making.outcome(OTHER if type else "an event that does not say of which type it is")
    id = text(event, "id") or text(event, "eventid")
    piece = making.piece(REGISTER, **({"document": f"event {id}"} if id else {}))
    ship = _ship(making, part(event, "vessel"), "vessel", piece)
    start = _moment(making, event, "start")
    end = _end(making, event, start)
    if ship and start:
        maker(making, event, piece, ship, start, end)
    return making.outcome()


def _gap(
    making: Making, event: dict[str, Any], piece: Evidence, ship: str, start: datetime, end: datetime | None
) -> None:
    gap = part(event, "gap")
    meant = gap.get("intentionaldisabling")
    notes = []
    if str(meant).casefold() == "true":
        notes.append(
            "Global Fishing Watch infers that the transponder was switched off on purpose: its inference, not a finding."
        )
    elif str(meant).casefold() == "false":
        notes.append("Global Fishing Watch does not infer that the transponder was switched off on purpose.")
    if end is None:
        notes.append("No end is given.")
    making.add(
        "ais_gap",
        piece,
        vessel=ship,
        start=start,
        end=end,
        hours=_length(making, gap, "durationhours", "gap.durationHours", start, end),
        distance_km=_at_least_zero(making, gap, "distancekm", "gap.distanceKm"),
        position=place(part(gap, "offposition")) or place(part(event, "position")),
        note=" ".join(notes),
    )


def _encounter(
    making: Making, event: dict[str, Any], piece: Evidence, ship: str, start: datetime, end: datetime | None
) -> None:
    encounter = part(event, "encounter")
    other = _ship(making, part(encounter, "vessel"), "encounter.vessel", piece)
    if not other:
        return
    if other == ship:
        making.problem("encounter.vessel.ssvid", other, "is the ship itself: an encounter has two")
        return
    first, second = sorted((ship, other))
    kind = "-".join(sorted(text(encounter, "type").casefold().split("-")))
    making.add(
        "encounter",
        piece,
        vessel=first,
        other=second,
        start=start,
        end=end,
        hours=_hours(start, end),
        distance_km=_at_least_zero(making, encounter, "mediandistancekilometers", "encounter.medianDistanceKilometers"),
        speed_knots=_at_least_zero(making, encounter, "medianspeedknots", "encounter.medianSpeedKnots"),
        position=place(part(event, "position")),
        note=f"Global Fishing Watch's kind of encounter: {kind}." if kind else None,
    )


def _loitering(
    making: Making, event: dict[str, Any], piece: Evidence, ship: str, start: datetime, end: datetime | None
) -> None:
    loitering = part(event, "loitering")
    making.add(
        "loitering",
        piece,
        vessel=ship,
        start=start,
        hours=_length(making, loitering, "totaltimehours", "loitering.totalTimeHours", start, end),
        position=place(part(event, "position")),
    )


def _port_visit(
    making: Making, event: dict[str, Any], piece: Evidence, ship: str, start: datetime, end: datetime | None
) -> None:
    visit = part(event, "portvisit")
    anchorages = [part(visit, name) for name in ("startanchorage", "intermediateanchorage", "endanchorage")]
    named = next((a for a in anchorages if _port(a)), None)
    if named is None:
        making.problem("port_visit.startAnchorage.name", "", "is missing: the port cannot be told")
        return
    confidence = text(visit, "confidence")
    making.add(
        "port_call",
        piece,
        vessel=ship,
        port=_port(named),
        country=_country(making, named, "port_visit.startAnchorage.flag"),
        arrived=PartialDate.on(start.date()),
        note=f"Global Fishing Watch's confidence in the visit: {confidence} of 4." if confidence else None,
    )


def _port(anchorage: dict[str, Any]) -> str:
    """What an anchorage is called; one without a name goes by its number in the publisher's table of anchorages."""
    told = text(anchorage, "name") or text(anchorage, "topdestination") or text(anchorage, "id")
    number = text(anchorage, "anchorageid")
    return told or (f"anchorage {number}" if number else "")


_MAKERS: Mapping[str, Callable[[Making, dict[str, Any], Evidence, str, datetime, datetime | None], None]] = {
    "gap": _gap,
    "encounter": _encounter,
    "loitering": _loitering,
    "port_visit": _port_visit,
    "port": _port_visit,
}


def _ship(making: Making, vessel: dict[str, Any], field: str, piece: Evidence) -> str | None:
    """The id of a ship: by its MMSI where the number is that of a ship, else by the publisher's own id."""
    sent, own = text(vessel, "ssvid"), text(vessel, "id")
    mmsi = sent if is_ship_number(sent) else None
    other = f"gfw:{own}" if own else None
    id = f"mmsi:{mmsi}" if mmsi else other
    if id is None:
        told = "is no MMSI of a ship, and there is no id of Global Fishing Watch" if sent else "is missing"
        making.problem(f"{field}.ssvid", sent, told)
        return None
    return making.add(
        "vessel",
        piece,
        id=id,
        mmsi=mmsi,
        name=text(vessel, "name"),
        flag=_country(making, vessel, f"{field}.flag"),
        type=ship_type(text(vessel, "type")),
        same_as=(other,) if mmsi and other else (),
    )


def ship_type(told: str) -> str:
    """The publisher's type of ship; its bunkers are bunkers or tankers, and some of its words tell nothing."""
    type = word(told)
    return "bunker_or_tanker" if type == "bunker" else "" if type in _NO_TYPE else type


def is_ship_number(sent: str) -> bool:
    """Whether a text is an MMSI of a ship: nine digits, of which the first tells the region."""
    return len(sent) == 9 and sent.isascii() and sent.isdigit() and sent[0] in "234567"


def _country(making: Making, data: dict[str, Any], field: str) -> str | None:
    code = text(data, "flag").upper()
    return None if code in _UNTOLD else making.cell("country", field, code, "note")


def _moment(making: Making, event: dict[str, Any], name: str) -> datetime | None:
    sent = text(event, name)
    if not sent:
        making.problem(name, "", "is missing")
        return None
    found = making.cell("moment", name, sent)
    return found if isinstance(found, datetime) else None


def _end(making: Making, event: dict[str, Any], start: datetime | None) -> datetime | None:
    found = making.cell("moment", "end", text(event, "end"), "note")
    if not isinstance(found, datetime):
        return None
    if start and found < start:
        making.note(f"'end' lies before 'start' ({text(event, 'end')}); left out")
        return None
    return found


def _hours(start: datetime, end: datetime | None) -> float | None:
    return round((end - start).total_seconds() / 3600, 4) if end else None


def _length(
    making: Making, data: dict[str, Any], name: str, field: str, start: datetime, end: datetime | None
) -> float | None:
    told = _at_least_zero(making, data, name, field)
    return _hours(start, end) if told is None else told


def _at_least_zero(making: Making, data: dict[str, Any], name: str, field: str) -> float | None:
    found = number(making, data, name, field)
    if found is not None and found < 0:
        making.note(f"'{field}' is {found:g}, less than nothing; left out")
        return None
    return found
