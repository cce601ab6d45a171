"""What the tags and galaxy clusters of a MISP event say: markings, grades, techniques, actors, targets, and whether it is about influence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from countermove.facts.evidence import Marking
from countermove.reading.country_words import country_code
from countermove.reading.influence import disarm_codes
from countermove.reading.influence.stix_objects import marking_word, strictest

_MACHINE = re.compile(r'([^:="]+):([^="]+)(?:="([^"]*)")?\Z')
_INFLUENCE = frozenset(
    ("dfrlab-dichotomies-of-disinformation", "diamond-model-for-influence-operations", "misinformation-website-label")
)
"""Taxonomies that only events on influence are tagged with."""
_WORDS = re.compile(r"disinfo|misinfo|influence[ _-]?op|information[ _-]manipulation|\bfimi\b|coordinated[ _-]inauthentic|foreign[ _-]interference", re.IGNORECASE)  # fmt: skip
_ACTORS = frozenset(("threat-actor", "microsoft-activity-group", "mitre-intrusion-set", "360net-threat-actor", "disarm-actor"))  # fmt: skip


class Actor(NamedTuple):
    """An actor that is attached to an event, and the state that its cluster gives; empty where it gives none, or several."""

    name: str
    country: str


class Tags:
    """The tags and clusters of an event, an attribute or an object."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        self.names = [name for tag in _dicts(item.get("Tag")) if isinstance(name := tag.get("name"), str)]
        self.clusters = list(_clusters(item))

    @property
    def marking(self) -> Marking | None:
        """The strictest TLP marking."""
        found = (marking_word(name) for name in self.names if name.casefold().startswith("tlp"))
        return strictest(each for each in found if each)

    @property
    def reliability(self) -> str | None:
        """The Admiralty grade of the source; `g` (means to deceive) is the worst there is."""
        grade = self._value("admiralty-scale", "source-reliability")[:1].upper()
        return {"G": "E"}.get(grade, grade) if grade in set("ABCDEFG") and grade else None

    @property
    def credibility(self) -> int | None:
        """The Admiralty grade of the item."""
        grade = self._value("admiralty-scale", "information-credibility")[:1]
        return int(grade) if grade in set("123456") and grade else None

    def is_influence(self) -> bool:
        """Whether a tag or cluster says that this is about influence."""
        for name in self.names:
            found = _MACHINE.match(name)
            space = found[1].casefold() if found else ""
            predicate = found[2].casefold() if found else ""
            if space in _INFLUENCE or (
                space == "misp-galaxy" and predicate.startswith(("disarm-", "amitt-", "misinfosec"))
            ):
                return True
            if _WORDS.search(name):
                return True
        return any(str(each.get("type", "")).startswith(("disarm-", "amitt-", "misinfosec")) for each in self.clusters)

    def techniques(self) -> Iterator[str]:
        """Codes of techniques of DISARM: of clusters by their own id, of tags where the tag holds the code."""
        seen: set[str] = set()
        for cluster in self.clusters:
            if str(cluster.get("type", "")).startswith(("disarm-technique", "disarm-attack", "amitt-", "misinfosec")):
                for text in (*_texts(_meta(cluster).get("external_id")), str(cluster.get("value", ""))):
                    seen.update(disarm_codes.codes_in(text))
        for name in self.names:
            if re.match(r"(?:misp-galaxy:)?(?:disarm|amitt|misinfosec)", name, re.IGNORECASE):
                seen.update(disarm_codes.codes_in(name))
        yield from sorted(code for code in seen if disarm_codes.standing(code) != "attack")

    def unnamed_techniques(self) -> int:
        """How many techniques are tagged by name alone, without a code."""
        known = {str(cluster.get("tag_name")) for cluster in self.clusters}
        return sum(
            name.casefold().startswith("misp-galaxy:disarm-technique")
            and name not in known
            and not list(disarm_codes.codes_in(name))
            for name in self.names
        )

    def actors(self) -> Iterator[Actor]:
        """The actors of clusters, with the state that the cluster gives; of tags the name alone."""
        told: set[str] = set()
        for cluster in self.clusters:
            if str(cluster.get("type", "")) in _ACTORS and isinstance(value := cluster.get("value"), str) and value:
                meta = _meta(cluster)
                texts = {*_texts(meta.get("country")), *_texts(meta.get("cfr-suspected-state-sponsor"))}
                codes = {code for text in texts if (code := country_code(text) or country_code(text.upper()))}
                told.add(value)
                yield Actor(value, codes.pop() if len(codes) == 1 else "")
        for name in self.names:
            found = _MACHINE.match(name)
            if found and found[1] == "misp-galaxy" and found[2] in _ACTORS and found[3] and found[3] not in told:
                yield Actor(found[3], "")

    def targets(self) -> Iterator[str]:
        """The countries that are tagged as targets."""
        for name in self.names:
            found = _MACHINE.match(name)
            named = found[3] if found and found[1] == "misp-galaxy" and found[2] == "target-information" else None
            if named and (code := country_code(named)):
                yield f"iso3166:{code}"

    def _value(self, space: str, predicate: str) -> str:
        for name in self.names:
            found = _MACHINE.match(name)
            if found and found[1].casefold() == space and found[2].casefold() == predicate:
                return found[3] or ""
        return ""


def _clusters(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for galaxy in _dicts(item.get("Galaxy")):
        for cluster in _dicts(galaxy.get("GalaxyCluster")):
            yield {"type": galaxy.get("type", ""), **cluster}


def _meta(cluster: Mapping[str, Any]) -> Mapping[str, Any]:
    meta = cluster.get("meta")
    return meta if isinstance(meta, dict) else {}


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and each)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
