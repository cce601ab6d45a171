"""The first reading of a bundle: what refers to what, kept small. The second reading makes the facts.

Objects are numbered as they come. Of most only the number and the type are kept; of those that others are told by (campaigns, actors,
identities, places, reports, techniques) also the names.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from countermove.facts.evidence import Marking
from countermove.facts.time import PartialDate
from countermove.reading.country_words import country_code
from countermove.reading.influence import disarm_codes, stix_channels, stix_objects

ACTORS = frozenset(("intrusion-set", "threat-actor", "threat-actor-group", "threat-actor-individual"))
CHANNELS = frozenset(("channel", "domain-name", "hostname", "url", "user-account", "persona"))
_NAMED = ACTORS | {"campaign", "identity", "location", "report", "narrative"}
INFLUENCE = frozenset(("channel", "narrative", "media-content", "persona"))
"""Types of objects that only bundles on influence have."""


@dataclass(slots=True)
class Node:
    """An object by which others are told."""

    id: str
    type: str
    name: str = ""
    kind: str = ""
    country: str = ""
    state: bool = False
    creator: str = ""
    day: PartialDate | None = None
    credibility: int | None = None
    reliability: str | None = None
    markings: tuple[str, ...] = ()
    url: str = ""


@dataclass
class Edges:
    """All relationships, in columns."""

    number: array[int] = field(default_factory=lambda: array("Q"))
    source: array[int] = field(default_factory=lambda: array("Q"))
    target: array[int] = field(default_factory=lambda: array("Q"))
    type: array[int] = field(default_factory=lambda: array("I"))

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.source, self.target, self.type, strict=True)


@dataclass
class Index:
    """What the first reading found."""

    place: dict[int, int] = field(default_factory=dict)
    types: array[int] = field(default_factory=lambda: array("I"))
    modified: array[float] = field(default_factory=lambda: array("d"))
    words: dict[str, int] = field(default_factory=dict)
    nodes: dict[int, Node] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    edges: Edges = field(default_factory=Edges)
    reports: dict[int, tuple[int, ...]] = field(default_factory=dict)
    contents: dict[int, array[int]] = field(default_factory=dict)
    markings: dict[str, Marking] = field(default_factory=dict)
    sites: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)

    def word(self, text: str) -> int:
        """A small number for a type; the same for the same text."""
        return self.words.setdefault(text[:80], len(self.words))

    def type_of(self, key: int) -> str:
        """The type of an object; empty where the bundle has no such object."""
        number = self.place.get(key)
        return self._texts()[self.types[number]] if number is not None else ""

    def _texts(self) -> tuple[str, ...]:
        if len(self._cached) != len(self.words):
            self._cached = tuple(self.words)
        return self._cached

    _cached: tuple[str, ...] = ()

    def is_current(self, id: str, number: int) -> bool:
        """Whether the object with this number is the version of its id that counts: the latest, of equals the first."""
        return self.place.get(key_of(id)) == number

    def marking(self, ids: Iterable[str]) -> Marking | None:
        """The strictest TLP marking among these."""
        found = (self.markings.get(each) or stix_objects.known_marking(each) for each in ids)
        return stix_objects.strictest(each for each in found if each)


def key_of(id: str) -> int:
    """A short key for an id."""
    return int.from_bytes(blake2b(id.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def indexed(objects: Iterable[tuple[int, Mapping[str, Any]]]) -> Index:
    """Look through all objects, each with its number."""
    index = Index()
    for number, item in objects:
        _take(index, number, item)
    return index


def _take(index: Index, number: int, item: Mapping[str, Any]) -> None:
    id, type = item.get("id"), item.get("type")
    while len(index.types) <= number:
        index.types.append(0)
        index.modified.append(0.0)
    if not isinstance(id, str) or not isinstance(type, str):
        return
    index.types[number] = index.word(type)
    stamp = _stamp(item)
    index.modified[number] = stamp
    key = key_of(id)
    before = index.place.get(key)
    if before is not None and index.modified[before] >= stamp:
        return
    index.place[key] = number
    if item.get("revoked") is True:
        index.nodes.pop(key, None)
        return
    if type == "relationship":
        _relationship(index, number, item)
    elif type == "marking-definition":
        if found := stix_objects.marking_of(item):
            index.markings[id] = found
    elif type == "attack-pattern":
        if code := technique_code(item):
            index.codes[key] = code
    elif type in CHANNELS:
        if stix_channels.is_site(item):
            index.sites.add(key)
        elif stix_channels.is_account(item):
            index.accounts.add(key)
    elif type in _NAMED:
        index.nodes[key] = _node(id, type, item)
        if type == "report":
            index.contents[key] = array("Q", [key_of(each) for each in stix_objects.refs(item, "object_refs")])


def _relationship(index: Index, number: int, item: Mapping[str, Any]) -> None:
    source, target, kind = (item.get(name) for name in ("source_ref", "target_ref", "relationship_type"))
    if isinstance(source, str) and isinstance(target, str) and isinstance(kind, str):
        index.edges.number.append(number)
        index.edges.source.append(key_of(source))
        index.edges.target.append(key_of(target))
        index.edges.type.append(index.word(kind.strip().casefold()))


def _node(id: str, type: str, item: Mapping[str, Any]) -> Node:
    kinds = stix_objects.texts(item, "threat_actor_types", "identity_class", "location_type")
    name = stix_objects.text(item, "name")
    return Node(
        id,
        type,
        name[:400],
        (kinds[0] if kinds else "")[:80].casefold(),
        _country(type, name, item),
        any(kind.casefold() in ("nation-state", "state", "state-sponsored", "government") for kind in kinds),
        stix_objects.creator(item),
        stix_objects.day(item, "published", "modified", "created"),
        stix_objects.credibility(item),
        stix_objects.reliability(item),
        stix_objects.refs(item, "object_marking_refs"),
        _url(item),
    )


def _country(type: str, name: str, item: Mapping[str, Any]) -> str:
    """The country that an object is, or states as its own; empty where it states none."""
    given = stix_objects.text(item, "country")
    if type == "location":
        kind = stix_objects.text(item, "location_type").casefold()
        if not given and (kind in ("country", "") and not item.get("city") and not item.get("region")):
            given = name
        aliases = stix_objects.texts(item, "aliases") if kind == "country" else ()
        return next((code for each in (given, *aliases) if each and (code := country_code(each))), "")
    return (country_code(given) if given else "") or ""


def _url(item: Mapping[str, Any]) -> str:
    references = item.get("external_references")
    for each in references if isinstance(references, list) else []:
        url = each.get("url") if isinstance(each, dict) else None
        if isinstance(url, str) and url.startswith(("http://", "https://")):
            return url[:2000]
    return ""


def technique_code(item: Mapping[str, Any]) -> str:
    """The code of a technique: OpenCTI's own field first, then the references. The name of the kill chain tells nothing."""
    found = disarm_codes.code_in(stix_objects.text(item, "x_mitre_id", "mitre_id"))
    references = item.get("external_references")
    for each in references if isinstance(references, list) else []:
        external = each.get("external_id") if isinstance(each, dict) else None
        if not found and isinstance(external, str):
            found = disarm_codes.code_in(external)
    return found or ""


def _stamp(item: Mapping[str, Any]) -> float:
    """A number that grows with the time of a version."""
    value = item.get("modified") or item.get("created")
    digits = "".join(c for c in value[:40] if c in "0123456789")[:17] if isinstance(value, str) else ""
    return float(digits.ljust(17, "0")) if digits else 0.0
