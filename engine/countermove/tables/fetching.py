"""From rows back to facts: only for what somebody is to see.

The models check every row again, so that nothing which is no fact comes out of a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError

from countermove.errors import EngineError
from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS, FieldType, fields
from countermove.facts.time import PartialDate
from countermove.tables.columns import NUMBER, table_columns
from countermove.tables.database import Database, Row
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed, literal

_AT_ONCE = 10_000
_NAMED = "ids asked for"


def fetch(database: Database, kind: str, numbers: Iterable[int], as_of: date | None = None) -> list[Fact]:
    """The facts of a kind that have these numbers, in order of number; numbers that no fact of the kind has are left out.

    With `as_of`, each as it was known on that day: evidence published later is left out, and so is a fact that was not known yet.
    Raises EngineError where a row is no fact.
    """
    wanted = sorted(set(numbers))
    if not wanted or not database.has(kind):
        return []
    found: list[Fact] = []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        among = listed(literal(number) for number in part)
        rows = database.rows(
            f"{_selection(kind)} WHERE {identifier(NUMBER)} IN ({among}) ORDER BY {identifier(NUMBER)}"
        )
        found.extend(fact_of(kind, row) for row in rows)
    return found if as_of is None else list(as_known(found, as_of))


def fetch_ids(database: Database, kind: str, ids: Iterable[str], as_of: date | None = None) -> list[Fact]:
    """The facts of a kind that have these ids, in order of id, as `fetch` gives them."""
    wanted = sorted(set(ids))
    if not wanted or not database.has(kind):
        return []
    found: list[Fact] = []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        found.extend(
            fact_of(kind, row) for row in database.rows(f"{_selection(kind)} WHERE id IN (SELECT unnest(?))", [part])
        )
    found.sort(key=lambda fact: fact.id)
    return found if as_of is None else list(as_known(found, as_of))


def fetch_named(database: Database, ids: Iterable[str], as_of: date | None = None) -> list[Fact]:
    """The facts of whatever kind that have these ids, kind by kind, as `fetch` gives them."""
    fill(database, _NAMED, {"id": "VARCHAR"}, [(id,) for id in sorted(set(ids))])
    kinds = [kind for kind in KINDS if database.has(kind)]
    if not kinds:
        return []
    found = database.rows(
        " UNION ALL ".join(
            f"SELECT {literal(kind)}, k.{identifier(NUMBER)} FROM {identifier(kind)} k SEMI JOIN {identifier(_NAMED)} w ON w.id = k.id"
            for kind in kinds
        )
    )
    numbers: dict[str, list[int]] = {}
    for kind, number in found:
        numbers.setdefault(kind, []).append(number)
    return [fact for kind in kinds if kind in numbers for fact in fetch(database, kind, numbers[kind], as_of)]


def fetch_said_of(
    database: Database, ids: Iterable[str], fields: Mapping[str, str], as_of: date | None = None
) -> list[Fact]:
    """The facts that say something of these ids, kind by kind, as `fetch` gives them. `fields` has for each kind the field that names it."""
    fill(database, _NAMED, {"id": "VARCHAR"}, [(id,) for id in sorted(set(ids))])
    found: list[Fact] = []
    for kind, field in fields.items():
        if database.has(kind):
            rows = database.rows(
                f"SELECT k.{identifier(NUMBER)} FROM {identifier(kind)} k SEMI JOIN {identifier(_NAMED)} w ON w.id = k.{identifier(field)}"
            )
            found += fetch(database, kind, [number for (number,) in rows], as_of)
    return found


def fetch_all(database: Database, kind: str) -> Iterator[Fact]:
    """Every fact of a kind, in order of id. Nothing else may be asked of the database before the last of them was taken."""
    if database.has(kind):
        for row in database.stream(f"{_selection(kind)} ORDER BY id"):
            yield fact_of(kind, row)


def _selection(kind: str) -> str:
    return f"SELECT {listed(identifier(name) for name in table_columns(kind))} FROM {identifier(kind)}"


def fact_of(kind: str, row: Row) -> Fact:
    """The fact that a row of a kind's table holds. Raises EngineError where it is none."""
    named = dict(zip(table_columns(kind), row, strict=True))
    data: dict[str, Any] = {"kind": kind}
    at = 1
    for described in fields(kind).values():
        width = 2 if described.type in ("day", "position") else 1
        value = whole_value(described, row[at : at + width])
        at += width
        if value is not None:
            data[described.name] = value
    if named["note"] is not None:
        data["note"] = named["note"]
    for name in ("evidence", "alternatives"):
        if named[name] is not None:
            data[name] = json.loads(named[name])
    try:
        return KINDS[kind].model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EngineError(
            f"row {named[NUMBER]} of the table of {kind} facts is no fact: {where}: {first['msg']}",
            hint="if the facts come from a store, make it again: countermove facts convert",
        ) from error


def whole_value(described: FieldType, parts: Sequence[Any]) -> Any:
    """A field's value out of its columns; None where it is unknown."""
    if parts[0] is None:
        return None
    if described.type == "day":
        return PartialDate(*parts)
    if described.type == "position":
        return tuple(parts)
    if described.type == "time":
        moment: datetime = parts[0]
        return moment.replace(tzinfo=UTC)
    return parts[0]
