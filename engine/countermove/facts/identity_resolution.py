"""One thing, one id: ids that name one thing become one, radio identities resolve to ships, natural ids follow, each id names one fact.

Which ids name one thing is decided in `shared_ids`. AIS knows a ship by its MMSI, registers by its IMO number. A reference `mmsi:…` becomes the ship that holds the number now; where
none does, the one that held it before. Where two ships could be meant the reference stays as it is and the notes say so: a guess
would accuse the wrong ship.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from countermove.errors import Fault
from countermove.facts.fact import Alternative, Fact, natural_id
from countermove.facts.kinds.entities import Vessel
from countermove.facts.merge import merge
from countermove.facts.old_names import old_names, without_old_names
from countermove.facts.registry import KINDS, fields
from countermove.facts.shared_ids import BEARERS, ENTITIES, MMSI, Thing, registered, shared_names

ORDER = {kind: place for place, kind in enumerate(KINDS)}
SAME_AS = "same_as"
_NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Facts in their final order, what was left open, and the facts that could not stay."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]
    dropped: tuple[Fact, ...]


def reconcile(facts: Iterable[Fact]) -> Reconciled:
    """Merge facts about the same thing, whatever ids they give it, and put everything into an order of its own."""
    merged = merge(facts)
    shared, doubts = _shared_names(merged)
    radio, notes = _ship_of_each_mmsi(merged, shared)
    names = {**shared, **radio}
    if names:
        merged = merge(renamed(fact, names) for fact in merged)
    merged = [without_own_id(fact) if fact.kind in BEARERS else fact for fact in merged]
    merged.sort(key=lambda fact: (ORDER[fact.kind], fact.id))
    kept: dict[str, Fact] = {}
    dropped = [fact for fact in merged if kept.setdefault(fact.id, fact) is not fact]
    faults = tuple(same_id_fault(fact, kept[fact.id]) for fact in dropped)
    settled = tuple(kept.values())
    former = old_names(fact for fact in settled if fact.kind == "alias")
    if former:
        settled = tuple(without_old_names(fact, former.get(fact.id, ())) for fact in settled)
    return Reconciled(settled, (*doubts, *notes), faults, tuple(dropped))


def same_id_fault(fact: Fact, first: Fact) -> Fault:
    """What is told of a fact whose id another one of an earlier kind has."""
    kinds = f"a {first.kind.replace('_', ' ')} and of a {fact.kind.replace('_', ' ')}"
    hint = "one id names one thing: give the second fact an id of its own"
    return Fault("CM315", f"'{fact.id}' is the id of {kinds}; only the first is used", hint=hint)


def _shared_names(facts: Sequence[Fact]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What each id goes by that names the same thing as another, and notes on what was left apart."""

    def kinds_of(ids: Collection[str]) -> Mapping[str, Collection[str]]:
        found: dict[str, list[str]] = {}
        for fact in facts:
            if fact.kind in ENTITIES and fact.id in ids:
                found.setdefault(fact.id, []).append(fact.kind)
        return found

    return shared_names((thing for fact in facts if fact.kind in BEARERS and (thing := thing_of(fact))), kinds_of)


def without_own_id(fact: Fact) -> Fact:
    """The fact with no more than its other ids in `same_as`: a table lists all ids of a thing alike."""
    if fact.kind not in BEARERS:
        return fact
    same_as: tuple[str, ...] = getattr(fact, SAME_AS)
    if fact.id not in same_as:
        return fact
    return fact.model_copy(update={SAME_AS: tuple(id for id in same_as if id != fact.id)})


def thing_of(fact: Fact) -> Thing | None:
    """The thing that a fact is about with its other ids; None where it has none, or where it is contested which ship it is."""
    if fact.kind not in BEARERS:
        return None
    same_as: tuple[str, ...] = getattr(fact, SAME_AS)
    if not same_as or any(other.field == "imo" for other in fact.alternatives):
        return None
    own = registered(fact.id, fact.imo, same_as) if isinstance(fact, Vessel) else fact.id
    return Thing(fact.kind, own, same_as)


