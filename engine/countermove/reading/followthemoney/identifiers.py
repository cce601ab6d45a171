"""The ids of an entity: its canonical one, and all others that its record gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.facts.identity import check_id
from countermove.reading.followthemoney.entity import Entity
from countermove.reading.making import Making
from countermove.reading.outcome import printable

_NUMBERS = {
    "Vessel": (("imo", "imoNumber"),),
    "Person": (("inn", "innCode"),),
    "Company": (
        ("lei", "leiCode"),
        ("inn", "innCode"),
        ("ogrn", "ogrnCode"),
        ("imo-company", "imoNumber"),
        ("bic", "swiftBic"),
    ),
}
"""Scheme and property, the scheme that is preferred first."""

_RUSSIAN = {
    "Person": (("inn", "taxNumber", 12),),
    "Company": (("inn", "taxNumber", 10), ("inn", "registrationNumber", 10), ("ogrn", "registrationNumber", 13)),
}
"""Numbers that are Russian ones by their form and check digits, of those who are of Russia alone."""

_LISTS = (
    (re.compile(r"ru-inn-(\d{10}|\d{12})\Z"), "inn:{0}"),
    (re.compile(r"lei-([0-9A-Za-z]{20})\Z"), "lei:{0}"),
    (re.compile(r"ofac-(\d+)\Z"), "ofac:{0}"),
    (re.compile(r"gb-fcdo-([a-z]{3}\d{4})\Z"), "uk-sanctions:{0}"),
    (re.compile(r"eu-fsf-eu-(\d+)-(\d+)\Z"), "eu-fsf:EU.{0}.{1}"),
)
"""Former ids of OpenSanctions that hold a list's own number."""


def ids_of(entity: Entity, making: Making) -> tuple[str, tuple[str, ...]]:
    """The id of an entity, and its other ones. A number of which there are several is not its id: which one it is, nobody tells."""
    found: dict[str, list[str]] = {}
    kind = entity.schema if entity.schema in _NUMBERS else "Company"
    for scheme, name in _NUMBERS[kind]:
        for value in entity.get(name):
            if id := _numbered(scheme, name, value, making):
                found.setdefault(scheme, []).append(id)
    for scheme, id in _of_russia(entity, kind):
        if scheme not in found:
            found[scheme] = [id]
    written = [each for each in entity.referents if ":" in each and entity.scheme == "ftm" and _stands(each)]
    own = next((ids[0] for ids in found.values() if len(ids) == 1), None)
    own = own or (written[0] if len(written) == 1 else entity.key)
    others = [id for ids in found.values() for id in ids] + written + [entity.key] + list(_former(entity))
    return own, tuple(dict.fromkeys(id for id in others if id != own))


def _numbered(scheme: str, name: str, value: str, making: Making) -> str | None:
    digits = re.sub(r"[\s-]", "", value).upper()
    if scheme in ("imo", "imo-company"):
        digits = re.sub(r"\AIMO[:.]?(?:NO\.?)?", "", digits)
    try:
        return check_id(f"{scheme}:{digits}")
    except ValueError as error:
        making.note(f"'{name}': {printable(str(error))[:160]}; left out")
        return None


def _of_russia(entity: Entity, kind: str) -> Iterator[tuple[str, str]]:
    """The Russian numbers of one who is of Russia alone, where no property names them as such; of several none."""
    if set(entity.get("country", "jurisdiction", "mainCountry", "nationality", "citizenship")) != {"ru"}:
        return
    for scheme, name, length in _RUSSIAN.get(kind, ()):
        fitting = [value for value in entity.get(name) if re.fullmatch(rf"[0-9]{{{length}}}", value)]
        if len(fitting) == 1 and _stands(id := f"{scheme}:{fitting[0]}"):
            yield scheme, id


def _former(entity: Entity) -> Iterator[str]:
    """Former ids, and the numbers of lists that some of them hold."""
    for referent in entity.referents:
        if ":" in referent and entity.scheme == "ftm":
            continue
        yield entity.refers(referent)
    if entity.scheme == "opensanctions":
        for referent in (entity.id, *entity.referents):
            yield from list_numbers(referent)


def list_numbers(former: str) -> Iterator[str]:
    """The number of a list that an id of OpenSanctions holds, as an id."""
    for pattern, form in _LISTS:
        if found := pattern.match(former):
            id = form.format(*(part.upper() for part in found.groups()))
            if _stands(id):
                yield id


def _stands(id: str) -> bool:
    try:
        check_id(id)
    except ValueError:
        return False
    return True
