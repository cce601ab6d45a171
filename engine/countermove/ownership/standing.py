"""What is blocked through its owners, kept up as stakes and listings come and go and the day moves on.

After a change only what the changed owners hold, directly or through others, is worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.kinds.law import Ownership
from countermove.ownership.chains import Reach, by_id
from countermove.ownership.definitions import KIND, asked_for, tests_on
from countermove.ownership.doubt import doubt
from countermove.ownership.from_facts import CONCERNED, stands
from countermove.ownership.graph import Graph, told_by
from countermove.ownership.listed import Listings
from countermove.ownership.working_out import work_out, work_out_anew
from countermove.rulebook.clause import walk
from countermove.rulebook.rulebook import Rulebook

Key = tuple[str, str]
"""(kind, fact id)"""


class Moved(NamedTuple):
    """What a change did to what is blocked: facts that are there now and are others, or rest on what changed; and those that are gone.

    `causes` are the keys of the facts whose change it was; `was` those that had other values before, or went, and `came` those that were not there.
    """

    put: tuple[Fact, ...] = ()
    gone: tuple[Key, ...] = ()
    causes: tuple[Key, ...] = ()
    was: tuple[Fact, ...] = ()
    came: tuple[Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of all facts that came, changed or went."""
        return (*((fact.kind, fact.id) for fact in self.put), *self.gone)


_NOTHING = Moved()


class Standing:
    """What is blocked by the facts that stand, as of a day."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self._rulebook = rulebook
        self._as_of = as_of
        self._given: dict[Key, Fact] = {}
        self._before: Mapping[Key, Fact | None] = {}
        self._day_before = as_of
        ever = any(clause.kind == KIND for rule in rulebook.rules.values() for clause in walk(rule.when))
        self.kinds = CONCERNED if ever else frozenset[str]()
        """The kinds on which it depends what is blocked; none where no rule asks."""
        self._begin()

    def change(self, put: Iterable[Fact], gone: Iterable[Key]) -> Moved:
        """Follow facts that come, take the place of those of their kind and id, or go."""
        kinds = self.kinds
        now: dict[Key, Fact | None] = {key: None for key in gone if key[0] in kinds}
        now.update({(fact.kind, fact.id): fact for fact in put if fact.kind in kinds})
        self._before = {key: self._given.get(key) for key in now}
        self._day_before = self._as_of
        return self._follow(now) if now else _NOTHING

    def advance(self, as_of: date) -> Moved:
        """Look at the same facts on another day."""
        self._before, self._day_before = {}, self._as_of
        self._as_of = as_of
        if not self._given:
            return _NOTHING
        before = by_id(self._reaches)
        self._begin()
        after = by_id(self._reaches)
        put = tuple(fact for id, fact in sorted(after.items()) if before.get(id) != fact)
        was = tuple(fact for id, fact in sorted(before.items()) if after.get(id) != fact)
        gone, came = (
            tuple((KIND, id) for id in sorted(ids))
            for ids in (before.keys() - after.keys(), after.keys() - before.keys())
        )
        return Moved(put, gone, (), was, came)

    def take_back(self) -> None:
        """Undo the last change, or the last move of the day, as if it had not been."""
        if self._day_before != self._as_of:
            self._as_of = self._day_before
            self._begin()
        elif self._before:
            self._follow(self._before)

    def _begin(self) -> None:
        """Work everything out."""
        asked = bool(self.kinds) and asked_for(self._rulebook, self._as_of)
        self._tests = tests_on(self._rulebook, self._as_of) if asked else ()
        self._known = {(fact.kind, fact.id): fact for fact in as_known(self._given.values(), self._as_of)}
        self._stakes = {
            fact.id: fact for fact in self._known.values() if isinstance(fact, Ownership) and stands(fact, self._as_of)
        }
        self._graph = Graph(map(told_by, self._stakes.values()))
        self._listings = Listings(self._as_of, (fact for fact in self._known.values() if fact.kind != "ownership"))
        self._reaches: list[Reach] = work_out(self._tests, self._graph, self._listings, self._doubt)

    def _follow(self, now: Mapping[Key, Fact | None]) -> Moved:
        nodes: set[str] = set()
        relisted: set[str] = set()
        for key, fact in now.items():
            self._take(key, fact, nodes, relisted)
        region = self._graph.below(nodes | relisted)
        before = {
            fact.id: fact for reach in self._reaches for asset in region if (fact := reach.facts.get(asset)) is not None
        }
        work_out_anew(self._reaches, self._graph, self._listings, self._doubt, region, relisted)
        after = {
            fact.id: fact for reach in self._reaches for asset in region if (fact := reach.facts.get(asset)) is not None
        }
        put = tuple(fact for _, fact in sorted(after.items()))
        return Moved(put, tuple((KIND, id) for id in sorted(before.keys() - after.keys())), tuple(now))

    def _take(self, key: Key, fact: Fact | None, nodes: set[str], relisted: set[str]) -> None:
        """Put a fact in the place of that of its key, and note what it is about."""
        old = self._known.pop(key, None)
        if isinstance(old, Ownership):
            if self._stakes.pop(old.id, None) is not None:
                self._graph.remove(told_by(old))
                nodes.add(old.asset)
        elif old is not None:
            relisted.add(self._listings.remove(old))
        if fact is None:
            self._given.pop(key, None)
            return
        self._given[key] = fact
        known = next(as_known((fact,), self._as_of), None)
        if known is None:
            return
        self._known[key] = known
        if isinstance(known, Ownership):
            if stands(known, self._as_of):
                self._stakes[known.id] = known
                self._graph.put(told_by(known))
                nodes.add(known.asset)
        else:
            relisted.add(self._listings.put(known))

    def _doubt(self, id: str) -> int:
        return doubt(self._stakes[id])