def _ship_of_each_mmsi(facts: Sequence[Fact], known: Mapping[str, str]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The canonical id for each `mmsi:` id in use that has one, and notes on those that have not."""
    used = {value for fact in facts for value in entities_of(fact) if value.startswith(MMSI)}
    return ship_of_each_mmsi(used, (fact for fact in facts if isinstance(fact, Vessel)), known)


class Ship(Protocol):
    """What a ship is known by, now and before."""

    @property
    def id(self) -> str: ...
    @property
    def imo(self) -> str | None: ...
    @property
    def mmsi(self) -> str | None: ...
    @property
    def former_mmsi(self) -> Sequence[str]: ...
    @property
    def alternatives(self) -> Sequence[Alternative]: ...
    @property
    def same_as(self) -> Sequence[str]: ...


def ship_of_each_mmsi(
    used: AbstractSet[str], vessels: Iterable[Ship], known: Mapping[str, str] = _NO_NAMES
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The canonical id for each of some `mmsi:` ids that has one, and notes on those that have not. Ships that share none may be left out.

    `known` tells what ids of ships go by, so that a ship of several ids counts once.
    """
    if not used:
        return {}, ()
    now, also, before = (
        defaultdict[str, set[str]](set),
        defaultdict[str, set[str]](set),
        defaultdict[str, set[str]](set),
    )
    names: dict[str, str] = {}
    for vessel in vessels:
        own = registered(vessel.id, vessel.imo, vessel.same_as)
        if own != vessel.id:
            names[vessel.id] = own
        if not own.startswith(MMSI):
            own = known.get(own, own)
        if vessel.mmsi:
            now[vessel.mmsi].add(own)
        for other in vessel.alternatives:
            if other.field == "mmsi":
                also[other.value].add(own)
        for number in vessel.former_mmsi:
            before[number].add(own)
    notes = []
    for reference in sorted(used - names.keys()):
        number = reference.removeprefix(MMSI)
        holders = _others(now, number, reference) or ({reference} & now[number]) or _others(also, number, reference)
        holders = holders or _others(before, number, reference)
        if len(holders) == 1:
            (holder,) = holders
            if holder != reference:
                names[reference] = holder
        elif holders:
            ships = ", ".join(sorted(holders))
            notes.append(f"MMSI {number} stands with {len(holders)} ships ({ships}): left unresolved, not guessed.")
        else:
            notes.append(
                f"MMSI {number} stands with no ship in the input: what is reported under it is tied to the number alone."
            )
    return names, tuple(notes)


def _others(table: Mapping[str, set[str]], number: str, reference: str) -> set[str]:
    return table[number] - {reference} if number in table else set()


@cache
def entity_fields(kind: str) -> tuple[tuple[str, bool], ...]:
    """Names of the fields that hold entities, and whether each is a list; without the other ids of the thing itself."""
    described = fields(kind).values()
    return tuple(
        (field.name, field.type == "list")
        for field in described
        if field.name != SAME_AS
        and (field.type == "entity" or (field.type == "list" and field.item and field.item.type == "entity"))
    )


def entities_of(fact: Fact) -> list[str]:
    """Every entity that a fact names, its own id included where the fact is one."""
    found: list[str] = []
    for name, listed in entity_fields(fact.kind):
        value = getattr(fact, name)
        if listed:
            found.extend(value)
        elif value is not None:
            found.append(value)
    return found


def renamed(fact: Fact, names: Mapping[str, str]) -> Fact:
    """The fact with canonical ids; itself where nothing changes. A thing that goes by another id keeps its own in `same_as`."""
    changed: dict[str, object] = {}
    for name, listed in entity_fields(fact.kind):
        value = getattr(fact, name)
        if listed:
            others = tuple(names.get(item, item) for item in value)
            if others != value:
                changed[name] = others
        elif value in names:
            changed[name] = names[value]
    if not changed:
        return fact
    if fact.kind in BEARERS and "id" in changed:
        changed[SAME_AS] = same_as_of_moved(fact.id, str(changed["id"]), getattr(fact, SAME_AS))
    natural = bool(fact.key) and fact.id == natural_id(fact)
    moved = fact.model_copy(update=changed)
    return moved.model_copy(update={"id": natural_id(moved)}) if natural else moved


def same_as_of_moved(own: str, name: str, same_as: Sequence[str]) -> Sequence[str]:
    """The other ids of a thing that goes by another id than its own; a radio identity is none: it may be another ship's tomorrow."""
    if own == name or own.startswith(MMSI):
        return same_as
    return tuple(sorted({*same_as, own} - {name}))
