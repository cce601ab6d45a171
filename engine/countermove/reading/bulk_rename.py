"""Canonical ids put into the rows that name another, as `renamed` puts them into facts: natural ids follow.

Only what an id can hang on is looked at, so that no row has to become an object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

from countermove.facts.fact import Fact, natural_id
from countermove.facts.identity_resolution import SAME_AS, entity_fields, same_as_of_moved
from countermove.facts.registry import KINDS, fields
from countermove.facts.shared_ids import BEARERS
from countermove.tables.columns import field_columns
from countermove.tables.database import Database
from countermove.tables.fetching import whole_value
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed

AT_ONCE = 50_000
_OLD, _MOVED = "ids that are another's", "rows that name another"


def rename_rows(database: Database, kinds: Sequence[str], names: Mapping[str, str]) -> None:
    """Put what ids go by into the rows that name them. Rows that come to share an id are left to be merged."""
    fill(database, _OLD, {"id": "VARCHAR"}, [(id,) for id in names])
    try:
        for kind in kinds:
            numbers = _that_name_another(database, kind)
            for start in range(0, len(numbers), AT_ONCE):
                _rename(database, kind, numbers[start : start + AT_ONCE], names)
    finally:
        database.run(f"DROP TABLE IF EXISTS {identifier(_OLD)}")
        database.run(f"DROP TABLE IF EXISTS {identifier(_MOVED)}")


def _that_name_another(database: Database, kind: str) -> list[int]:
    """The numbers of the rows of a kind that name an id which is another's."""
    hits = " UNION ".join(
        f"SELECT n FROM (SELECT n, {f'unnest({identifier(name)})' if in_list else identifier(name)} AS x FROM {identifier(kind)}) "
        f"WHERE x IN (SELECT id FROM {identifier(_OLD)})"
        for name, in_list in entity_fields(kind)
    )
    return [n for (n,) in database.rows(f"SELECT n FROM ({hits}) ORDER BY n")] if hits else []


def _rename(database: Database, kind: str, numbers: Sequence[int], names: Mapping[str, str]) -> None:
    """Rename in some rows of a kind."""
    entities = dict(entity_fields(kind))
    wanted = list(dict.fromkeys(["id", *KINDS[kind].key, *entities, *([SAME_AS] if kind in BEARERS else [])]))
    described = [fields(kind)[name] for name in wanted]
    columns = [column.name for field in described for column in field_columns(field)]
    rows = database.rows(
        f"SELECT n, {listed(map(identifier, columns))} FROM {identifier(kind)} WHERE n IN (SELECT unnest($1)) ORDER BY n",
        [list(numbers)],
    )
    moved = []
    for row in rows:
        values: dict[str, Any] = {}
        at = 1
        for field in described:
            width = len(field_columns(field))
            value = whole_value(field, row[at : at + width])
            values[field.name] = tuple(value or ()) if field.type == "list" else value
            at += width
        moved.append((row[0], *_moved(kind, values, entities, names)))
    types = {"id": "VARCHAR", **{name: "VARCHAR[]" if in_list else "VARCHAR" for name, in_list in entities.items()}}
    if kind in BEARERS:
        types[SAME_AS] = "VARCHAR[]"
    fill(database, _MOVED, {"n": "BIGINT", **types}, moved)
    values_put = listed(f"{identifier(name)} = m.{identifier(name)}" for name in types)
    database.run(
        f"UPDATE {identifier(kind)} SET {values_put} FROM {identifier(_MOVED)} AS m WHERE {identifier(kind)}.n = m.n"
    )


def _moved(
    kind: str, values: dict[str, Any], entities: Mapping[str, bool], names: Mapping[str, str]
) -> list[str | list[str] | None]:
    """The id, the entities and the other ids of a row, as they are called now."""
    key, id = KINDS[kind].key, values["id"]
    before = cast(Fact, SimpleNamespace(kind=kind, key=key, **values))
    natural = bool(key) and id == natural_id(before)
    for name, in_list in entities.items():
        value = values[name]
        values[name] = tuple(names.get(item, item) for item in value) if in_list else names.get(value, value)
    if natural:
        values["id"] = natural_id(cast(Fact, SimpleNamespace(kind=kind, key=key, **values)))
    if kind in BEARERS:
        values[SAME_AS] = tuple(same_as_of_moved(id, values["id"], values[SAME_AS]))
    told = dict.fromkeys(["id", *entities, *([SAME_AS] if kind in BEARERS else [])])
    return [list(value) or None if isinstance(value := values[name], tuple) else value for name in told]
