"""One thing, one id, for facts in tables: what `reconcile` does, with objects only for the facts that it concerns.

Facts of one kind with one id are merged, ids of one thing become one, radio identities become ships, and an id that two kinds use
stays with the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from countermove.errors import Fault
from countermove.facts.fact import Alternative, Fact
from countermove.facts.identity_resolution import entity_fields, same_id_fault, ship_of_each_mmsi
from countermove.facts.merge import merge_same
from countermove.facts.registry import KINDS
from countermove.facts.shared_ids import MMSI
from countermove.reading.bulk_old_names import settle_names
from countermove.reading.bulk_rename import rename_rows
from countermove.reading.bulk_shared_ids import drop_own_ids, shared_names_in
from countermove.reading.bulk_united import unite_agreeing
from countermove.tables.database import Database
from countermove.tables.fetching import fetch
from countermove.tables.quoting import identifier, literal
from countermove.tables.storing import defaults, store_numbered

_SUSPECTS, _SAME, _USED = "ids told twice", "numbers told twice", "radio identities in use"
_PAGE = 2_000

MANY = 100
"""So many facts told twice are worth a statement of their own; fewer are merged sooner one by one."""


class Settled(NamedTuple):
    """What was left open, and the facts that could not stay."""

    notes: tuple[str, ...]
    faults: tuple[Fault, ...]
    dropped: tuple[Fact, ...]


def reconcile_tables(database: Database) -> Settled:
    """Merge and reconcile the facts in the tables, as `reconcile` does with objects."""
    kinds = present(database)
    repeated = _merge_repeated(database, kinds)
    notes, moved = _resolve_ids(database, kinds)
    drop_own_ids(database, kinds)
    faults, dropped = _one_kind_an_id(database, kinds) if repeated or moved else ((), ())
    settle_names(database, kinds)
    for kind in kinds:
        for name, value in defaults(kind).items():
            column = identifier(name)
            database.run(f"UPDATE {identifier(kind)} SET {column} = {literal(value)} WHERE {column} IS NULL")
    return Settled(notes, faults, dropped)


def present(database: Database) -> list[str]:
    """The kinds that have a table, in their fixed order."""
    tables = {name for (name,) in database.rows("SELECT table_name FROM duckdb_tables()")}
    return [kind for kind in KINDS if kind in tables]


def _merge_repeated(database: Database, kinds: Sequence[str]) -> bool:
    """Make one fact of those that share kind and id. Whether any id stands twice, in one kind or in two."""
    if not kinds:
        return False
    ids = " UNION ALL ".join(f"SELECT hash(id) AS h FROM {identifier(kind)}" for kind in kinds)
    database.run(f"CREATE TABLE {identifier(_SUSPECTS)} AS SELECT h FROM ({ids}) GROUP BY h HAVING count(*) > 1")
    try:
        if not database.rows(f"SELECT count(*) FROM {identifier(_SUSPECTS)}")[0][0]:
            return False
        ids = " UNION ALL ".join(
            f"SELECT {literal(place)} AS place, id, n FROM {identifier(kind)} WHERE hash(id) IN (SELECT h FROM {identifier(_SUSPECTS)})"
            for place, kind in enumerate(kinds)
        )
        same = identifier(_SAME)
        database.run(
            f"CREATE TABLE {same} AS SELECT place, id, min(n) AS least, list(n ORDER BY n) AS numbers FROM ({ids}) "
            "GROUP BY place, id HAVING count(*) > 1"
        )
        for place, groups in database.rows(f"SELECT place, count(*) FROM {same} GROUP BY place ORDER BY place"):
            if groups >= MANY:
                unite_agreeing(database, kinds[place], _SAME, place)
            _merge_kind(database, kinds[place], place)
        return True
    finally:
        database.run(f"DROP TABLE {identifier(_SUSPECTS)}")
        database.run(f"DROP TABLE IF EXISTS {identifier(_SAME)}")


def _merge_kind(database: Database, kind: str, place: int) -> None:
    last = -1
    while page := database.rows(
        f"SELECT least, numbers FROM {identifier(_SAME)} WHERE place = {literal(place)} AND least > {literal(last)} "
        f"ORDER BY least LIMIT {literal(_PAGE)}"
    ):
        facts = dict(_numbered(database, kind, [number for _, numbers in page for number in numbers]))
        merged = [(least, merge_same([facts[number] for number in numbers])) for least, numbers in page]
        _replace(database, kind, facts, merged)
        last = page[-1][0]


def _numbered(database: Database, kind: str, numbers: Iterable[int]) -> Iterator[tuple[int, Fact]]:
    """Facts of a kind with their numbers."""
    wanted = sorted(set(numbers))
    yield from zip(wanted, fetch(database, kind, wanted), strict=True)


def _replace(database: Database, kind: str, old: Iterable[int], new: Iterable[tuple[int, Fact]]) -> None:
    database.run(f"DELETE FROM {identifier(kind)} WHERE n IN (SELECT unnest($1))", [list(old)])
    store_numbered(database, new, unfinished=True)


class _Ship(NamedTuple):
    """A ship as far as its names go."""

    id: str
    imo: str | None
    mmsi: str | None
    former_mmsi: Sequence[str]
    alternatives: Sequence[Alternative]
    same_as: Sequence[str]


def _resolve_ids(database: Database, kinds: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Put the id that a thing goes by in the place of its others. The notes on what stays as it is, and whether any fact was changed."""
    entities = [(kind, name, listed) for kind in kinds for name, listed in entity_fields(kind)]
    if not entities:
        return (), False
    shared, doubts = shared_names_in(database, kinds)
    radio, notes = _radio_names(database, kinds, entities, shared)
    names = {**shared, **radio}
    if names:
        rename_rows(database, kinds, names)
        _merge_repeated(database, kinds)
    return (*doubts, *notes), bool(names)


