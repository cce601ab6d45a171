"""Listings, holdings, offices and other ties of FollowTheMoney as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from countermove.reading.followthemoney.authorities import (
    CATALOGUE,
    EXCLUSIONS,
    authority_of,
    is_no_sanction,
    lists_of,
    measures_of,
)
from countermove.reading.followthemoney.entity import Entity
from countermove.reading.followthemoney.index import Index
from countermove.reading.followthemoney.percentages import Held, held, held_by_nature
from countermove.reading.followthemoney.provenance import copied, earliest, evidence, latest, own_evidence
from countermove.reading.followthemoney.schemata import ENDS
from countermove.reading.making import Making

_ROLES = (
    ("ism_manager", re.compile(r"\bISM\b|safety management|security manager", re.IGNORECASE)),
    (
        "commercial_manager",
        re.compile(r"commerc\w* (?:ship )?manager|commerce manager|manag\w* commercial", re.IGNORECASE),
    ),
    ("technical_manager", re.compile(r"technical (?:ship )?manager", re.IGNORECASE)),
    ("charterer", re.compile(r"\bcharterer", re.IGNORECASE)),
    ("operator", re.compile(r"\boperator", re.IGNORECASE)),
)

_OVER = frozenset(("delisted", "expired", "inactive", "lifted", "removed", "revoked", "terminated", "withdrawn"))
_PAST = re.compile(r"\b(?:former|formerly|previous|past|resigned)\b|\bex-", re.IGNORECASE)
_ENDED = "a tie that is over, of which no end is told"
_MANAGER = re.compile(r"(?:ship )?manager", re.IGNORECASE)


def sanction(entity: Entity, making: Making, index: Index) -> str:
    """A listing; else why it is none."""
    targets = _needed(entity, "entity", making)
    if not set(entity.datasets).isdisjoint(EXCLUSIONS):
        return "an exclusion from contracts or offices, which is no sanctions listing"
    if any(map(is_no_sanction, entity.get("program", "programId"))):
        return "a list of whom exporters or buyers must check or shun, which is no sanctions listing"
    if CATALOGUE in entity.datasets and not any(lists_of(entity)):
        return _catalogued(entity, making, index)
    authority = authority_of(entity)
    if not authority:
        return "an authority that the model does not have"
    day = earliest(entity, "startDate", making=making) or earliest(entity, "listingDate", making=making)
    until = latest(entity, "endDate", making=making)
    if not until and any(text.casefold() in _OVER for text in entity.get("status")):
        return "a listing that is over, of which no end is told"
    pieces = [copied(entity, known.register, making, day) for known in lists_of(entity)]
    programme = "; ".join(entity.get("program") or entity.get("programId"))
    for target in targets:
        for measure in measures_of(entity):
            for piece in pieces or [own_evidence(entity, making, day)]:
                making.add(
                    "designation", piece, entity=entity.refers(target), authority=authority, measure=measure, date=day,
                    until=until if not until or not day or until.last >= day.first else None, programme=programme,
                    reason="\n".join(entity.get("reason")),
                )  # fmt: skip
    return ""


def _catalogued(entity: Entity, making: Making, index: Index) -> str:
    """An entry in Ukraine's catalogue: of a ship it is one in a catalogue of ships."""
    for target in entity.get("entity"):
        if index.is_ship(target):
            piece = evidence(entity, making)
            making.add("catalogue_entry", piece, vessel=entity.refers(target), catalogue="gur", status="listed")
    return "an entry in a catalogue, which is no sanctions listing"


def ownership(entity: Entity, making: Making) -> str:
    """Somebody holds a share of something, or directs it; else why not. One that ended is told from another one of the same beginning."""
    if _is_over(entity):
        return _ENDED
    share = _share(entity, making)
    control = True if entity.schema == "Control" else None
    time = _time(entity, making)
    for owner, asset in _pairs(entity, making):
        id = f"ownership:{owner}/{asset}/{time['since'] or '-'}/{time['until']}" if time["until"] else None
        making.add(
            "ownership", evidence(entity, making), id=id, owner=owner, asset=asset, share=share.share, share_at_least=share.at_least,
            share_at_most=share.at_most, control=control, **time,
        )  # fmt: skip
    return ""


