"""Global Fishing Watch: events, identities of vessels, and what comes with them. Live data is licensed CC BY-NC 4.0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.gfw.events import event_outcome
from countermove.reading.gfw.identity import identity_outcome
from countermove.reading.gfw.records import plain, records
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SourceFile

_PLACES = ("", "item.", "entries.item.")
"""Where a record can stand: by itself or on a line, in a list, in a page of a list."""


_INFOS = ("selfReportedInfo", "registryInfo", "self_reported_info", "registry_info")
_DAYS = ("transmissionDateFrom", "transmission_date_from")


def _has(candidate: Candidate, *fields: str) -> bool:
    """Whether a record has all these fields; each is one name or several spellings with a bar between."""
    found = candidate.json_values.keys()
    return any(all(any(f"{at}{name}" in found for name in field.split("|")) for field in fields) for at in _PLACES)


def _is_event(candidate: Candidate) -> bool:
    if _has(candidate, "id", "start", "type", "vessel.ssvid|vessel.id", "position|position.lat"):
        return True
    empty = candidate.has_json("entries", "total", "limit", "offset", "nextOffset")
    return empty and "entries.item" not in candidate.json_values


def _is_identity(candidate: Candidate) -> bool:
    sent = _has(candidate, "selfReportedInfo|self_reported_info|registryInfo|registry_info")
    beside = _has(
        candidate,
        "combinedSourcesInfo|combined_sources_info|registryInfoTotalRecords|registry_info_total_records",
    )
    return sent and (beside or any(_has(candidate, f"{info}.item.{day}") for info in _INFOS for day in _DAYS))


def _summary(data: Any) -> str:
    """What a record is that names no event and no ship; empty where it is none of these."""
    keys = plain(data).keys() if isinstance(data, dict) else set()
    if {"numevents", "numvessels"} <= keys:
        return "counts of events, which name none"
    if "period" in keys and keys & {"gap", "coverage", "apparentfishing", "vesselidentity"}:
        return "counts about ships of a request, without dates of events"
    if "datasets" in keys and keys & {"types", "startdate", "enddate", "vessels", "includes"}:
        return "the body of a request, which holds no data"
    return ""


def _is_summary(candidate: Candidate) -> bool:
    if _has(candidate, "numEvents|num_events", "numVessels|num_vessels"):
        return True
    if _has(candidate, "period.startDate|period.start_date") and _has(
        candidate, "gap|coverage|apparentFishing|apparent_fishing|vesselIdentity|vessel_identity"
    ):
        return True
    first = str(candidate.json_values.get("datasets.item", ""))
    return first.startswith("public-global-") and _has(
        candidate, "types|start_date|startDate|end_date|endDate|vessels|includes"
    )


def _event_outcome(making: Making, data: Any) -> Outcome:
    reason = _summary(data)
    return making.outcome(reason) if reason else event_outcome(making, data)


@dataclass(frozen=True)
class GfwFormat:
    """One sort of record, and the making of its facts."""

    id: str
    title: str
    used: Mapping[str, str]
    unused: Mapping[str, str]
    told: Callable[[Candidate], bool]
    make: Callable[[Making, Any], Outcome]

    def recognises(self, candidate: Candidate) -> bool:
        return candidate.is_json and self.told(candidate)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for found in records(source):
            if isinstance(found, tuple):
                yield self.make(*found)
            else:
                yield found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self.make(Making(source, line, record, "" if line else "a mended record"), record)


FORMATS = (
    GfwFormat(
        "gfw-events",
        "Global Fishing Watch: events of the interface v3 (live data CC BY-NC 4.0)",
        {
            "type": "which fact it is: gap, encounter, loitering, port_visit; the parts of other types are not read",
            "start, end": "begin and end; an empty end is none",
            "vessel, encounter.vessel": "the ships: MMSI of a ship, else the publisher's id; name, flag, type",
            "gap": "length, way, last position; intentionalDisabling as the publisher's inference, in the note",
            "encounter": "median distance and speed of an encounter, which is no transfer",
            "loitering": "length",
            "port_visit": "name and country of the anchorage, confidence in the note",
            "position": "where",
        },
        {
            "fishing": "the model has no kind for fishing: such events are set aside",
            "regions, boundingBox, distances": "numbers of areas in the publisher's own tables",
            "gap.impliedSpeedKnots, positions…": "follow from length and way, or describe reception",
            "encounter.potentialRisk, authorization": "about authorisations to fish",
            "loitering.totalDistanceKm, averageSpeedKnots, averageDistanceFromShoreKm": "the model holds no such field",
            "port_visit.endAnchorage": "the call is at the port where it begins",
            "counts, insights, bodies of requests": "they name no event with a date: set aside with what they are",
        },
        lambda candidate: _is_event(candidate) or _is_summary(candidate),
        _event_outcome,
    ),
    GfwFormat(
        "gfw-vessels",
        "Global Fishing Watch: identities of vessels (live data CC BY-NC 4.0)",
        {
            "registryInfo, selfReportedInfo": "the ship, its numbers now and before, its names with dates, changes of flag and name",
            "combinedSourcesInfo": "type of ship, further ids of the publisher",
            "extraFields.builtYear": "year of build",
        },
        {
            "registryOwners": "owners by name alone: a name is no id",
            "registryPublicAuthorizations": "about authorisations to fish",
            "geartypes, lengthM, tonnageGt": "the model holds no gear and no such dimensions",
            "messagesCounter, positionsCounter, matchFields, sourceCode": "how the record was put together",
        },
        _is_identity,
        identity_outcome,
    ),
)
