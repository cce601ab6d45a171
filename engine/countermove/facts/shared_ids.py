"""Which ids name one thing: what a ship, a company or a person is also known by (`same_as`) becomes the one id that ranks first.

Things that share a strong id are one: an official number, or a publisher's own id. Never a name, and never a number that passes from one
to another (MMSI) or that several share (a domain, a country). Where two values of one official number meet, or two kinds of thing, nobody
can tell which link is wrong: a record that contradicts itself joins nothing by those numbers, and things that contradict each other are
left apart, all of them, and told. A guess would accuse the wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from countermove.facts.identity import is_companys_inn, ship_number_problem
from countermove.facts.registry import KINDS

BEARERS = frozenset(kind for kind, model in KINDS.items() if "same_as" in model.model_fields)
"""The kinds of things that can be known by several ids."""

ENTITIES = frozenset(kind for kind, model in KINDS.items() if not model.key)
"""The kinds whose facts are told apart by their id alone."""

MMSI = "mmsi:"
_WEAK = frozenset({"mmsi", "domain", "iso3166"})
_ONE_EACH = ("imo", "lei", "inn", "ogrn", "imo-company")
"""Official numbers of which nobody has two. A bank may have several BICs."""
_RANKS: Mapping[str, Sequence[str]] = {
    "vessel": ("imo",),
    "company": ("lei", "inn", "ogrn", "imo-company", "bic"),
    "person": ("inn",),
}
_OF_COPIES = ("opensanctions", "icij", "ftm")
"""Publishers who name what stands in the lists of others: their ids come behind the lists' own."""
_OWN: Mapping[str, frozenset[str]] = {
    "imo": frozenset({"vessel"}),
    "lei": frozenset({"company", "person"}),
    "ogrn": frozenset({"company", "person"}),
    "imo-company": frozenset({"company", "person"}),
    "bic": frozenset({"company"}),
}
"""Whose numbers those of a scheme are; a sole trader is a person."""
_CALLED = {"imo": "IMO number", "imo-company": "company IMO number"}
_TOLD = 20


class Thing(NamedTuple):
    """A thing as far as its ids go."""

    kind: str
    id: str
    same_as: Sequence[str]


class Joined(NamedTuple):
    """What is said of the ids of one thing: those that it joins, its own among them (none where it joins nothing), and what is wrong."""

    ids: tuple[str, ...] = ()
    note: str = ""


def registered(id: str, imo: str | None, same_as: Iterable[str]) -> str:
    """The id of a ship: of one known by radio, the ship's number that it gives of itself, if it is one and no other."""
    if not id.startswith(MMSI):
        return id
    numbers = {other for other in same_as if other.startswith("imo:")}
    if imo and not ship_number_problem(imo):
        numbers.add(f"imo:{imo}")
    return numbers.pop() if len(numbers) == 1 else id


def joined_by(thing: Thing) -> Joined:
    """The ids that a thing's own word makes one."""
    own = thing.id
    if thing.kind not in BEARERS or not thing.same_as or not _can_be(own, thing.kind):
        return Joined()
    others = sorted({id for id in thing.same_as if id != own and _can_be(id, thing.kind)})
    values = _values((own, *others))
    twice = [scheme for scheme in _ONE_EACH if len(values[scheme]) > 1]
    if twice:
        others = [id for id in others if _scheme(id) not in twice]
    note = (
        f"{own} is said to have {_several(values, twice)}: none of these joins it with anything, not guessed."
        if twice
        else ""
    )
    return Joined((own, *others) if others else (), note)


def decided(ids: Iterable[str], kinds: Collection[str]) -> tuple[Mapping[str, str], str]:
    """What each of a group of ids goes by, where that is another, and what is told if the group has to be left apart."""
    group = sorted(ids)
    values = _values(group)
    twice = [scheme for scheme in _ONE_EACH if len(values[scheme]) > 1]
    if len(kinds) > 1:
        words = " and ".join(f"a {kind.replace('_', ' ')}" for kind in sorted(kinds))
        return {}, f"{_listed(group)} are said to be one and the same, and to be {words}: left apart, not guessed."
    if twice:
        return {}, (
            f"{_listed(group)} are said to be one and the same, and to have {_several(values, twice)}: left apart, not guessed."
        )
    (kind,) = kinds
    first = min(group, key=lambda id: (_rank(_scheme(id), _RANKS[kind]), id))
    return {id: first for id in group if id != first}, ""


def _rank(scheme: str, official: Sequence[str]) -> int:
    if scheme in official:
        return official.index(scheme)
    return len(official) + (_OF_COPIES.index(scheme) + 1 if scheme in _OF_COPIES else 0)


def shared_names(
    things: Iterable[Thing], kinds_of: Callable[[Collection[str]], Mapping[str, Collection[str]]]
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What each id goes by that names the same thing as another which ranks before it, and notes on what was left apart.

    Things that have no other id may be left out: `kinds_of` tells of which kinds there are facts with some ids.
    """
    above: dict[str, str] = {}
    kinds: dict[str, set[str]] = {}
    doubts: list[str] = []
    for thing in things:
        ids, note = joined_by(thing)
        if note:
            doubts.append(note)
        for id in ids:
            above.setdefault(id, id)
            _unite(above, ids[0], id)
        if ids:
            kinds.setdefault(ids[0], set()).add(thing.kind)
    if not above:
        return {}, told(doubts, ())
    for id, more in kinds_of(above.keys()).items():
        kinds.setdefault(id, set()).update(more)
    groups: dict[str, list[str]] = defaultdict(list)
    for id in above:
        groups[_top(above, id)].append(id)
    names: dict[str, str] = {}
    apart: list[str] = []
    for group in groups.values():
        found, note = decided(group, {kind for id in group for kind in kinds.get(id, ())})
        names.update(found)
        if note:
            apart.append(note)
    return names, told(doubts, apart)


def told(doubts: Iterable[str], apart: Iterable[str]) -> tuple[str, ...]:
    """The notes in their order, the first ones of each sort in full."""
    return (*_first(doubts, "things have two values of one official number"), *_first(apart, "groups were left apart"))


def _first(notes: Iterable[str], more: str) -> Iterator[str]:
    whole = sorted(set(notes))
    yield from whole[:_TOLD]
    if len(whole) > _TOLD:
        yield f"{len(whole) - _TOLD} more {more}."


def _unite(above: dict[str, str], one: str, other: str) -> None:
    first, second = _top(above, one), _top(above, other)
    if first != second:
        above[max(first, second)] = min(first, second)


def _top(above: dict[str, str], id: str) -> str:
    top = id
    while above[top] != top:
        top = above[top]
    while above[id] != top:
        above[id], id = top, above[id]
    return top


def _scheme(id: str) -> str:
    return id.partition(":")[0]


def _can_be(id: str, kind: str) -> bool:
    """Whether an id can be a strong id of a thing of a kind."""
    scheme, _, value = id.partition(":")
    if scheme in _WEAK:
        return False
    if scheme == "inn":
        return kind == "company" if is_companys_inn(value) else kind in ("company", "person")
    return kind in _OWN.get(scheme, BEARERS)


def _values(ids: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        found[_scheme(id)].append(id)
    return found


def _several(values: Mapping[str, Sequence[str]], schemes: Iterable[str]) -> str:
    return ", and ".join(
        f"{len(values[scheme])} different {_CALLED.get(scheme, scheme.upper())}s ({_listed(sorted(values[scheme]))})"
        for scheme in schemes
    )


def _listed(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:8])
    return f"{shown} and {len(ids) - 8} more" if len(ids) > 8 else shown
