"""Which ids name one thing, kept up to date as facts come and go.

What a group of ids goes by is decided in `shared_ids`; here only those groups are put to it that a change can have touched. Who names
which id is not looked at before the first thing with another id comes: most streams have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from countermove.facts.fact import Fact
from countermove.facts.identity_resolution import entities_of, thing_of
from countermove.facts.shared_ids import BEARERS, ENTITIES, MMSI, decided, joined_by, told

Key = tuple[str, str]
"""(kind, id) of a fact, before it is renamed."""

Because = frozenset[str]
_NOBODY: Because = frozenset()


class SharedNames:
    """Puts into `names` what each id goes by that names the same thing as another which ranks before it.

    `kinds_of` tells of which kinds facts with an id stand; `standing` gives every fact that stands, before it is renamed.
    """

    def __init__(
        self,
        names: dict[str, str],
        kinds_of: Callable[[str], Iterable[str]],
        standing: Callable[[], Iterator[Fact]],
    ) -> None:
        self._names, self._kinds_of, self._standing = names, kinds_of, standing
        self._joins: dict[Key, tuple[str, ...]] = {}
        self._joined_by: dict[str, dict[Key, None]] = {}
        self._group: dict[str, tuple[str, ...]] = {}
        self._users: dict[str, dict[Key, None]] = {}
        self._doubts: dict[Key, str] = {}
        self._apart: dict[str, str] = {}
        self.awake = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left apart, and which records contradict themselves."""
        return told(self._doubts.values(), self._apart.values())

    def stands_apart(self, fact: Fact) -> bool:
        """Whether a fact names no thing by an id that is another's, or tells of one with several ids."""
        if fact.kind in BEARERS and thing_of(fact):
            return False
        if not self.awake:
            return True
        if fact.kind in ENTITIES and fact.id in self._group:
            return False
        return not any(id in self._names for id in entities_of(fact))

    def take_plain(self, fact: Fact) -> None:
        """Note whom a fact names that is taken in as it is, once there is anything to note it for."""
        self._name(fact)

    def replace(self, old: Fact | None, new: Fact | None) -> Iterable[str]:
        """Put one merged fact in the place of another of its kind and id; the ids whose groups this can touch."""
        if not self.awake:
            if new is None or thing_of(new) is None:
                return ()
            self.awake = True
            for standing in self._standing():
                self._name(standing)
        else:
            if old is not None:
                for id in entities_of(old):
                    _drop(self._users, id, (old.kind, old.id))
            if new is not None:
                self._name(new)
        fact = new or old
        return self._join((fact.kind, fact.id), old, new) if fact is not None else ()

    def _name(self, fact: Fact) -> None:
        key = (fact.kind, fact.id)
        for id in entities_of(fact):
            if id[:5] != MMSI:
                self._users.setdefault(id, {})[key] = None

    def _join(self, key: Key, old: Fact | None, new: Fact | None) -> Iterable[str]:
        thing = thing_of(new) if new is not None else None
        joined = joined_by(thing) if thing else None
        self._doubts.pop(key, None)
        if joined and joined.note:
            self._doubts[key] = joined.note
        before, after = self._joins.pop(key, ()), joined.ids if joined else ()
        if after:
            self._joins[key] = after
        touched: set[str] = set()
        if before != after:
            for id in before:
                _drop(self._joined_by, id, key)
            for id in after:
                self._joined_by.setdefault(id, {})[key] = None
            touched.update(before, after)
        if key[0] in ENTITIES and (old is None) != (new is None) and (key[1] in self._group or key[1] in after):
            touched.add(key[1])
        return touched

    def resolve(self, touched: Mapping[str, Because]) -> Mapping[str, Because]:
        """Decide anew what the ids of some groups go by; those that go by another id now, with what did it."""
        if not touched:
            return {}
        why: dict[str, Because] = {}
        before: dict[str, str | None] = {}
        region: dict[str, None] = {}
        for seed in sorted(touched):
            region.update(dict.fromkeys((seed, *self._group.get(seed, ()))))
        for ids in {self._group[id] for id in region if id in self._group}:
            self._explain(ids, touched, why)
            self._apart.pop(ids[0], None)
        for id in region:
            before[id] = self._names.pop(id, None)
            self._group.pop(id, None)
        for id in region:
            if id in self._joined_by and id not in self._group:
                ids = self._reached(id)
                self._explain(ids, touched, why)
                self._settle(ids)
        return {id: why.get(id, _NOBODY) for id, name in before.items() if self._names.get(id) != name}

    def _reached(self, start: str) -> tuple[str, ...]:
        """Every id that facts make one with this one, in order."""
        found, waiting = {start}, [start]
        while waiting:
            for key in self._joined_by[waiting.pop()]:
                for id in self._joins[key]:
                    if id not in found:
                        found.add(id)
                        waiting.append(id)
        return tuple(sorted(found))

    def _settle(self, ids: tuple[str, ...]) -> None:
        kinds = {kind for id in ids for kind in self._kinds_of(id) if kind in ENTITIES}
        kinds.update(kind for id in ids for kind, _ in self._joined_by[id])
        names, note = decided(ids, kinds)
        self._names.update(names)
        for id in ids:
            self._group[id] = ids
        if note:
            self._apart[ids[0]] = note

    @staticmethod
    def _explain(ids: Iterable[str], touched: Mapping[str, Because], why: dict[str, Because]) -> None:
        members = list(ids)
        all_of_them = _NOBODY.union(*(touched.get(id, _NOBODY) for id in members))
        for id in members:
            why[id] = why.get(id, _NOBODY) | all_of_them

    def users(self, id: str) -> Iterable[Key]:
        """The facts that name an id."""
        return tuple(self._users.get(id, ()))


def _drop(index: dict[str, dict[Key, None]], id: str, key: Key) -> None:
    held = index.get(id)
    if held is not None:
        held.pop(key, None)
        if not held:
            del index[id]
