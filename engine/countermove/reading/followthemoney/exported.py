"""Facts as entities of FollowTheMoney, each fact of a kind for which the model has a schema.

Names of schemata and properties as in followthemoney 4.11 (https://followthemoney.tech/explorer/). What has no property there is left
out: it stays in the facts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.kinds.entities import Alias, Company, Person, Vessel
from countermove.facts.kinds.law import (
    Designation,
    Directorship,
    Incorporation,
    Management,
    Ownership,
    RiskMark,
)
from countermove.facts.time import PartialDate
from countermove.reading.followthemoney.entity import OWN_DATASET

Entity = dict[str, Any]
Properties = dict[str, list[str]]

_ID = re.compile(r"[0-9a-zA-Z](?:[0-9a-zA-Z.\-]*[0-9a-zA-Z])?\Z")
_PLAIN_SCHEMES = frozenset(("imo", "imo-company", "inn", "ogrn", "lei", "bic", "mmsi", "ofac", "icij", "gfw"))

_AUTHORITIES = {
    "au": ("Australia", "au"), "ca": ("Canada", "ca"), "ch": ("Switzerland", "ch"), "eu": ("European Union", "eu"),
    "jp": ("Japan", "jp"), "nz": ("New Zealand", "nz"), "ua": ("Ukraine", "ua"), "uk": ("United Kingdom", "gb"),
    "un": ("United Nations", "un"), "us": ("United States", "us"),
}  # fmt: skip

_MEASURES = {
    "asset_freeze": "Asset freeze", "blocking": "Blocking", "broadcast_ban": "Broadcasting ban", "export_control": "Export control",
    "financial_restriction": "Financial restrictions", "investment_ban": "Investment ban", "services_ban": "Services ban",
    "transaction_ban": "Transaction ban", "transport_ban": "Transportation restrictions", "travel_ban": "Travel ban",
}  # fmt: skip

_ROLES = {
    "charterer": "Charterer", "commercial_manager": "Commercial manager", "ism_manager": "ISM manager", "operator": "Operator",
    "technical_manager": "Technical manager",
}  # fmt: skip

_NUMBERS = {
    "bic": "swiftBic", "imo": "imoNumber", "imo-company": "imoNumber", "inn": "innCode", "lei": "leiCode", "ogrn": "ogrnCode",
}  # fmt: skip

_TOPICS = frozenset((
    "asset.frozen", "corp.clone", "corp.disqual", "crime", "crime.boss", "crime.cyber", "crime.env", "crime.fin", "crime.fraud",
    "crime.terror", "crime.theft", "crime.traffick", "crime.traffick.drug", "crime.traffick.human", "crime.war", "debarment",
    "export.control", "export.control.linked", "export.risk", "forced.labor", "geo.risk", "invest.ban", "invest.risk",
    "mare.detained", "mare.shadow", "mare.sts", "poi", "reg.action", "reg.warn", "role.oligarch", "role.pep", "role.rca",
    "sanction", "sanction.control", "sanction.counter", "sanction.linked", "wanted",
))  # fmt: skip

ENTITIES = ("vessel", "company", "person")
LINKS = ("ownership", "directorship", "management", "designation", "risk_mark")
JOINED = {"alias": "entity", "incorporation": "company"}
"""Kinds that have no entity of their own: what they say stands with the entity that they speak of."""


def entity_id(id: str) -> str:
    """The id of FollowTheMoney for one of ours, the same each time; a short name for it where its letters are not allowed there."""
    scheme, _, value = id.partition(":")
    if scheme == "opensanctions" and _ID.match(value):
        return value
    if scheme in _PLAIN_SCHEMES and _ID.match(value):
        return f"{scheme}-{value}"
    return _digest(id)


def thing(fact: Fact, said: Sequence[Fact]) -> Entity:
    """A ship, organisation or person, with what other facts say of its names and its seat."""
    names = [each for each in said if isinstance(each, Alias)]
    seats = [each for each in said if isinstance(each, Incorporation)]
    if isinstance(fact, Vessel):
        schema, properties = "Vessel", _vessel(fact, names)
    elif isinstance(fact, Person):
        schema, properties = "Person", _person(fact, names)
    else:
        assert isinstance(fact, Company)  # noqa: S101
        schema, properties = "Company", _company(fact, names, seats)
    same = (fact.id, *fact.same_as) if isinstance(fact, Vessel | Person | Company) else (fact.id,)
    for id in same:
        scheme, _, value = id.partition(":")
        name = _NUMBERS.get(scheme)
        if name and (schema != "Vessel" or scheme == "imo") and (schema != "Person" or scheme == "inn"):
            properties.setdefault(name, []).append(f"IMO{value}" if name == "imoNumber" else value)
    first = properties.get("name") or [fact.id]
    return _entity(entity_id(fact.id), schema, first[0], properties, fact.evidence, same)


def nameless(id: str, said: Sequence[Fact]) -> Entity:
    """One of whom nothing is known but a name and a part in something: a person or an organisation."""
    names = [each for each in said if isinstance(each, Alias)]
    properties = _texts(name=_of(names, "name") or _of(names), alias=_of(names, "strong", None))
    return _entity(entity_id(id), "LegalEntity", names[0].name, properties, names[0].evidence, (id,))


def link(fact: Fact) -> Iterable[Entity]:
    """What ties two things, or is said of one."""
    id = _digest(fact.id)
    if isinstance(fact, Ownership):
        properties = _texts(owner=[entity_id(fact.owner)], asset=[entity_id(fact.asset)], percentage=_percentage(fact))
        yield _entity(id, "Ownership", "Ownership", properties | _time(fact), fact.evidence)
        if fact.control:
            properties = _texts(controller=[entity_id(fact.owner)], controlled=[entity_id(fact.asset)])
            yield _entity(_digest(f"control {fact.id}"), "Control", "Control", properties | _time(fact), fact.evidence)
    elif isinstance(fact, Directorship):
        properties = _texts(director=[entity_id(fact.person)], organization=[entity_id(fact.company)], role=[fact.role])
        yield _entity(id, "Directorship", fact.role or "Directorship", properties | _time(fact), fact.evidence)
    elif isinstance(fact, Management):
        role = _ROLES[fact.role] if fact.role else "Manager"
        properties = _texts(subject=[entity_id(fact.manager)], object=[entity_id(fact.asset)], role=[role])
        yield _entity(id, "UnknownLink", role, properties | _time(fact), fact.evidence)
    elif isinstance(fact, Designation):
        authority, country = _AUTHORITIES[fact.authority]
        properties = _texts(
            entity=[entity_id(fact.entity)], authority=[authority], country=[country], program=[fact.programme],
            provisions=[_MEASURES[fact.measure]] if fact.measure else [], reason=[fact.reason],
            summary=[fact.legal_act, fact.criterion], startDate=_day(fact.date), endDate=_day(fact.until),
        )  # fmt: skip
        yield _entity(id, "Sanction", fact.programme or authority, properties, fact.evidence)
    elif isinstance(fact, RiskMark):
        properties = _texts(
            entity=[entity_id(fact.entity)], authority=[fact.publisher], topics=[fact.mark] if fact.mark in _TOPICS else [],
            program=[fact.mark], listingDate=_day(fact.date),
        )  # fmt: skip
        yield _entity(id, "Risk", fact.mark, properties, fact.evidence)


def _vessel(fact: Vessel, names: Sequence[Alias]) -> Properties:
    return _texts(
        name=[fact.name], previousName=[*fact.former_names, *_of(names, "former")], alias=_of(names, "name", "strong", None),
        weakAlias=_of(names, "weak"), mmsi=[fact.mmsi], callSign=[fact.call_sign], flag=_country(fact.flag),
        imoNumber=[f"IMO{fact.imo}"] if fact.imo and fact.id != f"imo:{fact.imo}" else [],
        type=[fact.type.replace("_", " ")] if fact.type else [], buildDate=[str(fact.built)] if fact.built else [],
        deadweightTonnage=[_number(fact.deadweight)] if fact.deadweight is not None else [],
    )  # fmt: skip


def _company(fact: Company, names: Sequence[Alias], seats: Sequence[Incorporation]) -> Properties:
    return _texts(
        name=[fact.name], alias=[*fact.aliases, *_of(names, "name", "strong", None)], previousName=_of(names, "former"),
        weakAlias=_of(names, "weak"), country=_country(fact.country), sector=[fact.sector],
        jurisdiction=[code for seat in seats for code in _country(seat.jurisdiction)],
        incorporationDate=[*_day(fact.founded), *(day for seat in seats for day in _day(seat.date))],
        topics=["corp.offshore"] if any(seat.offshore for seat in seats) else [],
    )  # fmt: skip


def _person(fact: Person, names: Sequence[Alias]) -> Properties:
    return _texts(
        name=[fact.name], alias=[*fact.aliases, *_of(names, "name", "strong", None)], previousName=_of(names, "former"),
        weakAlias=_of(names, "weak"), position=[fact.role], nationality=_country(fact.country),
    )  # fmt: skip


def _entity(
    id: str, schema: str, caption: str, properties: Properties, evidence: Sequence[Evidence], same: Iterable[str] = ()
) -> Entity:
    whole = properties | _texts(
        publisher=[piece.source for piece in evidence],
        sourceUrl=[piece.url for piece in evidence if piece.url and re.match(r"https?://\S+\Z", piece.url)],
    )
    published = sorted(day for piece in evidence for day in _day(piece.published) if len(day) == 10)
    told = {"last_change": f"{published[-1]}T00:00:00"} if published else {}
    referents = list(dict.fromkeys(same))
    return {
        "id": id, "caption": caption, "schema": schema, "properties": whole, "referents": referents, "datasets": [OWN_DATASET], **told,
    }  # fmt: skip


def _of(names: Sequence[Alias], *qualities: str | None) -> list[str]:
    return [each.name for each in names if not qualities or each.quality in qualities]


def _texts(**values: Sequence[str | None]) -> Properties:
    """The properties that have a value, each value once."""
    found = {name: list(dict.fromkeys(text for text in texts if text)) for name, texts in values.items()}
    return {name: texts for name, texts in found.items() if texts}


def _time(fact: Ownership | Directorship | Management) -> Properties:
    return _texts(startDate=_day(fact.since), endDate=_day(fact.until))


def _day(day: PartialDate | None) -> list[str]:
    """A day, month or year as FollowTheMoney writes it; of another span the year or month that holds it, where one does."""
    if day is None:
        return []
    if day.exact:
        return [day.first.isoformat()]
    if day.first.year != day.last.year:
        return []
    return [f"{day.first:%Y-%m}" if day.first.month == day.last.month else f"{day.first.year:04d}"]


def _country(id: str | None) -> list[str]:
    return [id.removeprefix("iso3166:").lower()] if id else []


def _percentage(fact: Ownership) -> list[str]:
    if fact.share is not None:
        return [_number(fact.share)]
    least, most = fact.share_at_least, fact.share_at_most
    if least is not None and most is not None:
        return [f"{_number(least)}-{_number(most)}"]
    if least is not None:
        return [f">={_number(least)}"]
    return [f"<={_number(most)}"] if most is not None else []


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _digest(id: str) -> str:
    return f"{OWN_DATASET}-{hashlib.sha1(id.encode(), usedforsecurity=False).hexdigest()}"


SCHEMATA: Mapping[str, str] = {
    "vessel": "Vessel", "company": "Company", "person": "Person", "ownership": "Ownership and Control", "directorship": "Directorship",
    "management": "UnknownLink", "designation": "Sanction", "risk_mark": "Risk", "alias": "names of the entity",
    "incorporation": "jurisdiction of the Company",
}  # fmt: skip
"""What each kind becomes; every other kind has no schema that fits."""
