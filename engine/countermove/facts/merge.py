"""Several sources on one thing: one fact with several pieces of evidence, and every value that was not used kept beside it.

Facts of one kind with one id are about the same thing. Where they disagree on a value, the best supported one stays: first by the
best grades among its evidence, then by how many independent origins give it, then the smaller text, so that the order in which
files were read never matters. Lists are united. A field that one source leaves out is filled from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from countermove.facts.alternatives import APART, typed
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative, Fact, Position
from countermove.facts.time import PartialDate

FORMERLY = {"name": "former_names", "mmsi": "former_mmsi"}
"""A value that a source lists as a former one does not contradict the present one."""

BESIDES = {"name": "aliases"}
"""A value that a source lists among others of the same thing does not contradict any of them."""

_LOW = {"A": 4, "B": 3, "C": 2, "D": 1, "E": 0, "F": 0, 1: 4, 2: 3, 3: 2, 4: 1, 5: 0, 6: 0}
_HIGH = {"A": 5, "B": 4, "C": 3, "D": 2, "E": 1, "F": 5, 1: 5, 2: 4, 3: 3, 4: 2, 5: 1, 6: 5}
"""The order of the two ends of each grade's interval: F and 6 reach from the lowest to the highest, since they judge nothing."""

Pieces = tuple[Evidence, ...]


def merge(facts: Iterable[Fact]) -> list[Fact]:
    """The facts with those of one kind and id made one; in no particular order."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.kind, fact.id), []).append(fact)
    return [group[0] if len(group) == 1 else merge_same(group) for group in groups.values()]


def merge_same(facts: Sequence[Fact]) -> Fact:
    """One fact out of several of the same kind and id."""
    evidence = united(piece for fact in facts for piece in fact.evidence)
    model = type(facts[0])
    merged: dict[str, Any] = {"kind": facts[0].kind, "id": facts[0].id, "evidence": evidence}
    former = {name: listed(facts, other) for name, other in FORMERLY.items() if other in model.model_fields}
    besides = {name: listed(facts, other) for name, other in BESIDES.items() if other in model.model_fields}
    others: list[Alternative] = []
    for name in model.model_fields:
        if name in APART:
            continue
        claims = claims_of(facts, name)
        if not claims:
            continue
        if isinstance(claims[0][0], tuple) and not isinstance(claims[0][0], Position):
            lists = [value for value, _ in claims]
            merged[name] = _one_list(lists) if name != "same_as" else _every_id(lists, facts[0].id)
            continue
        merged[name], beside = settle(name, claims, former.get(name, _NONE), besides.get(name, _NONE))
        others.extend(beside)
    merged["alternatives"] = tuple(sorted(others, key=lambda other: (other.field, other.value)))
    merged["contested_with"] = tuple(sorted({other for fact in facts for other in fact.contested_with}))
    notes = sorted({fact.note for fact in facts if fact.note})
    if notes:
        merged["note"] = " · ".join(notes)[:4000]
    if any(fact.reported for fact in facts):
        known = [day for fact in facts if (day := fact.told_on() or fact.known_from())]
        merged["reported"] = min(known, key=lambda day: (day.first, day.last))
    return model.model_validate(merged)


def united(pieces: Iterable[Evidence]) -> Pieces:
    """Evidence without repetition, in an order of its own."""
    distinct = {piece.model_dump_json(): piece for piece in pieces}
    return tuple(distinct[text] for text in sorted(distinct))


def support(pieces: Sequence[Evidence]) -> tuple[tuple[int, int], int]:
    """How well a value is supported: its best grade, then the number of independent origins. Larger is better."""
    best = max((_grade(piece) for piece in pieces), default=(0, 0))
    return best, len({piece.origin_key for piece in pieces})


def _grade(piece: Evidence) -> tuple[int, int]:
    pair = (piece.reliability, piece.credibility)
    return min(_LOW[grade] for grade in pair), min(_HIGH[grade] for grade in pair)


def claims_of(facts: Sequence[Fact], name: str) -> list[tuple[Any, Pieces]]:
    """Who gives which value for a field, what earlier merges kept aside included."""
    found: list[tuple[Any, Pieces]] = []
    for fact in facts:
        aside = [other for other in fact.alternatives if other.field == name]
        if name not in fact.model_fields_set:
            continue
        value = getattr(fact, name)
        if value is None or value == ():
            continue
        elsewhere = {piece for other in aside for piece in other.evidence}
        found.append((value, tuple(piece for piece in fact.evidence if piece not in elsewhere)))
        found.extend((typed(fact.kind, name, other.value), other.evidence) for other in aside)
    return found


_NONE: frozenset[str] = frozenset()


def settle(
    name: str, claims: Sequence[tuple[Any, Pieces]], former: frozenset[str], besides: frozenset[str] = _NONE
) -> tuple[Any, list[Alternative]]:
    """The value that stays, and those that contradict it. Values that differ in case or spacing alone are one.

    Former values stand only where there is no other; those known to stand `besides` others contradict none.
    """
    values: dict[str, dict[str, Any]] = {}
    pieces: dict[str, list[Evidence]] = {}
    for value, given in claims:
        same = folded_value(value)
        values.setdefault(same, {})[_as_text(value)] = value
        pieces.setdefault(same, []).extend(given)
    standing = {same for same in values if same not in former} or set(values)
    ranked = sorted(standing, key=lambda same: (_descending(support(pieces[same])), same))
    best = ranked[0]
    chosen = values[best][min(values[best], key=lambda text: (_spelling(text, best, claims), text))]
    beside = [
        Alternative(field=name, value=min(values[same]), evidence=united(pieces[same]))
        for same in ranked[1:]
        if same not in besides and not _contains(values[same], chosen)
    ]
    return chosen, beside


def _spelling(text: str, same: str, claims: Sequence[tuple[Any, Pieces]]) -> tuple[int, ...]:
    """The spelling of the best supported source comes first."""
    return min(
        (
            _descending(support(given))
            for value, given in claims
            if _as_text(value) == text and folded_value(value) == same
        ),
        default=(),
    )


def _descending(strength: tuple[tuple[int, int], int]) -> tuple[int, ...]:
    (low, high), origins = strength
    return -low, -high, -origins


def _contains(values: Mapping[str, Any], chosen: Any) -> bool:
    """Whether the values are dates that merely say the chosen one less exactly."""
    return isinstance(chosen, PartialDate) and all(
        v.first <= chosen.first and chosen.last <= v.last for v in values.values()
    )


def folded_value(value: Any) -> str:
    """A value as it is compared with others: texts without regard to case and spacing."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    return repr(float(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else _as_text(value)


def _as_text(value: Any) -> str:
    return f"{value.lat}, {value.lon}" if isinstance(value, Position) else str(value)


def listed(facts: Sequence[Fact], name: str) -> frozenset[str]:
    """What facts list under a name, folded."""
    return frozenset(folded_value(item) for fact in facts for item in getattr(fact, name))


def _every_id(lists: Sequence[tuple[str, ...]], own: str) -> tuple[str, ...]:
    """Lists of a thing's other ids united, as `_one_list` does; but ids are told apart by their letters' case too."""
    if all(ids == lists[0] for ids in lists):
        return lists[0]
    return tuple(sorted({id for ids in lists for id in ids if id != own}))


def _one_list(lists: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The lists united; kept in their own order where they all agree."""
    if all(items == lists[0] for items in lists):
        return lists[0]
    distinct: dict[str, Any] = {}
    for item in sorted({item for items in lists for item in items}, key=str):
        distinct.setdefault(folded_value(item), item)
    return tuple(sorted(distinct.values(), key=str))
