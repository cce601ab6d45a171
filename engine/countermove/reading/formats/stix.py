"""STIX 2.1 bundles, with the extensions of OpenCTI, read as plain JSON.

A tolerant reader: types, fields and relationships that the standard does not have are read where they are known and left where they
are not. It reads a bundle twice: first for what refers to what, then for the facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.influence.stix_facts import Facts
from countermove.reading.influence.stix_index import indexed
from countermove.reading.influence.stix_objects import ID
from countermove.reading.influence.stix_states import States
from countermove.reading.influence.stix_ties import Ties
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.outcome import FileFault, Gathered, Outcome, Refused, SourceFile

_BUNDLE_ID = re.compile(r"bundle--[0-9a-f-]{36}\Z", re.IGNORECASE)


class Stix:
    """Bundles, envelopes of TAXII, and plain lists of objects."""

    id = "stix"
    title = "STIX 2.1 bundles on influence operations, OpenCTI's extensions included"
    used: Mapping[str, str] = MappingProxyType(
        {
            "campaign, intrusion-set and threat-actor without campaign": "influence_campaign; name, aliases, first_seen, last_seen, description",
            "channel, domain-name, hostname, url, user-account, persona": "media_channel, told by host or by the address of an account",
            "indicator": "media_channel, where its pattern names one channel of a campaign",
            "narrative": "narrative, of each campaign to which the bundle ties it",
            "attack-pattern": "technique, and technique_use of each campaign; keyed on x_mitre_id or external_id",
            "attributed-to, originates-from": "attribution; the state where the bundle states one",
            "targets, impersonates": "campaign_target (countries), campaign_victim (organisations and persons)",
            "belongs-to, controls, owns": "operator of a channel",
            "uses, related-to, part-of, publishes, indicates, consists-of, object_refs": "which campaign something belongs to",
            "located-at": "the state of an actor that is said to be a state's, the country of a city, the home of a victim",
            "created_by_ref, published, external_references": "evidence: who says so, when, where",
            "object_marking_refs": "marking of the evidence",
            "confidence, x_opencti_reliability": "grades of the evidence; 0 and 15 are defaults and say nothing",
            "revoked, modified": "which version of an object counts",
        }
    )
    unused: Mapping[str, str] = MappingProxyType(
        {
            "labels": "a label is no statement; it names the platform of an account at most",
            "x_opencti_score": "a default of the platform",
            "kill_chain_name": "the same codes stand under mitre-attack and disarm",
            "description of techniques": "text of the framework under its own licence",
            "start_time, stop_time": "the day of the report, filled in alike for all relationships",
            "identity, location": "read through the relationships that lead to them",
            "email-addr, ipv4-addr, autonomous-system, infrastructure": "the model keeps no addresses and no machines",
            "media-content, text, event, grouping, note, opinion": "no kind in the model",
            "amplifies, resolves-to": "no kind in the model",
            "granular_markings, lang, x_opencti_files": "not needed",
        }
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By the ids of STIX: a bundle's own, or those of its objects."""
        if not candidate.is_json or "--" not in candidate.text:
            return False
        found = candidate.json_values
        if found.get("type") == "bundle":
            return "objects" in found or bool(_BUNDLE_ID.match(str(found.get("id"))))
        return any(
            _is_object(found.get(f"{place}.id"), found.get(f"{place}.type")) for place in ("objects.item", "item")
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every object, after one reading for what refers to what."""
        facts = _facts(source)
        number = 0
        for record in _objects(source):
            if isinstance(record, JsonRecord):
                number = record.number
                yield facts.outcome(record.data, number)
            else:
                yield record
        if notes := facts.closing_notes():
            yield Gathered((), notes)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One object again, among those of its file where the file is at hand."""
        id = record.get("id") if isinstance(record, dict) else None
        others = _objects(source) if source.path.is_file() else iter(())
        around = (
            (each.number, each.data)
            for each in others
            if isinstance(each, JsonRecord) and isinstance(each.data, dict) and each.data.get("id") != id
        )
        index = indexed(chain([(0, record)] if isinstance(record, dict) else [], around))
        ties = Ties(index)
        return Facts(source, index, ties, States(index, ties)).outcome(record, 0)


def _facts(source: SourceFile) -> Facts:
    index = indexed(
        (record.number, record.data)
        for record in _objects(source)
        if isinstance(record, JsonRecord) and isinstance(record.data, dict)
    )
    ties = Ties(index)
    return Facts(source, index, ties, States(index, ties))


def _objects(source: SourceFile) -> Iterator[JsonRecord | Refused | FileFault]:
    with source.path.open("rb") as stream:
        listed = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    return items(source, "" if listed else "objects")


def _is_object(id: Any, type: Any) -> bool:
    return isinstance(id, str) and bool(ID.match(id)) and isinstance(type, str) and id.startswith(f"{type}--")


FORMATS = (Stix(),)
