"""Where matches belong: under the recommendation they justify, behind the fact they derive, or among the caveats.

It depends on what the matched facts say, so a match is placed anew whenever one of them is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from countermove.assessment.assess import source_text
from countermove.assessment.live_facts import Key, LiveFacts
from countermove.facts.fact import Fact
from countermove.inference.match import Match, conclusion
from countermove.rulebook.rule import Caveat, Conclude
from countermove.rulebook.rulebook import Rulebook

Group = tuple[str, str]
"""(action, target): what makes one recommendation."""
Unit = Group | Match
"""What is weighed on its own: a recommendation, or a match that gives a caveat."""
Causes = frozenset[str]
"""Ids of the facts that did something, or the day that did."""

_NOBODY: Causes = frozenset()
_Place = tuple[str, str, str]
_CAVEAT: _Place = ("caveat", "", "")


@dataclass(slots=True)
class Moves:
    """What one round of placing did, each with what caused it: units that are to be weighed anew, and facts that are others now."""

    units: dict[Unit, Causes] = field(default_factory=dict)
    facts: dict[Key, Causes] = field(default_factory=dict)
    newly: list[tuple[Key, Match]] = field(default_factory=list)
    """Derivations that were added or changed."""


class _NotYetThere(Exception):
    """A match names a derived fact whose own match has still to be placed."""


class Placing:
    """The matches that stand, by where they belong."""

    def __init__(self, rulebook: Rulebook, facts: LiveFacts, audience: str) -> None:
        self._rulebook = rulebook
        self._audience = audience
        self._facts = facts
        self._stands: dict[Match, Match] = {}
        self._moved: dict[Match, Causes] = {}
        self._placed: dict[Match, tuple[Match, _Place | None]] = {}
        self._naming: dict[Key, dict[Match, None]] = {}
        self._behind: dict[Key, dict[Match, Match]] = {}
        self._groups: dict[Group, dict[Match, Match]] = {}

    def come(self, match: Match, causes: Causes) -> None:
        """A match stands from now on, or rests on something else now."""
        self._stands.pop(match, None)  # the key would keep the old totals
        self._stands[match] = match
        self._moved[match] = self._moved.get(match, _NOBODY) | causes

    def go(self, match: Match, causes: Causes) -> None:
        """A match stands no longer."""
        del self._stands[match]
        if match in self._placed:
            self._moved[match] = self._moved.get(match, _NOBODY) | causes
        else:
            self._moved.pop(match, None)

    def group(self, group: Group) -> list[Match]:
        """The matches that recommend an action on a target, in order of rule and bindings."""
        return sorted(self._groups.get(group, {}).values(), key=_in_order)

    def groups(self) -> Iterable[Group]:
        """Every action on a target that some match recommends."""
        return self._groups

    def all(self) -> list[Match]:
        """Every match that stands."""
        return list(self._stands.values())

    def standing(self, match: Match) -> Match | None:
        """The match as it stands as a caveat now; None where it does not."""
        placed = self._placed.get(match)
        return placed[0] if placed is not None and placed[1] == _CAVEAT else None

    def resting_on(self, keys: Iterable[Key]) -> set[Key]:
        """The derived facts that rest on some facts, at once or through others; and those facts themselves."""
        found = set(keys)
        queue = list(found)
        for key in queue:
            for match in self._naming.get(key, ()):
                place = self._placed[match][1]
                if place is not None and place[0] == "fact" and place[1:] not in found:
                    found.add((place[1], place[2]))
                    queue.append((place[1], place[2]))
        return found

    def settle(self, touched: Mapping[Key, Causes]) -> Moves:
        """Place what came, went, or names a touched fact."""
        moves = Moves(facts=dict(touched))
        queue, self._moved = self._moved, {}
        for key, causes in touched.items():
            for match in self._naming.get(key, ()):
                _add(queue, match, causes)
        waiting: dict[Match, Causes] = {}
        while queue:
            some_placed = False
            while queue:
                match = next(iter(queue))
                causes = queue.pop(match)
                try:
                    again = self._place(match, causes, moves)
                except _NotYetThere:
                    _add(waiting, match, causes)
                    continue
                some_placed = True
                for other in again:
                    _add(queue, other, causes)
            if waiting and not some_placed:
                raise ValueError(f"a match of '{next(iter(waiting)).rule}' names a fact that is not there")
            queue, waiting = waiting, {}
        for key in [key for key in moves.facts if key in self._behind or key in self._facts.derivations]:
            if behind := self._behind.get(key):
                self._facts.derivations[key] = tuple(sorted(behind.values(), key=_in_order))
            else:
                self._facts.derivations.pop(key, None)
        return moves

    def _place(self, match: Match, causes: Causes, moves: Moves) -> list[Match]:
        """Put a match where it belongs now. What is to be placed anew because of it."""
        stands = self._stands.get(match)
        place, fact = (None, None) if stands is None else self._where(stands)
        again: list[Match] = []
        was, old = self._placed.pop(match, (None, None))
        if was is not stands:
            self._name(match, was, stands)
        if old is not None:
            again += self._leave(match, old, place, causes, moves)
        if stands is not None:
            self._placed[stands] = (stands, place)
            if place is not None:
                again += self._enter(stands, place, fact, causes, moves)
        return again

    def _name(self, match: Match, was: Match | None, stands: Match | None) -> None:
        """Note which facts a match names now; only what is another is looked at, since a count can name thousands."""
        before = dict.fromkeys(was.fact_keys()) if was is not None else {}
        now = dict.fromkeys(stands.fact_keys()) if stands is not None else {}
        for key in before:
            if key not in now:
                del self._naming[key][match]
                if not self._naming[key]:
                    del self._naming[key]
        for key in now:
            if key not in before:
                self._naming.setdefault(key, {})[match] = None

    def _where(self, match: Match) -> tuple[_Place | None, Fact | None]:
        rule = self._rulebook.rules[match.rule]
        try:
            bound = match.names(self._facts)
        except KeyError:
            raise _NotYetThere from None
        if self._audience not in rule.header.audiences:
            return None, None
        if isinstance(rule.then, Caveat):
            return _CAVEAT, None
        if isinstance(rule.then, Conclude):
            fact = conclusion(rule.then, bound, rule.location)
            return ("fact", fact.kind, fact.id), fact
        target = source_text(rule.then.target, bound)
        return (None if target is None else ("group", rule.then.action, target)), None

    def _leave(self, match: Match, old: _Place, place: _Place | None, causes: Causes, moves: Moves) -> list[Match]:
        what, one, other = old
        if what == "caveat":
            _add(moves.units, match, causes)
        elif what == "group":
            members = self._groups[one, other]
            del members[match]
            if not members:
                del self._groups[one, other]
            _add(moves.units, (one, other), causes)
        else:
            key = (one, other)
            del self._behind[key][match]
            _add(moves.facts, key, causes)
            if not self._behind[key]:
                del self._behind[key]
                if place != old:
                    self._facts.remove_derived(key)
                    return list(self._naming.get(key, ()))
        return []

    def _enter(self, match: Match, place: _Place, fact: Fact | None, causes: Causes, moves: Moves) -> list[Match]:
        what, one, other = place
        if what == "caveat":
            _add(moves.units, match, causes)
        elif what == "group":
            self._groups.setdefault((one, other), {})[match] = match
            _add(moves.units, (one, other), causes)
        elif fact is not None:
            key = (one, other)
            self._behind.setdefault(key, {})[match] = match
            _add(moves.facts, key, causes)
            moves.newly.append((key, match))
            if self._facts.put_derived(fact):
                return list(self._naming.get(key, ()))
        return []


def _in_order(match: Match) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    return match.rule, match.bindings


def _add(found: dict, what: object, causes: Causes) -> None:  # type: ignore[type-arg]
    found[what] = found.get(what, _NOBODY) | causes
