"""The facts of one object of a bundle, with what the first reading found of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.reading.influence import disarm_codes, stix_channels, stix_objects
from countermove.reading.influence.channels import channel_at
from countermove.reading.influence.stix_evidence import Speakers
from countermove.reading.influence.stix_index import ACTORS, CHANNELS, Index, key_of
from countermove.reading.influence.stix_links import Links
from countermove.reading.influence.stix_states import States
from countermove.reading.influence.stix_ties import Ties
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile

_ASIDE = {
    "marking-definition": "a marking: it stands in the evidence of what is marked",
    "report": "a report: it stands in the evidence of what it tells of",
    "grouping": "a grouping, which says nothing of its own",
    "location": "a place: read through the relationships that lead to it",
    "identity": "an organisation, person or sector: read through the relationships that lead to it",
    "media-content": "a single piece of content: the model has channels and claims",
    "text": "a single piece of content: the model has channels and claims",
    "email-addr": "an address of a person or an organisation, which the model does not keep",
    "event": "an event, which the model has no kind for",
    "infrastructure": "technical infrastructure: read through the relationships that lead to it",
    "extension-definition": "a definition of the format itself",
    "language-content": "a translation of another object",
}
_TECHNICAL = frozenset(("ipv4-addr", "ipv6-addr", "autonomous-system", "mac-addr", "network-traffic", "x509-certificate", "file", "artifact", "directory", "process", "software", "mutex", "windows-registry-key", "user-agent", "cryptocurrency-wallet", "cryptographic-key", "bank-account", "phone-number", "payment-card", "tracking-number", "credential", "ssh-key", "hash"))  # fmt: skip
_VOCABULARY = frozenset(("x-mitre-tactic", "x-mitre-matrix", "x-mitre-data-source", "x-mitre-data-component", "x-mitre-collection", "kill-chain-phase", "course-of-action", "data-source", "data-component"))  # fmt: skip
_COMPUTERS = frozenset(("malware", "malware-analysis", "tool", "vulnerability", "incident", "observed-data", "sighting", "note", "opinion", "task", "case-incident", "case-rfi", "case-rft", "feedback"))  # fmt: skip
_PATTERN = re.compile(r"\[\s*(domain-name|hostname|url|user-account)\s*:\s*(value|account_login|user_id|display_name)\s*=\s*'((?:[^'\\]|\\.)+)'\s*\]\Z")  # fmt: skip


class Facts:
    """Makes what each object of one bundle becomes."""

    def __init__(self, source: SourceFile, index: Index, ties: Ties, states: States) -> None:
        self._source, self._index, self._ties, self._states = source, index, ties, states
        self.retired: set[str] = set()
        self.unlisted: set[str] = set()
        self.shared = 0
        self.untied = 0
        self._by_type: dict[str, Callable[[Making, Mapping[str, Any], int], str]] = {
            "campaign": self._campaign,
            "attack-pattern": self._technique,
            "narrative": self._narrative,
            "indicator": self._indicator,
            **dict.fromkeys(ACTORS, self._actor),
            **dict.fromkeys(CHANNELS, self._channel),
        }
        self._speakers = Speakers(source, index, ties)
        self._links = Links(index, ties, states, self._speakers)
        self._counts = self._counted()

    def outcome(self, item: Any, number: int) -> Outcome:
        """What becomes of one object."""
        making = Making(self._source, 0, item, f"object {number}")
        if not isinstance(item, dict):
            making.problem("", "", "an object of a bundle is a JSON object")
            return making.outcome()
        id, type = item.get("id"), item.get("type")
        if not isinstance(type, str) or not type:
            making.problem("type", str(type or ""), "says of no object what it is")
            return making.outcome()
        if not isinstance(id, str) or not stix_objects.ID.match(id):
            making.problem("id", str(id or ""), "is no id of STIX: a type, two hyphens and a UUID")
            return making.outcome()
        making = Making(self._source, 0, item, id)
        if item.get("revoked") is True:
            return SetAside(0, "taken back by its producer (revoked)")
        if not self._index.is_current(id, number):
            return SetAside(0, "another version of an object that stands in the file")
        if type == "relationship":
            return self._links.outcome(making, item)
        make = self._by_type.get(type)
        if make:
            return making.outcome(make(making, item, key_of(id)))
        return SetAside(0, self._aside(type))

    def closing_notes(self) -> tuple[str, ...]:
        """What is to be told of the file as a whole."""
        found = []
        name = self._source.name
        if self.retired:
            found.append(
                f"{name}: codes that DISARM has given up ({disarm_codes.release()}): {disarm_codes.told(self.retired)}."
            )
        if self.unlisted:
            found.append(
                f"{name}: codes that are not in the list ({disarm_codes.release()}): {disarm_codes.told(self.unlisted)}."
            )
        if self.untied:
            found.append(f"{name}: {self.untied} channels that the bundle ties to no campaign; theirs is left unknown.")
        if self.shared:
            found.append(
                f"{name}: {self.shared} channels that the bundle ties to several campaigns; theirs is left unknown."
            )
        return tuple(found)

    def _aside(self, type: str) -> str:
        if type in _TECHNICAL:
            return "technical infrastructure, which the model does not keep"
        if type in _VOCABULARY:
            return "vocabulary of a framework"
        if type in _COMPUTERS:
            return "a type of object that is not about influence"
        return _ASIDE.get(type, "a type of object that the model has no kind for")

    # Campaigns and actors

    def _campaign(self, making: Making, item: Mapping[str, Any], key: int) -> str:
        if key not in self._ties.leads:
            return "a campaign that nothing in the file shows to be one of influence"
        self._lead(making, item, key)
        return ""

    def _actor(self, making: Making, item: Mapping[str, Any], key: int) -> str:
        if key not in self._ties.leads:
            return "an actor: read through the relationships that lead to it"
        self._lead(making, item, key)
        state = self._states.behind(key)
        if state:
            self._links.attribute(making, self._speakers.piece(making, item), key, self._index.nodes[key], item)
        return ""

    def _lead(self, making: Making, item: Mapping[str, Any], key: int) -> None:
        piece = self._speakers.piece(making, item)
        name = stix_objects.text(item, "name") or str(item["id"])
        making.add(
            "influence_campaign",
            piece,
            id=f"stix:{item['id']}",
            campaign=name,
            aliases=[each for each in stix_objects.texts(item, "aliases") if each != item.get("name")],
            start=stix_objects.day(item, "first_seen"),
            end=self._ended(item),
            operators=list(self._links.operators.get(key, ())),
            summary=_sentence(stix_objects.text(item, "description")),
        )
        sites, accounts, all = self._counts.get(key, (0, 0, 0))
        if all:
            report = self._ties.report_of(key)
            making.add(
                "influence_campaign",
                piece,
                id=f"stix:{item['id']}/{report.id if report else 'listed'}",
                campaign=name,
                part_of=f"stix:{item['id']}",
                channels=all,
                counted="sites" if sites == all else "accounts" if accounts == all else None,
                as_at=piece.published,
                note="Counted from the channels that the file ties to the campaign.",
            )

    def _ended(self, item: Mapping[str, Any]) -> Any:
        start, end = stix_objects.day(item, "first_seen"), stix_objects.day(item, "last_seen")
        return end if end and (not start or end.last > start.first) else None

    # Channels

    def _channel(self, making: Making, item: Mapping[str, Any], key: int) -> str:
        value = stix_objects.text(item, "value", "name", "account_login", "user_id", "persona_name", "display_name")
        if not value:
            making.problem("value", "", "says of no channel which it is")
            return ""
        found = stix_channels.identified(item)
        if found is None:
            if item["type"] == "url":
                return "an address in words, which leads nowhere"
            if item["type"] in ("domain-name", "hostname"):
                making.problem("value", value, "is not a host name")
                return ""
        leads = self._ties.of.get(key, ())
        self.shared += len(leads) > 1
        self.untied += not leads
        making.add(
            "media_channel",
            self._speakers.piece(making, item),
            id=found.id if found else f"stix:{item['id']}",
            name=stix_objects.text(item, "display_name") or (found.name if found else value),
            platform=found.platform if found else stix_channels.platform(item) or item["type"],
            operator=self._links.runs.get(key),
            imitates=self._links.imitates.get(key),
            campaign=self._ties.campaign_id(leads[0] if len(leads) == 1 else None),
            since=stix_objects.day(item, "account_created", "creation_date"),
        )
        return ""

    def _indicator(self, making: Making, item: Mapping[str, Any], key: int) -> str:
        pattern = _PATTERN.match(stix_objects.text(item, "pattern"))
        leads = self._ties.of.get(key, ())
        found = channel_at(pattern[3].replace("\\'", "'")) if pattern else None
        if not found or not leads:
            return "an indicator that names no channel of a campaign"
        making.add(
            "media_channel",
            self._speakers.piece(making, item),
            id=found.id,
            name=found.name,
            platform=found.platform,
            campaign=self._ties.campaign_id(leads[0] if len(leads) == 1 else None),
        )
        return ""

    def _counted(self) -> dict[int, tuple[int, int, int]]:
        """How many channels each campaign has: sites, accounts, all."""
        counts: dict[int, tuple[int, int, int]] = {}
        for key, leads in self._ties.of.items():
            if self._index.type_of(key) in CHANNELS and len(leads) == 1:
                sites, accounts, all = counts.get(leads[0], (0, 0, 0))
                counts[leads[0]] = (
                    sites + (key in self._index.sites),
                    accounts + (key in self._index.accounts),
                    all + 1,
                )
        return counts

    # Techniques and narratives

    def _technique(self, making: Making, item: Mapping[str, Any], key: int) -> str:
        code = self._index.codes.get(key)
        if not code:
            return "a technique without a code of DISARM"
        standing = disarm_codes.standing(code)
        if standing == "attack":
            return "a technique of MITRE ATT&CK: attacks on computers have no kind in the model"
        if standing == "retired":
            self.retired.add(code)
        elif standing == "unknown":
            self.unlisted.add(code)
        phases = item.get("kill_chain_phases")
        tactics = (
            [each.get("phase_name") for each in phases if isinstance(each, dict)] if isinstance(phases, list) else []
        )
        making.add(
            "technique",
            self._speakers.piece(making, item, reported=False),
            id=f"disarm:{code}",
            name=stix_objects.text(item, "name"),
            tactic=next((each for each in tactics if isinstance(each, str) and each), None),
            retired={"current": False, "retired": True}.get(standing),
        )
        for lead in self._ties.of.get(key, ()):
            making.add(
                "technique_use",
                self._told_of(making, item, lead),
                campaign=self._ties.campaign_id(lead),
                technique=code,
            )
        return ""

    def _told_of(self, making: Making, item: Mapping[str, Any], lead: int) -> Evidence:
        """Evidence for a use of a technique: whoever reports on the campaign, not the makers of the framework."""
        node = self._ties.leads[lead]
        plain = {
            name: value
            for name, value in item.items()
            if name not in ("created_by_ref", "confidence", "object_marking_refs")
        }
        return self._speakers.piece(making, {**plain, "confidence": None}, node)

    def _narrative(self, making: Making, item: Mapping[str, Any], key: int) -> str:
        leads = self._ties.of.get(key, ())
        for lead in leads:
            making.add(
                "narrative",
                self._speakers.piece(making, item),
                campaign=self._ties.campaign_id(lead),
                text=stix_objects.text(item, "name", "description"),
                first_seen=stix_objects.day(item, "first_seen"),
            )
        return "a narrative that the bundle ties to no campaign"


def _sentence(text: str) -> str | None:
    """The first sentence of a description, where it is one that can be shown."""
    first = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0].strip()
    return first if 0 < len(first) <= 400 else None