def directorship(entity: Entity, making: Making) -> str:
    """Somebody sits on a board or runs a company; else why not."""
    if _is_over(entity):
        return _ENDED
    role = "; ".join(entity.get("role") or entity.get("summary"))
    for person, company in _pairs(entity, making):
        making.add(
            "directorship",
            evidence(entity, making),
            person=person,
            company=company,
            role=role,
            **_time(entity, making),
        )
    return ""


def tie(entity: Entity, making: Making) -> str:
    """A link of another sort: management where its role says so; else why it is left."""
    if _is_over(entity):
        return _ENDED
    roles = entity.get("role")
    found = {word for text in roles for word, pattern in _ROLES if pattern.search(text)}
    pairs = list(_pairs(entity, making))
    if len(found) != 1 and not any(_MANAGER.fullmatch(text) for text in roles):
        return "a tie whose nature the model has no kind for" if roles else "a tie whose nature is not told"
    role = found.pop() if len(found) == 1 else None
    for manager, asset in pairs:
        making.add(
            "management", evidence(entity, making), manager=manager, asset=asset, role=role, **_time(entity, making)
        )  # fmt: skip
    return ""


def risk(entity: Entity, making: Making) -> None:
    """A register marks somebody with a topic of risk."""
    keeper = "; ".join(entity.get("authority")) or "; ".join(entity.datasets) or "followthemoney"
    topics = entity.get("topics") or entity.get("program")
    for target in _needed(entity, "entity", making):
        for topic in topics:
            making.add(
                "risk_mark", evidence(entity, making), publisher=keeper, entity=entity.refers(target), mark=topic,
                date=earliest(entity, "startDate", "listingDate", making=making),
            )  # fmt: skip


def _is_over(entity: Entity) -> bool:
    """Whether a link says that it has ended, and not when: it tells nothing of today, and of no other day either."""
    if entity.get("endDate"):
        return False
    roles = entity.get("role")
    ended = any(text.casefold() in _OVER or _PAST.search(text) for text in entity.get("status"))
    return ended or (bool(roles) and all(_PAST.search(text) for text in roles))


def _pairs(entity: Entity, making: Making) -> Iterator[tuple[str, str]]:
    """Beginning and end of a link, each with each where a link names several."""
    first, last = ENDS[entity.schema]
    ends = _needed(entity, last, making)
    for one in _needed(entity, first, making):
        for other in ends:
            if one != other:
                yield entity.refers(one), entity.refers(other)


def _needed(entity: Entity, name: str, making: Making) -> tuple[str, ...]:
    found = entity.get(name)
    if not found:
        making.problem(f"properties.{name}", "", "is missing: the record cannot stand without it")
    return found


def _share(entity: Entity, making: Making) -> Held:
    """What the percentages say together, or else the roles: of several, the band that holds them all."""
    read = []
    for text in entity.get("percentage"):
        if (found := held(text)) is None:
            making.note("'percentage' is no share; left out")
        else:
            read.append(found)
    if not entity.get("percentage"):
        read = [found for text in entity.get("role") if (found := held_by_nature(text))]
    if len(read) < 2:
        return read[0] if read else Held()
    low = [each.share if each.share is not None else each.at_least for each in read]
    high = [each.share if each.share is not None else each.at_most for each in read]
    making.note(f"'percentage' has {len(read)} values; the band that holds them all is kept")
    return Held(
        at_least=None if None in low else min(each for each in low if each is not None),
        at_most=None if None in high else max(each for each in high if each is not None),
    )


def _time(entity: Entity, making: Making) -> dict[str, Any]:
    since, until = earliest(entity, "startDate", making=making), latest(entity, "endDate", making=making)
    if since and until and until.last < since.first:
        making.note("'endDate' lies before 'startDate'; left out")
        until = None
    return {"since": since, "until": until}
