"""Layouts: in which order the records of a kind write their keys. One who writes many records writes them all alike.

A layout is learned from a few records, and makes one pattern of a whole line. Keys of one layout may be absent, but not change places;
records that do are another layout, or are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from countermove.facts.registry import KINDS
from countermove.reading.bulk_patterns import EVIDENCE, fittings
from countermove.reading.json_facts import BrokenJson, parse_json


@dataclass(frozen=True)
class Layout:
    """The order of a kind's keys, `kind` and `evidence` among them, and of the keys in a piece of evidence.

    `beginning` is how its lines begin, for a quick look before the pattern is tried; empty where the kind does not come first.
    """

    kind: str
    keys: tuple[str, ...]
    evidence_keys: tuple[str, ...]
    beginning: str = ""

    @cached_property
    def pattern(self) -> str:
        """The pattern of a line of this layout, from its first character to its last."""
        fitting = fittings(self.kind)
        required = {name for name, info in KINDS[self.kind].model_fields.items() if info.is_required()}
        if not KINDS[self.kind].key:
            required.add("id")
        before = True
        parts = []
        for key in self.keys:
            if key == "kind":
                before = False
                parts.append(_member(key, f'"{self.kind}"'))
                continue
            value = evidence_pattern(self.evidence_keys) if key == "evidence" else fitting[key].pattern
            member = _member(key, value)
            whole = f"{member}, ?" if before else f", ?{member}"
            parts.append(whole if key in required else f"(?:{whole})?")
        return r"\{" + "".join(parts) + r"\}"

    @property
    def minified(self) -> Layout:
        """The same for lines without blanks."""
        return replace(self, beginning=_beginning(self.kind, "") if self.beginning else "")


def evidence_pattern(keys: Sequence[str]) -> str:
    """The pattern of at least one piece of evidence whose keys stand in this order.

    The members that follow the source have their comma before them, those that come before it behind them.
    """
    before = True
    parts = []
    for key in keys:
        member = _member(key, EVIDENCE[key])
        if key == "source":
            before = False
            parts.append(member)
        else:
            parts.append(f"(?:{member}, ?)?" if before else f"(?:, ?{member})?")
    piece = r"\{" + "".join(parts) + r"\}"
    return rf"\[{piece}(?:, ?{piece})*\]"


def _member(key: str, value: str) -> str:
    return f'"{re.escape(key)}": ?{value}'


def _orders(seen: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """The fewest orders found that all of these agree with. Those that hold most keys come first: they tell most."""
    found: list[list[str]] = []
    for keys in sorted(dict.fromkeys(seen), key=len, reverse=True):
        order = next((order for order in found if _agrees(order, keys)), None)
        if order is None:
            found.append(list(keys))
        else:
            _take_in(order, keys)
    return [tuple(order) for order in found]


def _agrees(order: Sequence[str], keys: Sequence[str]) -> bool:
    places = [order.index(key) for key in keys if key in order]
    return places == sorted(places)


def _take_in(order: list[str], keys: Sequence[str]) -> None:
    """Put keys that are new into an order, each behind the one that it follows."""
    place = 0
    for key in keys:
        if key in order:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1


def _beginning(kind: str, blank: str) -> str:
    return f'{{"kind":{blank}"{kind}"'


@dataclass
class _Seen:
    """What was seen of a kind: the keys of its records and of the pieces of their evidence, in their orders, and how lines began."""

    records: int = 0
    keys: dict[tuple[str, ...], None] = field(default_factory=dict)
    pieces: dict[tuple[str, ...], None] = field(default_factory=dict)
    beginnings: dict[str, None] = field(default_factory=dict)


def learn(lines: Iterable[str]) -> list[Layout]:
    """The layouts of some lines, the commonest kind first; lines that hold a key or kind that no quick way knows give none."""
    kinds: dict[str, _Seen] = {}
    for line in lines:
        record = _parsed(line)
        kind = record.get("kind")
        if not isinstance(kind, str) or kind not in KINDS or KINDS[kind].derived:
            continue
        if not all(key in ("kind", "evidence") or key in fittings(kind) for key in record):
            continue
        seen = kinds.setdefault(kind, _Seen())
        seen.records += 1
        seen.keys[tuple(record)] = None
        for blank in ("", " "):
            if line.startswith(_beginning(kind, blank)):
                seen.beginnings[_beginning(kind, blank)] = None
        seen.pieces.update(dict.fromkeys(_piece_keys(record.get("evidence"))))
    pieces = _orders(keys for seen in kinds.values() for keys in seen.pieces)
    return [
        Layout(kind, order, piece, beginning)
        for kind, seen in sorted(kinds.items(), key=lambda item: -item[1].records)
        for order in _orders(seen.keys)
        if _complete(kind, order)
        for piece in (_orders_of(seen.pieces, pieces) if "evidence" in order and seen.pieces else [("source",)])
        for beginning in ((seen.beginnings or [""]) if order[0] == "kind" else [""])
    ]


def learn_pieces(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The orders of the keys in some pieces of evidence, each text a JSON list of them."""
    return _orders(keys for text in texts for keys in _piece_keys(_parsed(f'{{"evidence":{text}}}').get("evidence")))


def _orders_of(seen: Iterable[Sequence[str]], orders: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those of some orders that what was seen agrees with, each time the first."""
    found = [next(order for order in orders if set(keys) <= set(order) and _agrees(order, keys)) for keys in seen]
    return list(dict.fromkeys(found))


def _piece_keys(given: object) -> Iterator[tuple[str, ...]]:
    for piece in given if isinstance(given, list) else ():
        if isinstance(piece, dict) and "source" in piece and all(key in EVIDENCE for key in piece):
            yield tuple(piece)


def _parsed(line: str) -> dict[str, Any]:
    """The record in a line; an empty one where there is none."""
    try:
        record = parse_json(line)
    except BrokenJson:
        return {}
    return record if isinstance(record, dict) else {}


def _complete(kind: str, order: Sequence[str]) -> bool:
    """Whether facts of this order can be good at all."""
    model = KINDS[kind]
    required = {name for name, info in model.model_fields.items() if info.is_required()}
    return required <= set(order) and (bool(model.key) or "id" in order)
