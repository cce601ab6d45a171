"""Facts told twice that agree, made one by the database: what `merge_same` does with them, without an object for any.

Facts of one kind and id agree where no two give different values for a field. One may leave out what another gives, and they may rest
on different evidence: the evidence is united. Where anything else differs, or was merged before, `merge_same` itself decides.
"""

from __future__ import annotations

from countermove.facts.evidence import Evidence
from countermove.reading.bulk_known import earliest, first_published, happened_days, known_first
from countermove.tables.columns import EVIDENCED_FIRST, KNOWN_FIRST, NUMBER, columns_of, table_columns
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, listed, literal

_TEXT = "VARCHAR"
_NUMBERS = frozenset({"credibility"})
_DATES = ("published", "accessed")
_DECIDED_BY_OBJECTS = frozenset({"reported", "contested_with"})


def unite_agreeing(database: Database, kind: str, same: str, place: int) -> None:
    """Put one fact in the place of those that agree.

    Each row of the table `same` with this `place` holds an `id` that several facts of the kind have, and the `least` of their numbers.
    Rows of which this made one fact are taken out of it.
    """
    own = [name for name in table_columns(kind) if name not in ("id", NUMBER, KNOWN_FIRST, EVIDENCED_FIRST, "evidence")]
    kept = "".join(f", any_value({identifier(name)}) AS {identifier(name)}" for name in own)
    told = "string_agg(substr(evidence, 2, length(evidence) - 2), ',')"
    groups = (
        f"SELECT least, id, {told} AS told{kept} FROM {identifier(kind)} JOIN "
        f"(SELECT id, least FROM {identifier(same)} WHERE place = {literal(place)}) USING (id) GROUP BY least, id HAVING {_agree(kind)}"
    )
    texts = dict.fromkeys(Evidence.model_fields, _TEXT)
    shape = "[{" + ", ".join(f'"{name}": "{type}"' for name, type in texts.items()) + "}]"
    pieces = f"SELECT *, json_transform('[' || told || ']', {literal(shape)}) AS pieces FROM ({groups})"
    united = f"SELECT * REPLACE ({_united('pieces')} AS told) FROM ({pieces}) WHERE {_plain('pieces')}"
    dated = f"SELECT *, {first_published('told')} AS q FROM ({united})"
    made = f"SELECT {_row(kind)} FROM (SELECT *, {earliest('told', 'q')} AS p FROM ({dated}))"
    result = identifier(f"{same}, united")
    database.run(f"CREATE TABLE {result} AS {made}")
    try:
        ids = f"SELECT id FROM {result}"
        database.run(f"DELETE FROM {identifier(kind)} WHERE id IN ({ids})")
        database.run(f"INSERT INTO {identifier(kind)} SELECT * FROM {result}")
        database.run(f"DELETE FROM {identifier(same)} WHERE place = {literal(place)} AND id IN ({ids})")
    finally:
        database.run(f"DROP TABLE {result}")


def _agree(kind: str) -> str:
    """Whether the facts of a group give no two values for any field, as SQL over the group."""
    asked = [
        "count(alternatives) = 0",
        "coalesce(min(note) = max(note), TRUE)",
        r"NOT bool_or(contains(evidence, '\'))",
    ]
    asked.append("count(evidence) > 0")
    for column in columns_of(kind):
        name = identifier(column.name)
        if column.field in _DECIDED_BY_OBJECTS:
            asked.append(f"count({name}) = 0")
        elif column.field != "id":
            value = f"CAST({name} AS VARCHAR)" if column.type == "DOUBLE" else name  # 0 and -0 are two texts
            asked.append(f"coalesce(min({value}) = max({value}), TRUE)")
    return " AND ".join(asked)


def _plain(pieces: str) -> str:
    """Whether every date of some pieces of evidence is written as a day, a month or a year."""
    dates = " AND ".join(f"coalesce(strlen(x.{name}) IN (4, 7, 10), TRUE)" for name in _DATES)
    return f"list_bool_and(list_transform({pieces}, lambda x: {dates}))"


def _united(pieces: str) -> str:
    """Pieces of evidence as `united` orders them, as a JSON list. None of their texts holds anything that JSON would escape."""
    parts = []
    for name, info in Evidence.model_fields.items():
        value = f"x.{identifier(name)}"
        told = value if name in _NUMBERS else f"'\"' || {value} || '\"'"
        fallback = "null" if info.default is None or info.is_required() else _json(name, info.default)
        parts.append(f"{literal(chr(34) + name + chr(34) + ':')} || coalesce({told}, {literal(fallback)})")
    whole = "'{' || " + " || ',' || ".join(parts) + " || '}'"
    text = f"array_to_string(list_sort(list_distinct(list_transform({pieces}, lambda x: {whole}))), ',')"
    for name, info in Evidence.model_fields.items():
        if info.default is None:
            text = f"replace({text}, {literal(f',{chr(34)}{name}{chr(34)}:null')}, '')"
    return f"'[' || {text} || ']'"


def _json(name: str, value: object) -> str:
    return str(value) if name in _NUMBERS else f'"{value}"'


def _row(kind: str) -> str:
    """The values of the one fact, in the order of the table's columns."""
    first, last = "CAST(left(p, 10) AS DATE)", "CAST(right(p, 10) AS DATE)"
    made = {
        NUMBER: "least",
        KNOWN_FIRST: known_first(first, last, happened_days(kind), kind),
        EVIDENCED_FIRST: f"coalesce({first}, DATE '0001-01-01')",
        "evidence": "told",
    }
    return listed(f"{made.get(name, identifier(name))} AS {identifier(name)}" for name in table_columns(kind))
