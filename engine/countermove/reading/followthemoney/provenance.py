"""Who says what an entity says, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterable

from countermove.facts.evidence import Evidence
from countermove.facts.time import PartialDate
from countermove.reading.followthemoney.authorities import COPIES
from countermove.reading.followthemoney.entity import Entity
from countermove.reading.making import Making


def evidence(entity: Entity, making: Making, published: PartialDate | None = None) -> Evidence:
    """The evidence for what an entity says: the list it was copied from where it was copied from one alone, else its publisher."""
    if entity.scheme == "opensanctions" and len(entity.datasets) == 1 and entity.datasets[0] in COPIES:
        return copied(entity, COPIES[entity.datasets[0]], making, published)
    return own_evidence(entity, making, published)


def copied(entity: Entity, register: str, making: Making, published: PartialDate | None = None) -> Evidence:
    """Evidence from a list, as copied by OpenSanctions."""
    return making.piece(register, published=published or _seen(entity, making), url=_url(entity))


def own_evidence(entity: Entity, making: Making, published: PartialDate | None = None) -> Evidence:
    """Evidence from whoever keeps the entity."""
    day = published or _seen(entity, making)
    if entity.scheme == "opensanctions":
        return making.piece("opensanctions", published=day, document=", ".join(entity.datasets[:12]), url=_url(entity))
    publishers = entity.get("publisher")
    said = {"source": publishers[0]} if len(publishers) == 1 else {}
    return making.piece("followthemoney", published=day, url=_url(entity), **said)


def earliest(entity: Entity, *names: str, making: Making) -> PartialDate | None:
    """The earliest day among the values of some properties."""
    return min(_days(entity, names, making), key=lambda day: (day.first, day.last), default=None)


def latest(entity: Entity, *names: str, making: Making) -> PartialDate | None:
    """The latest day among the values of some properties."""
    return max(_days(entity, names, making), key=lambda day: (day.last, day.first), default=None)


def _days(entity: Entity, names: Iterable[str], making: Making) -> list[PartialDate]:
    return [day for name in names for text in entity.get(name) if (day := making.cell("day", name, text, "note"))]


def _seen(entity: Entity, making: Making) -> PartialDate | None:
    day: PartialDate | None = making.cell("day", "last_change", (entity.last_change or entity.first_seen)[:10], "note")
    return day


def _url(entity: Entity) -> str | None:
    return next((url for url in entity.get("sourceUrl") if re.match(r"https?://\S+\Z", url)), None)
