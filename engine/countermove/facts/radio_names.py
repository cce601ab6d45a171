"""Which ship each radio identity in use stands for, kept up to date as facts come and go.

What a number stands for is decided in `identity_resolution`; here only those numbers are put to it that a change can have touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from countermove.facts.fact import Fact
from countermove.facts.identity_resolution import entities_of, entity_fields, ship_of_each_mmsi
from countermove.facts.kinds.entities import Vessel
from countermove.facts.shared_ids import MMSI

Key = tuple[str, str]
"""(kind, id) of a fact, before it is renamed."""

_FIELDS: dict[str, tuple[tuple[str, bool], ...]] = {}
"""What `entity_fields` gives, at hand without a call."""


class RadioNames:
    """`names` gives the canonical id for each `mmsi:` id in use that has one; `notes` a sentence for each that has none."""

    def __init__(self, names: dict[str, str] | None = None) -> None:
        """`names` may hold what other ids go by, kept up by another."""
        self._users: dict[str, dict[Key, Fact]] = {}
        self._holders: dict[str, dict[Key, Vessel]] = {}
        self.names = names if names is not None else {}
        self.notes: dict[str, str] = {}

    def stands_apart(self, fact: Fact) -> bool:
        """Whether a fact uses no radio identity and tells nothing about one in use. If so, it is taken in as it is."""
        kind = fact.kind
        fields = _FIELDS.get(kind)
        if fields is None:
            fields = _FIELDS[kind] = entity_fields(kind)
        for name, listed in fields:
            value = getattr(fact, name)
            if value and (any(item[:5] == MMSI for item in value) if listed else value[:5] == MMSI):
                return False
        if kind == "vessel" and isinstance(fact, Vessel):
            numbers = _numbers(fact)
            if any(MMSI + number in self._users for number in numbers):
                return False
            for number in numbers:
                self._holders.setdefault(number, {})[fact.kind, fact.id] = fact
        return True

    def replace(self, old: Fact | None, new: Fact | None) -> set[str]:
        """Put one merged fact in the place of another of its kind and id; the radio identities that this can touch."""
        touched: set[str] = set()
        for fact in (old, new):
            if fact is not None:
                touched.update(_used(fact))
                if isinstance(fact, Vessel):
                    touched.update(MMSI + number for number in _numbers(fact))
        if old is not None:
            self._leave(old)
        if new is not None:
            for reference in _used(new):
                self._users.setdefault(reference, {})[new.kind, new.id] = new
            if isinstance(new, Vessel):
                for number in _numbers(new):
                    self._holders.setdefault(number, {})[new.kind, new.id] = new
        return touched

    def numbers(self, fact: Fact) -> set[str]:
        """The radio identities whose meaning hangs on what a fact goes by."""
        return {MMSI + number for number in _numbers(fact)} if isinstance(fact, Vessel) else set()

    def _leave(self, fact: Fact) -> None:
        key = (fact.kind, fact.id)
        for reference in _used(fact):
            _drop(self._users, reference, key)
        if isinstance(fact, Vessel):
            for number in _numbers(fact):
                _drop(self._holders, number, key)

    def resolve(self, reference: str) -> Iterator[Key]:
        """Decide anew what a radio identity stands for; the facts that use it, if that is something else now."""
        name, note = self._decided(reference)
        before = self.names.pop(reference, None)
        self.notes.pop(reference, None)
        if name is not None:
            self.names[reference] = name
        if note is not None:
            self.notes[reference] = note
        if name != before:
            yield from self._users.get(reference, ())

    def _decided(self, reference: str) -> tuple[str | None, str | None]:
        users = self._users.get(reference)
        if not users:
            return None, None
        number = reference.removeprefix(MMSI)
        concerned = dict(self._holders.get(number, {}))
        itself = users.get(("vessel", reference))
        if isinstance(itself, Vessel):
            concerned[itself.kind, itself.id] = itself
        names, notes = ship_of_each_mmsi({reference}, concerned.values(), self.names)
        return names.get(reference), notes[0] if notes else None


def _used(fact: Fact) -> set[str]:
    return {value for value in entities_of(fact) if value.startswith(MMSI)}


def _numbers(vessel: Vessel) -> set[str]:
    """Every number that a vessel is said to hold or to have held."""
    numbers = {other.value for other in vessel.alternatives if other.field == "mmsi"}
    numbers.update(vessel.former_mmsi)
    if vessel.mmsi:
        numbers.add(vessel.mmsi)
    return numbers


def _drop(index: dict[str, dict[Key, Any]], name: str, key: Key) -> None:
    held = index.get(name)
    if held is not None:
        held.pop(key, None)
        if not held:
            del index[name]
