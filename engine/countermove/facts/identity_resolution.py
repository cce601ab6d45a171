"""One thing, one id: radio identities resolve to ships, natural ids follow, and each id names one fact.

AIS knows a ship by its MMSI, registers by its IMO number. A reference `mmsi:…` becomes the ship that holds the number now; where
none does, the one that held it before. Where two ships could be meant the reference stays as it is and the notes say so: a guess
would accuse the wrong ship.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from countermove.errors import Fault
from countermove.facts.fact import Alternative, Fact, natural_id
from countermove.facts.identity import ship_number_problem
from countermove.facts.kinds.entities import Vessel
from countermove.facts.merge import merge
from countermove.facts.registry import KINDS, fields

ORDER = {kind: place for place, kind in enumerate(KINDS)}
MMSI = "mmsi:"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Facts in their final order, what was left open, and the facts that could not stay."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]
    dropped: tuple[Fact, ...]


def reconcile(facts: Iterable[Fact]) -> Reconciled:
    """Merge facts about the same thing, resolve radio identities, and put everything into an order of its own."""
    merged = merge(facts)
    names, notes = _ship_of_each_mmsi(merged)
    if names:
        merged = merge(renamed(fact, names) for fact in merged)
    merged.sort(key=lambda fact: (ORDER[fact.kind], fact.id))
    kept: dict[str, Fact] = {}
    dropped = [fact for fact in merged if kept.setdefault(fact.id, fact) is not fact]
    faults = tuple(same_id_fault(fact, kept[fact.id]) for fact in dropped)
    return Reconciled(tuple(kept.values()), notes, faults, tuple(dropped))


def same_id_fault(fact: Fact, first: Fact) -> Fault:
    """What is told of a fact whose id another one of an earlier kind has."""
    kinds = f"a {first.kind.replace('_', ' ')} and of a {fact.kind.replace('_', ' ')}"
    hint = "one id names one thing: give the second fact an id of its own"
    return Fault("CM315", f"'{fact.id}' is the id of {kinds}; only the first is used", hint=hint)


def _ship_of_each_mmsi(facts: Sequence[Fact]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The canonical id for each `mmsi:` id in use that has one, and notes on those that have not."""
    used = {value for fact in facts for value in entities_of(fact) if value.startswith(MMSI)}
    return ship_of_each_mmsi(used, (fact for fact in facts if isinstance(fact, Vessel)))


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


def ship_of_each_mmsi(used: AbstractSet[str], vessels: Iterable[Ship]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The canonical id for each of some `mmsi:` ids that has one, and notes on those that have not. Ships that share none may be left out."""
    if not used:
        return {}, ()
    now, also, before = (
        defaultdict[str, set[str]](set),
        defaultdict[str, set[str]](set),
        defaultdict[str, set[str]](set),
    )
    names: dict[str, str] = {}
    for vessel in vessels:
        if vessel.id.startswith(MMSI) and vessel.imo and not ship_number_problem(vessel.imo):
            names[vessel.id] = f"imo:{vessel.imo}"
        own = names.get(vessel.id, vessel.id)
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
    """Names of the fields that hold entities, and whether each is a list."""
    described = fields(kind).values()
    return tuple(
        (field.name, field.type == "list")
        for field in described
        if field.type == "entity" or (field.type == "list" and field.item and field.item.type == "entity")
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
    """The fact with canonical ids; itself where nothing changes."""
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
    natural = bool(fact.key) and fact.id == natural_id(fact)
    moved = fact.model_copy(update=changed)
    return moved.model_copy(update={"id": natural_id(moved)}) if natural else moved
