"""MISP: events, and the lists of a feed that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from countermove.errors import Fault
from countermove.reading.candidate import Candidate
from countermove.reading.influence.json_values import values_at
from countermove.reading.influence.misp_event import MispEvent
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.json_text import BrokenJson
from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Outcome, SetAside, SourceFile

LARGE = 16 * 2**20
"""Size of a file from which an event is read piece by piece."""
_HEADER = frozenset(
    ("Event.uuid", "Event.info", "Event.date", "Event.Orgc", "Event.Org", "Event.Tag.item", "Event.Galaxy.item")
)
_RECORDS = frozenset(("Event.Attribute.item", "Event.Object.item"))
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class Events:
    """One event, a list of events, or the answer of a server."""

    id = "misp-events"
    title = "MISP events on influence operations"
    used: Mapping[str, str] = MappingProxyType(
        {
            "uuid, info, date": "influence_campaign, where a tag says that the event is about influence",
            "Attribute (domain, hostname, url, twitter-id, target-*, threat-actor, campaign-name)": "media_channel, campaign_target, campaign_victim, attribution, aliases",
            "Object (accounts, outlets, narrative, domain-ip)": "media_channel, narrative",
            "Galaxy and Tag of DISARM": "technique_use, by code",
            "Galaxy of actors, country of its meta": "attribution, suspected; the state where the cluster gives one",
            "target-information": "campaign_target",
            "tlp, admiralty-scale": "marking and grades of the evidence",
            "Orgc": "who says so",
        }
    )
    unused: Mapping[str, str] = MappingProxyType(
        {
            "threat_level_id, analysis, distribution": "how the event is handled",
            "ip-*, hashes, files, vulnerabilities": "attacks on computers",
            "External analysis, Internal reference": "reports that are cited",
            "attribution-confidence": "a default of the galaxy",
            "RelatedEvent, ShadowAttribute, Sighting": "not needed",
        }
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By the event's own fields, under the wrappers that servers and feeds use."""
        return bool(_wrapper(candidate))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every event with all its records; a very large event is read piece by piece."""
        if source.path.stat().st_size > LARGE and _wrapper_of(source) == "Event":
            yield from _piecemeal(source)
            return
        for record in items(source, _path(source)):
            if not isinstance(record, JsonRecord):
                yield record
                continue
            data = record.data
            found = [
                each.get("Event", each)
                for each in (data if isinstance(data, list) else [data])
                if isinstance(each, dict)
            ]
            events = [each for each in found if isinstance(each, dict)]
            if not events:
                making = Making(source, 0, data, f"record {record.number}")
                making.problem("Event", "", "is missing")
                yield making.outcome()
            for event in events:
                yield from MispEvent(source, event).outcomes()

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """An event, an attribute or an object again, with the event around it."""
        event = record.get("Event") if isinstance(record, dict) else None
        making = Making(source, line, record)
        if not isinstance(event, dict):
            making.problem("Event", "", "is missing")
            return making.outcome()
        whole = MispEvent(source, event)
        for name, read in (("Attribute", whole.attribute), ("Object", whole.object)):
            inner = event.get(name)
            if isinstance(inner, list) and len(inner) == 1:
                return read(inner[0])
        return next(whole.outcomes())


def _wrapper(candidate: Candidate) -> str:
    """The path under which events stand; empty where there are none."""
    found = candidate.json_values
    for path in ("response.item.Event", "response.Event", "item.Event", "Event"):
        if path in found and any(f"{path}.{name}" in found for name in ("info", "uuid", "Attribute", "Orgc", "date")):
            return path
    return ""


def _wrapper_of(source: SourceFile) -> str:
    with source.path.open("rb") as stream:
        text = stream.read(65536).decode("utf-8-sig", "replace")
    return _wrapper(Candidate(source, text, False))


def _path(source: SourceFile) -> str:
    return "response" if _wrapper_of(source).startswith("response") else ""


def _piecemeal(source: SourceFile) -> Iterator[Outcome]:
    """The records of a file of one event, of which never more than one is held.

    An event's tags stand behind its attributes as a rule, so the file is read twice.
    """
    event: dict[str, Any] = {}
    try:
        for path, value in values_at(source, _HEADER):
            name = path.split(".")[1]
            if path.endswith(".item"):
                event.setdefault(name, []).append(value)
            else:
                event[name] = value
        whole = MispEvent(source, event)
        yield from whole.outcomes()
        for path, value in values_at(source, _RECORDS):
            yield whole.attribute(value) if path.startswith("Event.Attribute") else whole.object(value)
    except BrokenJson as error:
        hint = "mend the file; what stood before was read"
        yield FileFault(Fault("CM310", f"this file is not JSON: {error}", source.at(), hint))


class Feed:
    """The list of a feed's events (manifest.json): titles and tags, no content."""

    id = "misp-manifest"
    title = "Lists of the events of a MISP feed"
    used: Mapping[str, str] = MappingProxyType({})
    unused: Mapping[str, str] = MappingProxyType({"all fields": "each event stands in a file of its own"})

    def recognises(self, candidate: Candidate) -> bool:
        """By events' ids as keys, with their titles below."""
        keys = [path for path in list(candidate.json_values)[:40] if _UUID.fullmatch(path.partition(".")[0])]
        return any(f"{key}.info" in candidate.json_values for key in keys if "." not in key)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every entry is set aside."""
        for record in items(source):
            if isinstance(record, JsonRecord):
                for _ in record.data if isinstance(record.data, dict) else [record.data]:
                    yield self.reread(None, 0, source)
            else:
                yield record

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """An entry again."""
        return SetAside(line, "an entry of a feed's list: the event itself stands elsewhere")


FORMATS = (Events(), Feed())
