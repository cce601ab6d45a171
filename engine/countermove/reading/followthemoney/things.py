"""Ships, organisations and persons of FollowTheMoney as facts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from countermove.facts.evidence import Evidence
from countermove.facts.identity import check_id
from countermove.reading.cell_types import TYPES
from countermove.reading.followthemoney.entity import Entity
from countermove.reading.followthemoney.identifiers import ids_of
from countermove.reading.followthemoney.provenance import earliest, evidence, own_evidence
from countermove.reading.making import Making

NO_NAME_OF_A_PERSON = "a person whom no listing and no role names"

_RISKS = ("sanction", "debarment", "export.", "invest.", "mare.", "poi", "crime", "reg.", "wanted", "corp.disqual", "corp.clone",
          "role.oligarch", "role.pep", "role.rca", "geo.risk", "asset.frozen", "forced.labor")  # fmt: skip
_LISTED = ("sanction", "sanction.linked", "sanction.control", "export.control", "asset.frozen")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_PARTS = re.compile(r"(?<=\A(?:us|gb))-[a-z0-9]+\Z")
"""What names a state of America or a part of the United Kingdom."""


def vessel(entity: Entity, making: Making) -> None:
    """A ship, with its names, owners, operators and marks."""
    id, others = ids_of(entity, making)
    piece = evidence(entity, making)
    imo = id.removeprefix("imo:") if id.startswith("imo:") else None
    flags = [flag for flag in entity.get("flag") if flag not in entity.get("pastFlags")] or list(entity.get("flag"))
    built = _one(entity, "buildDate", making)
    tonnage = _one(entity, "deadweightTonnage", making)
    if tonnage and _THOUSANDS.match(tonnage):
        tonnage = tonnage.replace(",", "")
    types = entity.get("type")
    mmsi = _one(entity, "mmsi", making)
    making.add(
        "vessel", piece, id=id, name=entity.name, former_names=_other(entity, "previousName"), imo=imo,
        mmsi=mmsi if mmsi and re.fullmatch(r"\d{9}", mmsi) else None, call_sign=_one(entity, "callSign", making),
        flag=_country(flags, "flag", making), type=TYPES["word"](types[0]) if types else None,
        built=making.cell("year", "buildDate", built[:4], "note") if built else None,
        deadweight=making.cell("number", "deadweightTonnage", tonnage, "note") if tonnage else None, same_as=others,
    )  # fmt: skip
    _aliases(entity, id, ("name", "name"), ("alias", "strong"), ("weakAlias", "weak"), making=making, piece=piece)
    for owner in entity.get("owner"):
        making.add("ownership", piece, owner=entity.refers(owner), asset=id)
    for operator in entity.get("operator"):
        making.add("management", piece, manager=entity.refers(operator), asset=id, role="operator")
    marks(entity, id, making)


def organisation(entity: Entity, making: Making) -> None:
    """A company or other organisation, with its names, its seat and its marks."""
    id, others = ids_of(entity, making)
    piece = evidence(entity, making)
    seats = entity.get("jurisdiction")
    seat = _country(seats, "jurisdiction", making)
    founded = earliest(entity, "incorporationDate", making=making)
    making.add(
        "company", piece, id=id, name=entity.name, aliases=_other(entity, "name", "alias", "previousName", "abbreviation"),
        country=seat or _country(entity.get("mainCountry") or entity.get("country"), "country", making),
        sector="; ".join(entity.get("sector")), founded=founded, same_as=others,
    )  # fmt: skip
    _aliases(entity, id, ("previousName", "former"), ("weakAlias", "weak"), making=making, piece=piece)
    if seat:
        making.add("incorporation", piece, company=id, jurisdiction=seat, date=founded)
    marks(entity, id, making)


def is_kept(entity: Entity, *, named: bool) -> bool:
    """Whether a person is one whom a listing or a role names: `named` says whether another entity does."""
    return named or any(topic in _LISTED for topic in entity.get("topics"))


def person(entity: Entity, making: Making) -> None:
    """A person whom a listing or a role names, with the marks."""
    id, others = ids_of(entity, making)
    piece = evidence(entity, making)
    roles = entity.get("position") or entity.get("title")
    making.add(
        "person", piece, id=id, name=entity.name, aliases=_other(entity, "name", "alias", "previousName"), role="; ".join(roles),
        country=_country(entity.get("nationality") or entity.get("citizenship"), "nationality", making), same_as=others,
    )  # fmt: skip
    _aliases(entity, id, ("previousName", "former"), ("weakAlias", "weak"), making=making, piece=piece)
    marks(entity, id, making)


def marks(entity: Entity, id: str, making: Making) -> None:
    """The topics of an entity that speak of risk."""
    topics = sorted(topic for topic in entity.get("topics") if topic.startswith(_RISKS))
    if not topics:
        return
    keeper = "opensanctions" if entity.scheme == "opensanctions" else "; ".join(entity.datasets) or "followthemoney"
    piece = own_evidence(entity, making)
    for topic in topics:
        making.add("risk_mark", piece, publisher=keeper, entity=id, mark=topic)


def _one(entity: Entity, name: str, making: Making) -> str | None:
    """The value of a property that a thing has once; None where several stand there, for nobody tells which holds."""
    values = entity.get(name)
    if len(values) > 1:
        making.note(f"'{name}' has {len(values)} values; none is taken")
    return values[0] if len(values) == 1 else None


def _other(entity: Entity, *names: str) -> tuple[str, ...]:
    return tuple(value for value in entity.get(*names) if value != entity.name)


def _aliases(entity: Entity, id: str, *kept: tuple[str, str], making: Making, piece: Evidence) -> None:
    for property, quality in kept:
        for name in _other(entity, property):
            making.add("alias", piece, entity=id, name=name, quality=quality)


def _country(codes: Iterable[str], name: str, making: Making) -> str | None:
    """The country that a property names; None where it names several."""
    distinct = list(dict.fromkeys(_PARTS.sub("", code).upper() for code in codes))
    if len(distinct) > 1:
        making.note(f"'{name}' has {len(distinct)} values; none is taken")
    if len(distinct) != 1:
        return None
    try:
        return check_id(f"iso3166:{distinct[0]}")
    except ValueError:
        making.note(f"'{name}' is no country of ISO 3166; left out")
        return None
