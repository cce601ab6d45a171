"""What is claimed at present, and the facts that the claims make together, kept up to date as claims come and go.

A claim is a fact as somebody gave it. Claims of one kind and id are one fact (`merge`), ids of one thing become one, radio identities
become ships, and an id names one fact (`identity_resolution`): after any history `facts` is what `FactSet.of` makes of the claims that are left. Most
claims need nothing of this. They are told by a look-up, and taken as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from countermove.errors import Fault
from countermove.facts.fact import Fact
from countermove.facts.identity_resolution import ORDER, renamed, same_id_fault, without_own_id
from countermove.facts.merge import merge_same
from countermove.facts.old_names import has_other_names, old_name, without_old_names
from countermove.facts.radio_names import Key, RadioNames
from countermove.facts.shared_ids import BEARERS
from countermove.facts.shared_names import SharedNames

Claimed = tuple[Fact, ...]
"""The claims of one kind and id, in the order in which they came."""

_NOBODY: frozenset[str] = frozenset()


_UNEXPLAINED: Mapping[Key, frozenset[str]] = {}
_AS_BEFORE: Mapping[Key, Claimed] = {}


class Shift(NamedTuple):
    """What a change of the claims changed in the facts. `put` come or take the place of those of their kind and id; `gone` go.

    `because` gives, where that is not the fact itself, the ids of the claims that did it. `undo` is for `Claims.take_back`.
    """

    put: Sequence[Fact] = ()
    gone: Sequence[Key] = ()
    because: Mapping[Key, frozenset[str]] = _UNEXPLAINED
    undo: tuple[Mapping[Key, Claimed], Sequence[Fact]] = (_AS_BEFORE, ())


class Claims:
    """The claims that stand. `background` are facts that hold wherever no claim of their kind speaks of the same thing."""

    def __init__(self, background: Iterable[Fact] = ()) -> None:
        self._background = {fact.id: fact for fact in background}
        self._kinds_behind = frozenset(fact.kind for fact in self._background.values())
        self._plain: dict[str, Fact] = {}
        self._mixed: dict[str, dict[str, Claimed]] = {}
        self._made: dict[str, Claimed] = {id: (fact,) for id, fact in self._background.items()}
        self._merged: dict[Key, Fact] = {}
        self._moved_to: dict[Key, str] = {}
        self._moved_from: dict[str, dict[Key, None]] = {}
        self._dropped: dict[str, Claimed] = {}
        self._names: dict[str, str] = {}
        self._radio = RadioNames(self._names)
        self._old_names: dict[str, dict[str, str]] = {}
        self._shared = SharedNames(self._names, self._kinds_of, self._standing)

    def __iter__(self) -> Iterator[Fact]:
        """Every claim that stands, as it was given."""
        yield from self._plain.values()
        for by_kind in self._mixed.values():
            for claimed in by_kind.values():
                yield from claimed

    def __contains__(self, id: object) -> bool:
        """Whether a claim or a fact made of claims has this id."""
        return id in self._plain or id in self._mixed or id in self._moved_from

    def of(self, id: str) -> Iterator[Fact]:
        """The claims with an id, and those that make up the fact that goes by it."""
        if id in self._plain:
            yield self._plain[id]
        for claimed in self._mixed.get(id, {}).values():
            yield from claimed
        for kind, own in self._moved_from.get(id, ()):
            yield from self._claimed((kind, own))

    def ids(self) -> Iterator[str]:
        """Every id by which `of` finds something."""
        yield from self._plain
        yield from self._mixed
        yield from self._moved_from

    def facts(self) -> list[Fact]:
        """The facts that the claims make, in the order of a `FactSet`; without the background."""
        found = list(self._plain.values())
        for id, made in self._made.items():
            found += [fact for fact in made if fact is not self._background.get(id)]
        found.sort(key=lambda fact: (ORDER[fact.kind], fact.id))
        return found

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left open: things that contradict each other, radio identities that stand for no ship, or for several."""
        return (*self._shared.notes, *(self._radio.notes[reference] for reference in sorted(self._radio.notes)))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The facts that could not stay, because their id is another's."""
        pairs = [(fact, kept) for kept, *dropped in self._dropped.values() for fact in dropped]
        pairs.sort(key=lambda pair: (ORDER[pair[0].kind], pair[0].id))
        return tuple(same_id_fault(fact, kept) for fact, kept in pairs)

    def take(self, facts: Sequence[Fact]) -> Shift:
        """Take claims in. One that stands already changes nothing."""
        rest = [place for place, fact in enumerate(facts) if not self.take_plain(fact)]
        if not rest:
            return Shift(facts, (), _UNEXPLAINED, (_AS_BEFORE, facts))
        others = set(rest)
        plain = [fact for place, fact in enumerate(facts) if place not in others]
        new: dict[Key, Claimed] = {}
        for fact in (facts[place] for place in rest):
            key = (fact.kind, fact.id)
            standing = new.get(key) or self._claimed(key)
            if not any(_same(fact, other) for other in standing):
                new[key] = (*standing, fact)
        fresh = {(fact.kind, fact.id): fact for fact in plain}
        shift = self._change(new, {key: frozenset((key[1],)) for key in new})
        put = {**fresh, **{(fact.kind, fact.id): fact for fact in shift.put}}
        gone = [key for key in shift.gone if put.pop(key, None) is None]
        return Shift(tuple(put.values()), gone, shift.because, (shift.undo[0], plain))

    def take_plain(self, fact: Fact) -> bool:
        """Take in a claim that makes a fact of its own, as it is. Any other is left to `take`: False."""
        id = fact.id
        if id in self._plain or id in self._mixed or id in self._made or fact.kind in self._kinds_behind:
            return False
        shared = self._shared
        if (shared.awake or fact.kind in BEARERS) and not shared.stands_apart(fact):
            return False
        if not self._radio.stands_apart(fact):
            return False
        if (fact.alternatives or fact.kind == "alias") and not self._says_nothing_of_old_names(fact):
            return False
        self._plain[id] = fact
        if shared.awake:
            shared.take_plain(fact)
        return True

    def retract(self, claims: Iterable[Fact]) -> Shift:
        """Take back claims that stand."""
        return self.amend(claims, lambda claim: None)

    def amend(self, claims: Iterable[Fact], change: Callable[[Fact], Fact | None]) -> Shift:
        """Put what `change` makes of each of these claims in its place; nothing, where it gives None."""
        given = list(claims)
        concerned = {id(claim) for claim in given}
        keys = dict.fromkeys((claim.kind, claim.id) for claim in given)
        new: dict[Key, Claimed] = {}
        for key in keys:
            left: list[Fact] = []
            for claim in self._claimed(key):
                kept = change(claim) if id(claim) in concerned else claim
                if kept is not None and not any(_same(kept, other) for other in left):
                    left.append(kept)
            new[key] = tuple(left)
        return self._change(new, {key: frozenset((key[1],)) for key in new})

    def take_back(self, shift: Shift) -> Shift:
        """Undo the last shift, as if it had not been; what that changes."""
        before, taken = shift.undo
        return self._change({**before, **{(fact.kind, fact.id): () for fact in taken}}, {})

    def _claimed(self, key: Key) -> Claimed:
        kind, id = key
        plain = self._plain.get(id)
        if plain is not None:
            return (plain,) if plain.kind == kind else ()
        return self._mixed.get(id, {}).get(kind, ())

    def _kinds_of(self, id: str) -> Iterator[str]:
        """The kinds of the claims with an id."""
        if id in self._plain:
            yield self._plain[id].kind
        yield from self._mixed.get(id, ())

    def _standing(self) -> Iterator[Fact]:
        """Every fact that claims of one kind and id make, before it is renamed."""
        yield from self._plain.values()
        for id, by_kind in self._mixed.items():
            for kind, claimed in by_kind.items():
                yield self._merged.get((kind, id)) or claimed[0]

    def _says_nothing_of_old_names(self, fact: Fact) -> bool:
        """Whether a fact tells of no former name that matters, and has no name that could be one. What it tells is kept in mind."""
        if fact.kind == "alias" and (told := old_name(fact)):
            whose, name = told
            if whose in self._made or (whose in self._plain and has_other_names(self._plain[whose])):
                return False
            self._old_names.setdefault(whose, {})[fact.id] = name
        elif fact.alternatives and fact.id in self._old_names:
            return False
        return True

    def _keep_old_names(self, ids: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
        """Follow what facts under some ids tell of former names; these ids, and those of the things whose names they tell."""
        every = dict(ids)
        for id, why in ids.items():
            before = [old_name(fact) for fact in self._made.get(id, ()) if fact.kind == "alias"]
            now = [old_name(fact) for fact in self._make(id) if fact.kind == "alias"]
            if before == now:
                continue
            for told in before:
                if told:
                    names = self._old_names.get(told[0], {})
                    names.pop(id, None)
                    if not names:
                        self._old_names.pop(told[0], None)
            for told in now:
                if told:
                    self._old_names.setdefault(told[0], {})[id] = told[1]
            for told in (*before, *now):
                if told and (told[0] in self._made or told[0] in self._plain):
                    every[told[0]] = every.get(told[0], _NOBODY) | why
        return every

    def _no_longer_plain(self, id: str) -> None:
        fact = self._plain.pop(id, None)
        if fact is not None:
            self._mixed[id] = {fact.kind: (fact,)}
            self._made[id] = (fact,)

    def _change(self, new: Mapping[Key, Claimed], because: Mapping[Key, frozenset[str]]) -> Shift:
        """Put other claims in the place of those of the same kind and id, and follow what comes of it."""
        before = {key: self._claimed(key) for key in new}
        causes: dict[Key, frozenset[str]] = {}
        numbers: dict[str, frozenset[str]] = {}
        shared: dict[str, frozenset[str]] = {}
        for key, claimed in new.items():
            self._no_longer_plain(key[1])
            why = because.get(key, _NOBODY)
            causes[key] = why
            old, made = self._set(key, claimed)
            for reference in self._radio.replace(old, made):
                numbers[reference] = numbers.get(reference, _NOBODY) | why
            for id in self._shared.replace(old, made):
                shared[id] = shared.get(id, _NOBODY) | why
        for id, why in self._shared.resolve(shared).items():
            for key in self._shared.users(id):
                causes[key] = causes.get(key, _NOBODY) | why
                user = self._fact(key)
                for reference in self._radio.numbers(user) if user else ():
                    numbers[reference] = numbers.get(reference, _NOBODY) | why
        for reference in sorted(numbers):
            for key in self._radio.resolve(reference):
                causes[key] = causes.get(key, _NOBODY) | numbers[reference]
        ids: dict[str, frozenset[str]] = {}
        for key, why in causes.items():
            for id in self._move(key):
                ids[id] = ids.get(id, _NOBODY) | why
        return self._remade(ids, before)

    def _set(self, key: Key, claimed: Claimed) -> tuple[Fact | None, Fact | None]:
        """Keep the claims of a kind and id; the fact that they made before, and the one that they make now."""
        kind, id = key
        old = self._fact(key)
        by_kind = self._mixed.setdefault(id, {})
        self._merged.pop(key, None)
        if claimed:
            by_kind[kind] = claimed
            if len(claimed) > 1:
                self._merged[key] = merge_same(claimed)
        else:
            by_kind.pop(kind, None)
            if not by_kind:
                del self._mixed[id]
        return old, self._fact(key)

    def _fact(self, key: Key) -> Fact | None:
        """The fact that the claims of a kind and id make, before it is renamed."""
        claimed = self._claimed(key)
        return self._merged.get(key) or (claimed[0] if claimed else None)

    def _move(self, key: Key) -> Iterator[str]:
        """Note by which id a fact goes now; the ids under which facts have to be made anew."""
        id = key[1]
        yield id
        was, fact = self._moved_to.pop(key, None), self._fact(key)
        if was is not None:
            yield was
            del self._moved_from[was][key]
            if not self._moved_from[was]:
                del self._moved_from[was]
        goes_by = renamed(fact, self._names).id if fact else id
        if goes_by != id:
            self._moved_to[key] = goes_by
            self._moved_from.setdefault(goes_by, {})[key] = None
            self._no_longer_plain(id)
            self._no_longer_plain(goes_by)
            yield goes_by

    def _remade(self, ids: Mapping[str, frozenset[str]], before: Mapping[Key, Claimed]) -> Shift:
        put: list[Fact] = []
        gone: list[Key] = []
        because: dict[Key, frozenset[str]] = {}
        for id in ids:
            self._no_longer_plain(id)
        ids = self._keep_old_names(ids)
        for id in sorted(ids):
            self._no_longer_plain(id)
            old = {fact.kind: fact for fact in self._made.pop(id, ())}
            made = self._make(id)
            if made:
                self._made[id] = made
            now = {fact.kind: fact for fact in made}
            changed = [fact for fact in made if fact.kind not in old or not _same(old[fact.kind], fact)]
            left = [(kind, id) for kind in old if kind not in now]
            put += changed
            gone += left
            because.update(dict.fromkeys([*((fact.kind, id) for fact in changed), *left], ids[id]))
        return Shift(put, gone, because, (before, ()))

    def _make(self, id: str) -> Claimed:
        """The facts that stand under an id: one made of claims, and one of the background unless it is of the same kind."""
        by_kind: dict[str, list[Fact]] = {}
        own = [(kind, id) for kind in self._mixed.get(id, ()) if (kind, id) not in self._moved_to]
        for key in sorted([*own, *self._moved_from.get(id, ())]):
            fact = self._fact(key)
            if fact is not None:
                by_kind.setdefault(fact.kind, []).append(renamed(fact, self._names))
        self._dropped.pop(id, None)
        facts = [without_own_id(group[0] if len(group) == 1 else merge_same(group)) for group in by_kind.values()]
        if id in self._old_names:
            facts = [without_old_names(fact, set(self._old_names[id].values())) for fact in facts]
        facts.sort(key=lambda fact: ORDER[fact.kind])
        if len(facts) > 1:
            self._dropped[id] = tuple(facts)
        kept, behind = facts[:1], self._background.get(id)
        if behind is not None and not (kept and kept[0].kind == behind.kind):
            return (*kept, behind)
        return tuple(kept)


def _same(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same in the same words: 0 and -0, or 1 and 1.0, are not the same."""
    return one is other or (one == other and repr(one) == repr(other))
