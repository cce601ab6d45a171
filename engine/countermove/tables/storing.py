"""From facts as objects to rows of their kinds' tables.

A few facts go in with one statement a kind; many go through a file that is removed again, which the database reads by itself.
Every value comes back as it was: numbers to the last bit, text to the last character, days and moments of any year.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS, FieldType, fields
from countermove.facts.time import PartialDate
from countermove.tables.columns import table_columns
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, listed, literal

Key = tuple[str, str]

_FEW = 20
"""So many rows of one kind go in sooner with one statement than through a file."""

_CHUNK = 50_000


def store(database: Database, facts: Iterable[Fact], first_number: int = 0) -> dict[Key, int]:
    """Put facts into the tables of their kinds, which are made where they are missing, and give each a number, in the order given.

    The facts are merged and reconciled already. The result maps the kind and id of each fact to its number, in order of number.
    Raises EngineError as the database does.
    """
    numbers: dict[Key, int] = {}

    def numbered() -> Iterator[tuple[int, Fact]]:
        for number, fact in enumerate(facts, start=first_number):
            numbers[fact.kind, fact.id] = number
            yield number, fact

    store_numbered(database, numbered())
    return numbers


def store_numbered(database: Database, facts: Iterable[tuple[int, Fact]], *, unfinished: bool = False) -> None:
    """Put facts into the tables of their kinds under the numbers given.

    Where the facts are `unfinished` (yet to be merged), a field that nobody gave is NULL even if it has a default.
    """
    waiting: dict[str, list[list[Any]]] = {}
    for number, fact in facts:
        rows = waiting.setdefault(fact.kind, [])
        rows.append(row(fact, number, unfinished=unfinished))
        if len(rows) >= _CHUNK:
            _insert(database, fact.kind, waiting.pop(fact.kind))
    for kind, rows in waiting.items():
        _insert(database, kind, rows)


def row(fact: Fact, number: int, *, unfinished: bool = False) -> list[Any]:
    """The values of a fact in the order of its table's columns."""
    left_out = defaults(fact.kind).keys() - fact.model_fields_set if unfinished else ()
    known = fact.known_from()
    values: list[Any] = [number]
    for described in fields(fact.kind).values():
        value = None if described.name in left_out else getattr(fact, described.name)
        values.extend(_parts(described, value))
    alternatives = [other.model_dump(mode="json", exclude_none=True) for other in fact.alternatives]
    return [
        *values,
        known.first if known else None,
        evidenced_first(fact.evidence),
        fact.note,
        evidence_json(fact.evidence),
        _json(alternatives) if alternatives else None,
    ]


@cache
def defaults(kind: str) -> Mapping[str, Any]:
    """The fields of a kind that hold a value where nobody gave one, with that value."""
    return {
        name: info.default
        for name, info in KINDS[kind].model_fields.items()
        if not info.is_required() and info.default not in (None, (), "") and name != "kind"
    }


def evidenced_first(pieces: Sequence[Evidence]) -> date | None:
    """The first day on which some piece was published; the first day of all where a piece is undated; None without any."""
    return min((piece.published.first if piece.published else date.min for piece in pieces), default=None)


def evidence_json(pieces: Sequence[Evidence]) -> str | None:
    """Evidence as it stands in a table: a JSON list of objects without what is not known; None without any."""
    return _json([piece.model_dump(mode="json", exclude_none=True) for piece in pieces]) if pieces else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parts(described: FieldType, value: Any) -> Sequence[Any]:
    """What a field's columns hold: one value, or two for a day and a position."""
    if described.type == "day":
        return (value.first, value.last) if isinstance(value, PartialDate) else (None, None)
    if described.type == "position":
        return (value[0], value[1]) if value is not None else (None, None)
    if described.type == "list":
        return (list(value) or None,)
    if described.type == "time" and value is not None:
        return (value.astimezone(UTC).replace(tzinfo=None),)
    return (value,)


def _insert(database: Database, kind: str, rows: Sequence[Sequence[Any]]) -> None:
    database.create_kind(kind)
    if len(rows) <= _FEW:
        marks = "(" + listed("?" for _ in rows[0]) + ")"
        database.run(
            f"INSERT INTO {identifier(kind)} VALUES {listed(marks for _ in rows)}",
            [value for values in rows for value in values],
        )
        return
    columns = table_columns(kind)
    names = list(columns)
    with database.temporary_file(".jsonl") as path:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_line(names, values) for values in rows)
        types = listed(f"{identifier(name)}: {literal(type)}" for name, type in columns.items())
        database.run(
            f"INSERT INTO {identifier(kind)} SELECT * FROM read_json({literal(str(path))}, format = 'newline_delimited', "
            f"columns = {{{types}}}, maximum_object_size = {_LONGEST})"
        )


_LONGEST = 256 * 1024 * 1024


def _line(names: Sequence[str], values: Sequence[Any]) -> str:
    found = {name: _plain(value) for name, value in zip(names, values, strict=True) if value is not None}
    return json.dumps(found, ensure_ascii=True, separators=(",", ":")) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number that is none cannot be stored")
    return value
