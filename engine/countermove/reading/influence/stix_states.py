"""Which state, if any, a bundle says stands behind an actor. A label is no such word; a relationship or a country of its own is."""

from __future__ import annotations

from typing import NamedTuple

from countermove.reading.country_words import country_code
from countermove.reading.influence.stix_index import ACTORS, Index, Node
from countermove.reading.influence.stix_ties import Ties

_ORIGIN = frozenset(("originates-from", "attributed-to"))
"""Relationships from an actor to a place that say by themselves of which state the actor is."""
_SEAT = frozenset(("located-at", "related-to"))
"""Those that say so only of an actor that is said to be a state's; `related-to` not firmly."""


_FAR = 20
"""How many places on the way from a place to its country are looked at."""


class State(NamedTuple):
    """A state, and whether the bundle says firmly that the actor is of it."""

    code: str
    firm: bool


class States:
    """The states of a bundle's actors, and the countries of its places."""

    def __init__(self, index: Index, ties: Ties) -> None:
        self._index = index
        self._within: dict[int, list[int]] = {}
        self._stated: dict[int, list[tuple[int, str]]] = {}
        for source, target, type in ties.edges():
            if index.type_of(target) != "location":
                continue
            if index.type_of(source) == "location":
                if type in ("located-at", "part-of", "belongs-to"):
                    self._within.setdefault(source, []).append(target)
            elif type in _ORIGIN | _SEAT:
                self._stated.setdefault(source, []).append((target, type))

    def country(self, place: int) -> str:
        """The country that a place is or lies in; empty where the bundle does not say, or says several."""
        found: set[str] = set()
        seen: set[int] = set()
        waiting = [place]
        while waiting and len(seen) < _FAR:
            each = waiting.pop()
            if each in seen:
                continue
            seen.add(each)
            node = self._index.nodes.get(each)
            if node and node.country:
                found.add(node.country)
            else:
                waiting.extend(self._within.get(each, ()))
        return found.pop() if len(found) == 1 else ""

    def home(self, key: int) -> str:
        """The country in which somebody is said to be at home; empty where none or several are said."""
        found = {code for place, _ in self._stated.get(key, ()) if (code := self.country(place))}
        return found.pop() if len(found) == 1 else ""

    def behind(self, key: int) -> State | None:
        """The state that is said to be behind an actor. The seat of a firm or a person makes their state no author."""
        node = self._index.nodes.get(key)
        if node is None:
            return None
        if node.type == "location":
            code = self.country(key)
            return State(code, True) if code else None
        if code := self._named(node):
            return State(code, True)
        if node.type not in ACTORS:
            return None
        if node.country:
            return State(node.country, node.state)
        found: dict[str, bool] = {}
        for place, type in self._stated.get(key, ()):
            code = self.country(place)
            if code and (type in _ORIGIN or node.state):
                found[code] = found.get(code, False) or type in _ORIGIN or type == "located-at"
        firm_ones = [code for code, firm in found.items() if firm]
        codes = firm_ones or list(found)
        return State(codes[0], found[codes[0]]) if len(codes) == 1 else None

    def _named(self, node: Node) -> str:
        """The state that the actor itself is: a country by name, and said to be a state where it is an actor."""
        if node.type in ACTORS and not node.state:
            return ""
        if node.type == "identity" and node.kind in ("individual", "class", "system"):
            return ""
        return country_code(node.name) or ""
