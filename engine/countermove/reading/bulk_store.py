"""A store into tables, by the database itself. Whoever wrote the store, a row goes in only where the models surely take it.

The other rows are put to the models one by one, as `read_facts` does with all of them. When a fact was known is worked out anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from countermove.errors import Fault
from countermove.facts.fact import Fact
from countermove.facts.registry import FieldType, fields
from countermove.reading.account import FileAccount
from countermove.reading.bulk_columns import ship_number
from countermove.reading.bulk_known import earliest, first_published, happened_days, known_first
from countermove.reading.bulk_layout import evidence_pattern, learn_pieces
from countermove.reading.bulk_patterns import LATER, LONGEST, Fitting, fittings, is_id
from countermove.reading.outcome import FileFault, SourceFile
from countermove.reading.store_reader import paged, row_outcome
from countermove.reading.store_tables import ROWS, has_rows, manifest_of, rows_of
from countermove.tables.columns import EVIDENCED_FIRST, KNOWN_FIRST, LAST, LATITUDE, LONGITUDE, NUMBER, table_columns
from countermove.tables.database import Database
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed, literal
from countermove.tables.storing import store_numbered

_BAD = "ids that do not hold"
_SAMPLE = 400
_PAGE = 5_000


def read_store(database: Database, source: SourceFile, own: FileAccount, first_number: int) -> int:
    """Read a store; the first number that none of its facts has. Its first fact gets `first_number`."""
    manifest = manifest_of(source)
    if isinstance(manifest, Fault):
        own.add(FileFault(manifest))
        return first_number
    for kind, expected in manifest.facts.items():
        with rows_of(database, source, kind, expected) as fault:
            if fault:
                own.add(FileFault(fault))
            if has_rows(database):
                first_number = _take(database, source, own, kind, first_number)
    return first_number


def _take(database: Database, source: SourceFile, own: FileAccount, kind: str, first_number: int) -> int:
    rows = identifier(ROWS)
    held = int(database.rows(f"SELECT count(*) FROM {rows}")[0][0])
    database.create_kind(kind)
    step = max(1, held // _SAMPLE)
    sample = database.rows(f"SELECT evidence FROM {rows} WHERE i % {literal(step)} = 0 AND evidence IS NOT NULL")
    _find_bad_ids(database, kind)
    good = _surely_good(kind, learn_pieces(text for (text,) in sample))
    values = f"SELECT {_selection(kind, first_number)} FROM (SELECT *, {earliest('evidence', 'q')} AS p FROM "
    values += f"(SELECT *, {first_published('evidence')} AS q FROM {rows} WHERE ({good}) IS TRUE))"
    database.run(f"INSERT INTO {identifier(kind)} {values}")
    taken = int(database.rows(f"SELECT count(*) FROM {identifier(kind)} WHERE n >= {literal(first_number)}")[0][0])
    own.add_used(taken, taken, 0)
    if taken < held:
        _read_doubts(database, source, own, kind, f"({good}) IS NOT TRUE", first_number)
    database.run(f"DROP TABLE {identifier(_BAD)}")
    return first_number + held


def _read_doubts(
    database: Database, source: SourceFile, own: FileAccount, kind: str, condition: str, first_number: int
) -> None:
    waiting: list[tuple[int, Fact]] = []
    for number, row in paged(database, kind, condition):
        found = own.add(row_outcome(kind, row, number, source))
        waiting.extend((first_number + number, fact) for fact in found)
        if len(waiting) >= _PAGE:
            store_numbered(database, waiting, unfinished=True)
            waiting = []
    store_numbered(database, waiting, unfinished=True)


def _selection(kind: str, first_number: int) -> str:
    """The values of a row that is good, as they go into the table."""
    happened = happened_days(kind)
    published = "CAST(left(p, 10) AS DATE)", "CAST(right(p, 10) AS DATE)"
    known = known_first(
        f"coalesce(reported, {published[0]})",
        f"coalesce({identifier('reported' + LAST)}, {published[1]})",
        happened,
        kind,
    )
    own = {
        NUMBER: f"{literal(first_number)} + i",
        KNOWN_FIRST: known,
        EVIDENCED_FIRST: f"coalesce({published[0]}, DATE '0001-01-01')",
    }
    return listed(own.get(name, identifier(name)) for name in table_columns(kind))


def _surely_good(kind: str, orders: Sequence[Sequence[str]]) -> str:
    """What holds of a row that the models take; NULL or false of any that they might not."""
    asked = [_evidence(orders), "alternatives IS NULL", _note(kind)]
    asked.extend(_field(kind, described) for described in fields(kind).values())
    return " AND ".join(f"({one})" for one in asked)


def _note(kind: str) -> str:
    note = fittings(kind).get("note")
    return f"note IS NULL OR ({_value(FieldType('note', 'text', False), 'note', note)})" if note else "note IS NULL"


def _evidence(orders: Sequence[Sequence[str]]) -> str:
    ways = " OR ".join(f"regexp_full_match(evidence, {literal(evidence_pattern(order))})" for order in orders)
    return f"evidence IS NOT NULL AND strlen(evidence) <= {literal(LONGEST)} AND ({ways or 'FALSE'})"


def _field(kind: str, described: FieldType) -> str:
    """What is asked of the columns of a field; it may be absent unless the model wants it."""
    name, column = described.name, identifier(described.name)
    if name not in fittings(kind):
        return f"{column} IS NULL"
    absent = f"{column} IS NULL"
    if described.type == "day":
        last = identifier(name + LAST)
        asked = f"{column} BETWEEN DATE '0001-01-01' AND {last} AND {last} <= DATE '9999-12-31'"
        absent = f"{column} IS NULL AND {last} IS NULL"
    elif described.type == "position":
        lat, lon = identifier(name + LATITUDE), identifier(name + LONGITUDE)
        asked, absent = f"{lat} BETWEEN -90 AND 90 AND {lon} BETWEEN -180 AND 180", f"{lat} IS NULL AND {lon} IS NULL"
    else:
        asked = _value(described, column, fittings(kind)[name])
    return asked if described.required else f"({absent}) OR ({asked})"


def _value(described: FieldType, column: str, fitting: Fitting) -> str:
    if described.type == "list":
        if described.item is None or fitting.item is None:
            return "FALSE"
        inner = _value(described.item, "x", fitting.item)
        return f"len({column}) > 0 AND list_bool_and(list_transform({column}, lambda x: coalesce({inner}, FALSE)))"
    if described.type == "number":
        least = f"{column} >= {literal(fitting.least)}" if fitting.least is not None else "TRUE"
        most = f"{column} <= {literal(fitting.most)}" if fitting.most is not None else "TRUE"
        return f"{'TRUE' if described.whole else f'isfinite({column})'} AND {least} AND {most}"
    if described.type == "flag":
        return "TRUE"
    if described.type == "time":
        return f"{column} BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
    text = f"strlen({column}) <= {literal(LONGEST)} AND regexp_full_match({column}, {literal(fitting.text)})"
    if described.type != "entity":
        return text
    later = " OR ".join(f"starts_with({column}, {literal(scheme + ':')})" for scheme in LATER)
    bad = "TRUE" if column == "x" else f"{column} IN (SELECT id FROM {identifier(_BAD)})"
    return f"{text} AND {ship_number(column)} AND NOT (({later}) AND {bad})"


def _find_bad_ids(database: Database, kind: str) -> None:
    """Put into a table the ids that are of a scheme which only `check_id` can look at, and do not hold; each id is looked at once."""
    names = [name for name, field in fields(kind).items() if field.type == "entity"]
    rows = identifier(ROWS)
    ids = " UNION ALL ".join(f"SELECT {identifier(name)} AS x FROM {rows}" for name in names)
    asked = " OR ".join(f"starts_with(x, {literal(scheme + ':')})" for scheme in LATER)
    found = database.rows(f"SELECT DISTINCT x FROM ({ids}) WHERE {asked}") if names else []
    fill(database, _BAD, {"id": "VARCHAR"}, [(id,) for (id,) in found if not is_id(id)])
