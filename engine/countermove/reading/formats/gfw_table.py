"""Events of Global Fishing Watch as flat tables: the R package's columns, or the service's own with dots (`gap.durationHours`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.gfw.events import event_outcome
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile, refusal
from countermove.reading.tables import TableRow, table

_NOTHING = frozenset(("", "NA", "NaN", "nan", "None", "null", "NULL"))
_PLACES: Mapping[str, tuple[str, ...]] = {
    "eventId": ("id",), "eventType": ("type",), "lat": ("position", "lat"), "lon": ("position", "lon"),
    "vesselId": ("vessel", "id"), "vessel_id": ("vessel", "id"), "vessel_name": ("vessel", "name"),
    "vessel_ssvid": ("vessel", "ssvid"), "vessel_flag": ("vessel", "flag"), "vessel_type": ("vessel", "type"),
    "id": ("id",), "type": ("type",), "start": ("start",), "end": ("end",),
}  # fmt: skip
_PORT = re.compile(r"port(?:_visit)?\Z", re.IGNORECASE)
_PARTS = ("gap", "loitering", "encounter", "port_visit")
_NO_PORT = "a call at a port whose row does not name the port"
_LONE = "an encounter whose row does not name the other ship"


def _event(cells: Mapping[str, str]) -> dict[str, Any]:
    """A row as the service would have nested it. A column of the detail alone belongs to whatever the type is."""
    event: dict[str, Any] = {}
    for column, cell in cells.items():
        if cell in _NOTHING:
            continue
        path = _PLACES.get(column) or tuple(column.split("."))
        detail = column.removeprefix("event_info_")
        paths = [path] if column in _PLACES or len(path) > 1 else [(part, detail) for part in _PARTS]
        for *outer, last in paths:
            inner = event
            for name in outer:
                found = inner.setdefault(name, {})
                inner = found if isinstance(found, dict) else {}
            inner[last] = cell
    return event


def _names_a_port(event: Mapping[str, Any]) -> bool:
    """Whether a row holds one of the anchorages of a call."""
    call = event.get("port_visit")
    return isinstance(call, dict) and any("anchorage" in str(name).casefold() for name in call)


class GfwTable:
    """One event a row."""

    id = "gfw-events-table"
    title = "Global Fishing Watch: events as a table, of the R package or with dotted columns (live data CC BY-NC 4.0)"
    used: Mapping[str, str] = {
        "eventType, type": "which fact it is: gap, loitering, port_visit, and encounter where the row names both ships",
        "start, end, lat, lon": "begin, end and place",
        "vessel_ssvid, vesselId, vessel_name, vessel_flag, vessel_type": "the ship",
        "durationHours, distanceKm, intentionalDisabling, totalTimeHours, …": "as in the service's own form",
    }
    unused: Mapping[str, str] = {
        "regions, boundingBox, distances, event_info": "lists that a table cannot hold",
        "fishing": "the model has no kind for fishing: such events are set aside",
    }

    def recognises(self, candidate: Candidate) -> bool:
        found = set(candidate.cells())
        return (
            "start" in found
            and bool(found & {"eventType", "type"})
            and bool(found & {"eventId", "id"})
            and bool(found & {"vessel_ssvid", "vessel.ssvid"})
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source, needed=("start",)):
            yield self._outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        if not isinstance(record, dict):
            return refusal(source, line, "CM310", record, ["this is no row of the table"])
        return self._outcome({str(name): str(cell) for name, cell in record.items()}, line, source)

    def _outcome(self, cells: Mapping[str, str], line: int, source: SourceFile) -> Outcome:
        event = _event(cells)
        if str(event.get("type", "")).casefold() == "encounter" and not event.get("encounter", {}).get("vessel"):
            return SetAside(line, _LONE)
        if _PORT.match(str(event.get("type", ""))) and not _names_a_port(event):
            return SetAside(line, _NO_PORT)
        return event_outcome(Making(source, line, dict(cells)), event)


FORMATS = (GfwTable(),)
