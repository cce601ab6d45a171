"""Which ids name one thing, for facts in tables: what `shared_ids` decides, from the rows alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from countermove.facts.shared_ids import BEARERS, ENTITIES, Thing, registered, shared_names
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, literal

_ASKED = "ids of one thing"
_CONTESTED = '"field":"imo"'
"""Found in what is told of other values only where it is contested which ship it is: within texts, quotation marks are escaped."""


def shared_names_in(database: Database, kinds: Sequence[str]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """What each id in the tables goes by that names the same thing as another, and notes on what was left apart."""

    def kinds_of(ids: Collection[str]) -> Mapping[str, Collection[str]]:
        fill(database, _ASKED, {"id": "VARCHAR"}, [(id,) for id in ids])
        rows = " UNION ALL ".join(
            f"SELECT k.id, {literal(kind)} FROM {identifier(kind)} AS k SEMI JOIN {identifier(_ASKED)} AS a ON a.id = k.id"
            for kind in kinds
            if kind in ENTITIES
        )
        found: dict[str, list[str]] = {}
        for id, kind in database.rows(rows):
            found.setdefault(id, []).append(kind)
        database.run(f"DROP TABLE {identifier(_ASKED)}")
        return found

    return shared_names(_things(database, kinds), kinds_of)


def _things(database: Database, kinds: Sequence[str]) -> Iterator[Thing]:
    """The things that have other ids, as the tables tell them."""
    for kind in kinds:
        if kind in BEARERS:
            number = "imo" if kind == "vessel" else "NULL"
            rows = database.stream(
                f"SELECT id, {number}, same_as FROM {identifier(kind)} WHERE same_as IS NOT NULL "
                f"AND NOT coalesce(contains(alternatives, {literal(_CONTESTED)}), FALSE)"
            )
            for id, imo, same_as in rows:
                yield Thing(kind, registered(id, imo, same_as), same_as)


def drop_own_ids(database: Database, kinds: Sequence[str]) -> None:
    """Take out of `same_as` what is the thing's own id."""
    for kind in kinds:
        if kind in BEARERS:
            database.run(
                f"UPDATE {identifier(kind)} SET same_as = CASE WHEN len(same_as) > len(list_filter(same_as, lambda x: x = id)) "
                f"THEN list_filter(same_as, lambda x: x <> id) END WHERE list_contains(same_as, id)"
            )
