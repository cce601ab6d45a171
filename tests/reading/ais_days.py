"""Days at sea made up for tests: invented ships, written as the two archives write their messages."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

DAY = datetime(2026, 3, 1, tzinfo=UTC)
DANISH = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,Callsign,Name,Ship type,Cargo type,"
    "Width,Length,Type of position fixing device,Draught,Destination,ETA,Data source type,A,B,C,D"
)
CADASTRE = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass"
CADASTRE_NOW = "mmsi,base_date_time,longitude,latitude,sog,cog,heading,vessel_name,imo,call_sign,vessel_type,status,length,width,draft,cargo,transceiver"
_CODES = {"Tanker": "80", "Cargo": "70", "Tug": "52", "Fishing": "30", "Undefined": "0", "Pleasure": "37"}
_STATES = {"Under way using engine": "0", "At anchor": "1", "Moored": "5", "Unknown value": "15"}


class Message(NamedTuple):
    """One message of one ship, `minute` minutes into the day."""

    minute: float
    mmsi: int
    lat: float
    lon: float
    type: str = "Tanker"
    status: str = "Under way using engine"
    mobile: str = "Class A"
    imo: str = "Unknown"
    name: str = ""


def track(
    mmsi: int,
    first: float,
    last: float,
    lat: float,
    lon: float,
    knots: float = 0.0,
    course: float = 90.0,
    every: float = 2.0,
    **more: str,
) -> list[Message]:
    """Messages of a ship that goes straight on; `lat` and `lon` are where it is at minute 0."""
    made = []
    for step in range(int((last - first) / every) + 1):
        minute = first + step * every
        km = knots * 1.852 * minute / 60
        turn = math.radians(course)
        at = lat + km * math.cos(turn) / 111.195
        made.append(
            Message(minute, mmsi, at, lon + km * math.sin(turn) / 111.195 / math.cos(math.radians(lat)), **more)
        )
    return made


def danish(messages: Iterable[Message], header: str = DANISH) -> str:
    """As the Danish Maritime Authority writes them, in the order of time."""
    rows = [header]
    for m in sorted(messages):
        at = DAY + timedelta(minutes=m.minute)
        rows.append(
            f"{at:%d/%m/%Y %H:%M:%S},{m.mobile},{m.mmsi},{m.lat:.6f},{m.lon:.6f},{m.status},,0.0,,,{m.imo},Unknown,{m.name},{m.type},,,,GPS,,"
            f"Unknown,,AIS,,,,"
        )
    return "\n".join(rows) + "\n"


def cadastre(messages: Iterable[Message], now: bool = False) -> str:
    """As MarineCadastre writes them, in the order given."""
    rows = [CADASTRE_NOW if now else CADASTRE]
    for m in messages:
        at = DAY + timedelta(minutes=m.minute)
        imo = "" if m.imo == "Unknown" else f"IMO{m.imo}"
        place = (
            f"{at:%Y-%m-%d %H:%M:%S},{m.lon:.6f},{m.lat:.6f}"
            if now
            else f"{at:%Y-%m-%dT%H:%M:%S},{m.lat:.6f},{m.lon:.6f}"
        )
        rows.append(
            f"{m.mmsi},{place},0.0,0.0,511.0,{m.name},{imo},,{_CODES[m.type]},{_STATES[m.status]},,,,,{m.mobile.removeprefix('Class ')}"
        )
    return "\n".join(rows) + "\n"


def traffic(first: float = 0, last: float = 1439, lon: float = 5.0, east: float = 9.0) -> list[Message]:
    """Others that are heard all the way along the 57th parallel, far enough apart from one another, too fast to loiter."""
    made: list[Message] = []
    place, number = lon, 219000100
    while place <= east:
        steps = int((last - first) / 5)
        made.extend(
            Message(first + n * 5, number, 57.05 + 0.04 * math.sin(n), place + 0.02 * math.cos(n), "Cargo")
            for n in range(steps + 1)
        )
        place, number = place + 0.25, number + 1
    return made