def _radio_names(
    database: Database, kinds: Sequence[str], entities: Sequence[tuple[str, str, bool]], known: Mapping[str, str]
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The ships that stand for the radio identities in use, and the notes on those that stay."""
    values = " UNION ALL ".join(_radio_ids(*entity) for entity in entities)
    database.run(f"CREATE TABLE {identifier(_USED)} AS SELECT DISTINCT x FROM ({values})")
    try:
        used = {value for (value,) in database.rows(f"SELECT x FROM {identifier(_USED)}")}
        if not used:
            return {}, ()
        return ship_of_each_mmsi(used, _ships(database) if "vessel" in kinds else (), known)
    finally:
        database.run(f"DROP TABLE {identifier(_USED)}")


def _radio_ids(kind: str, name: str, listed: bool) -> str:
    """The radio identities in a column, as SQL."""
    column = f"unnest({identifier(name)})" if listed else identifier(name)
    return f"SELECT x FROM (SELECT {column} AS x FROM {identifier(kind)}) WHERE starts_with(x, {literal(MMSI)})"


def _ships(database: Database) -> Iterator[_Ship]:
    """The ships that may hold, or have held, one of the numbers in use."""
    numbers = f"SELECT substr(x, {len(MMSI) + 1}) FROM {identifier(_USED)}"
    rows = database.rows(
        f"SELECT id, imo, mmsi, former_mmsi, same_as, n, alternatives IS NOT NULL FROM vessel WHERE starts_with(id, {literal(MMSI)}) "
        f"OR mmsi IN ({numbers}) OR alternatives IS NOT NULL OR n IN (SELECT v.n FROM vessel AS v, unnest(v.former_mmsi) AS f(m) "
        f"WHERE f.m IN ({numbers}))"
    )
    full = dict(_numbered(database, "vessel", [row[5] for row in rows if row[6]]))
    for id, imo, mmsi, former, same_as, number, contested in rows:
        yield _Ship(id, imo, mmsi, former or (), full[number].alternatives if contested else (), same_as or ())


def _one_kind_an_id(database: Database, kinds: Sequence[str]) -> tuple[tuple[Fault, ...], tuple[Fact, ...]]:
    """Take out facts whose id a fact of an earlier kind has."""
    hashes = " UNION ALL ".join(f"SELECT DISTINCT hash(id) AS h FROM {identifier(kind)}" for kind in kinds)
    shared = [h for (h,) in database.rows(f"SELECT h FROM ({hashes}) GROUP BY h HAVING count(*) > 1")]
    if not shared:
        return (), ()
    ids = " UNION ALL ".join(
        f"SELECT id, n, {literal(place)} AS place FROM {identifier(kind)} WHERE hash(id) IN (SELECT unnest($1))"
        for place, kind in enumerate(kinds)
    )
    found = database.rows(
        f"SELECT id, list([place, n] ORDER BY place) FROM ({ids}) GROUP BY id HAVING count(*) > 1",
        [shared],
    )
    faults: list[Fault] = []
    dropped: list[Fact] = []
    again = sorted((place, id, n, owners[0]) for id, owners in found for place, n in owners[1:])
    for place, _, number, (first_place, first_number) in again:
        ((_, fact),) = _numbered(database, kinds[place], [number])
        ((_, first),) = _numbered(database, kinds[first_place], [first_number])
        faults.append(same_id_fault(fact, first))
        dropped.append(fact)
    for place in {place for place, _, _, _ in again}:
        _replace(database, kinds[place], [number for where, _, number, _ in again if where == place], ())
    return tuple(faults), tuple(dropped)
