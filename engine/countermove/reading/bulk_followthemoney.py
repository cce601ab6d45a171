"""Writes the facts of a reading as FollowTheMoney entities, one JSON object a line, whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from countermove.facts.fact import Fact
from countermove.facts.kinds.entities import Alias
from countermove.facts.kinds.law import Incorporation
from countermove.reading.bulk import BulkReading
from countermove.reading.followthemoney.exported import ENTITIES, JOINED, LINKS, Entity, link, nameless, thing
from countermove.reading.store_writing import unfinished_file
from countermove.tables.columns import NUMBER
from countermove.tables.fetching import fetch, fetch_all, fetch_said_of
from countermove.tables.quoting import identifier

_AT_ONCE = 5_000
_PARTS = {"ownership": ("owner",), "directorship": ("person",), "management": ("manager",)}
"""Who is a person or organisation by the part that it has in something."""


@dataclass
class Written:
    """How many entities were written, and how many facts of which kinds have no schema that fits."""

    entities: int = 0
    without_schema: Mapping[str, int] = field(default_factory=dict)


def write_followthemoney(reading: BulkReading, path: str | Path) -> Written:
    """Write all facts for which a schema fits. Raises OutputError; what was there before then stays."""
    said: Counter[str] = Counter()
    written = Written()
    with unfinished_file(path) as file:
        for entity in _entities(reading, said):
            file.write(json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n")
            written.entities += 1
    kinds = {kind: reading.count(kind) for kind in reading.kinds if kind not in (*ENTITIES, *LINKS, *JOINED)}
    loose = {kind: reading.count(kind) - said[kind] for kind in JOINED}
    written.without_schema = {kind: count for kind, count in (kinds | loose).items() if count}
    return written


def _entities(reading: BulkReading, said: Counter[str]) -> Iterator[Entity]:
    """Things first, then those of whom only a name is known, then what ties them. `said` counts what went into things."""
    for kind in ENTITIES:
        for facts in _parts(reading, kind):
            about = _about(reading, [fact.id for fact in facts])
            for fact in facts:
                spoken = about.get(fact.id, [])
                said.update(each.kind for each in spoken)
                yield thing(fact, spoken)
    for ids in _only_named(reading):
        about = _about(reading, ids)
        for id in ids:
            said.update(each.kind for each in about[id] if isinstance(each, Alias))
            yield nameless(id, about[id])
    for kind in LINKS:
        for fact in fetch_all(reading.database, kind):
            yield from link(fact)


def _parts(reading: BulkReading, kind: str) -> Iterator[list[Fact]]:
    """The facts of a kind in order of id, some at a time."""
    if reading.database.has(kind):
        numbers = [
            number
            for (number,) in reading.database.rows(f"SELECT {identifier(NUMBER)} FROM {identifier(kind)} ORDER BY id")
        ]
        for start in range(0, len(numbers), _AT_ONCE):
            facts = fetch(reading.database, kind, numbers[start : start + _AT_ONCE])
            yield sorted(facts, key=lambda fact: fact.id)


def _about(reading: BulkReading, ids: list[str]) -> dict[str, list[Fact]]:
    """What is said of the names and seats of some things."""
    found: dict[str, list[Fact]] = {}
    for fact in fetch_said_of(reading.database, ids, JOINED):
        of = fact.entity if isinstance(fact, Alias) else fact.company if isinstance(fact, Incorporation) else ""
        found.setdefault(of, []).append(fact)
    for facts in found.values():
        facts.sort(key=lambda fact: fact.id)
    return found


def _only_named(reading: BulkReading) -> Iterator[list[str]]:
    """Those who own, run or direct something, have a name on record, and no more; some at a time."""
    has = reading.database.has
    parts = [
        f"SELECT {identifier(name)} AS id FROM {identifier(kind)}"
        for kind, names in _PARTS.items()
        if has(kind)
        for name in names
    ]
    if not has("alias") or not parts:
        return
    known = [f"SELECT id FROM {identifier(kind)}" for kind in ENTITIES if has(kind)]
    without = f" EXCEPT {' EXCEPT '.join(known)}" if known else ""
    query = f"SELECT entity FROM alias INTERSECT ({' UNION '.join(parts)}){without} ORDER BY 1"
    ids = [id for (id,) in reading.database.rows(query)]
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
