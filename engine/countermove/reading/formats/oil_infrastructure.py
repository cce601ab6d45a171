"""Oil plants, terminals, depots and pipelines, and sites of military supply, each record with the pages that it was taken from.

What the same publisher records about strikes on them are acts of war against Russia. They are no activity of Russia's, and no kind of
fact holds them: every such record is set aside, with that reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from countermove.reading.candidate import Candidate
from countermove.reading.geometry import point_of
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile

_TYPES = {
    "refinery": "oil_refinery", "depot": "oil_depot", "terminal": "oil_terminal", "pipeline": "oil_pipeline",
    "petrochemical": "petrochemical_plant",
}  # fmt: skip
_OCCUPIED = ("crimea", "luhansk", "donetsk", "kherson", "zaporizhzhia")
_LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "objects": ("kind", ("id", "kind", "name", "operator", "region")),
    "sites": ("category", ("id", "category", "name", "operator", "region")),
}
"""Where the records stand, in which field they say what they are, and by which fields the file is told."""


class OilInfrastructure:
    """Oil infrastructure (`objects`) and supply sites (`sites`)."""

    id = "oil-infrastructure"
    title = "Oil infrastructure and supply sites, each with its sources (JSON)"
    used: Mapping[str, str] = {
        "id": "id (oilfront:…)", "name": "name", "kind, category": "type", "lat, lon, geometry": "position",
        "locode": "country", "region": "country, only where it says that the place is occupied territory of Ukraine; else a region is no country",
        "source_urls": "evidence: the first address is its own, the others stand as its document",
    }  # fmt: skip
    unused: Mapping[str, str] = {
        "name_local": "the name in another script; no field", "commodity, capacity_mt_yr, capacity_bbl_d, storage_m3, throughput_mt_yr": "no field",
        "owner, operator": "a name alone is no id of a company", "status, strikes": "damage in war; no activity of Russia's",
        "role, notes": "no field",
    }  # fmt: skip

    def recognises(self, candidate: Candidate) -> bool:
        return bool(_list_of(candidate))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for path in _LISTS:
            for found in items(source, path):
                yield self._outcome(found.data, found.number, source) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, record: Any, number: int, source: SourceFile) -> Outcome:
        whole: Mapping[str, Any] = record if isinstance(record, dict) else {}
        own = _text(whole, "id")
        making = Making(source, 0, record, own or f"record {number}")
        if not own:
            making.problem("id", "", "is missing: nothing tells which site it is")
            return making.outcome()
        what = _text(whole, "kind") or _text(whole, "category")
        lat, lon = whole.get("lat"), whole.get("lon")
        placed = isinstance(lat, int | float) and isinstance(lon, int | float)
        urls = (
            [url for url in whole.get("source_urls") or () if isinstance(url, str)]
            if isinstance(whole.get("source_urls"), list)
            else []
        )
        making.add(
            "infrastructure", making.piece("oilfront", url=urls[0] if urls else None, document="; ".join(urls[1:])),
            id=f"oilfront:{own}", name=_text(whole, "name"), type=_TYPES.get(what, what.replace("-", "_")), countries=_countries(whole),
            position=(lat, lon) if placed else point_of(whole.get("geometry")),
        )  # fmt: skip
        return making.outcome()


class ActsOfWar:
    """Strikes on plants, attacks on tankers, estimates of refining out of work, and what pipeline feeds what."""

    id = "acts-of-war"
    title = "Strikes on oil infrastructure and tankers, and what they put out of work (JSON)"
    used: Mapping[str, str] = {}
    unused: Mapping[str, str] = {
        "strikes, attacks": "acts of war against Russia: no activity of Russia's, and no kind of fact",
        "estimates": "what such acts put out of work", "links": "which pipeline feeds which plant; no kind of fact",
    }  # fmt: skip
    _reasons: Mapping[str, tuple[str, tuple[str, ...]]] = {
        "strikes": ("an act of war against Russia, which is no activity of Russia's", ("infra_id", "occurred_on", "weapon")),
        "attacks": ("an act of war against Russia, which is no activity of Russia's", ("vessel_name", "occurred_on", "attack_type")),
        "estimates": ("an estimate of what acts of war put out of work", ("as_of", "offline_kbd", "metric")),
        "links": ("which pipeline feeds which plant: no kind of fact", ("pipeline_id", "terminal_id", "refinery_ids")),
    }  # fmt: skip

    def recognises(self, candidate: Candidate) -> bool:
        return any(
            candidate.has_json(*(f"{path}.item.{name}" for name in names)) for path, (_, names) in self._reasons.items()
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for path, (reason, _) in self._reasons.items():
            for found in items(source, path):
                yield SetAside(0, reason) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return SetAside(line, "an act of war against Russia, which is no activity of Russia's")


def _list_of(candidate: Candidate) -> str:
    for path, (_, names) in _LISTS.items():
        if candidate.has_json(*(f"{path}.item.{name}" for name in (*names, "source_urls"))):
            return path
    return ""


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def _countries(record: Mapping[str, Any]) -> list[str]:
    """Ukraine for occupied territory, whatever code the occupier's ports go by; else the country of the port's code."""
    region, code = _text(record, "region").casefold(), _text(record, "locode")
    if "occupied" in region and any(name in region for name in _OCCUPIED):
        return ["iso3166:UA"]
    return [f"iso3166:{code[:2]}"] if len(code) == 5 and code[:2] in ("RU", "UA", "KZ", "BY") else []


FORMATS = (OilInfrastructure(), ActsOfWar())
