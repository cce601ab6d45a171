"""The columns of a kind's table out of a record that fits its layout: SQL made of typed parts.

The record is a struct `s` with the fields of the layout (text as it stands, numbers as numbers), its line has the number `r`, and `p`
is the first and last day of its earliest evidence as one text, NULL where some piece of it is undated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from countermove.facts.registry import KINDS, FieldType, fields
from countermove.reading.bulk_known import earliest, first_published, known_first
from countermove.reading.bulk_layout import Layout
from countermove.reading.bulk_patterns import fittings
from countermove.tables.quoting import identifier, listed, literal

_FIRST_OF_ALL = "DATE '0001-01-01'"


def struct_of(layout: Layout) -> str:
    """The JSON structure by which the database reads a line's fields, each as the type that its pattern made sure of."""
    found: dict[str, object] = {}
    for name in layout.keys:
        if name == "evidence":
            found[name] = "JSON"
        elif name == "note":
            found[name] = "VARCHAR"
        elif name != "kind":
            found[name] = _read_as(fields(layout.kind)[name])
    return json.dumps(found)


def _read_as(described: FieldType) -> object:
    if described.type == "number":
        return "BIGINT" if described.whole else "DOUBLE"
    simple: Mapping[str, object] = {
        "flag": "BOOLEAN",
        "time": "TIMESTAMP",
        "list": ["VARCHAR"],
        "position": ["DOUBLE"],
    }
    return simple.get(described.type, "VARCHAR")


def selection(layout: Layout, first_number: int, file_name: str) -> str:
    """The values of all columns of the kind's table, in their order. `first_number` is the number of the fact on line 0.

    A record that does not hold what is asked has no number. (As a filter, the same would have every line parsed twice.)
    """
    values: list[str] = [f"CASE WHEN {_conditions(layout)} THEN {literal(first_number)} + r END"]
    for described in fields(layout.kind).values():
        values.extend(_own_columns(layout, described))
    return listed([*values, *_record(layout, file_name)])


def _own_columns(layout: Layout, described: FieldType) -> Sequence[str]:
    name = described.name
    if name == "id":
        return (_id(layout),)
    if name not in layout.keys:
        return ("NULL",) * (2 if described.type in ("day", "position") else 1)
    value = _of(name)
    if described.type == "day":
        return _first(name), _last(name)
    if described.type == "position":
        return f"{value}[1]", f"{value}[2]"
    return (f"CASE WHEN len({value}) > 0 THEN {value} END",) if described.type == "list" else (value,)


def records(layout: Layout, lines: str) -> str:
    """The query that gives `r`, `s`, `p` and what else is asked more than once of each line (`r` and `line`) that a query gives.

    A value used within several branches would be worked out in each of them anew.
    """
    query = f"SELECT r, json_transform(line, {literal(struct_of(layout))}) AS s FROM ({lines})"
    published = "evidence" in layout.keys and "published" in layout.evidence_keys
    days = _names_of(layout, "day")
    firsts = "".join(f", {_first_day(_of(name))} AS {_first(name)}" for name in days)
    q = first_published(_of("evidence")) if published else "NULL"
    ships = "".join(
        f", CASE WHEN starts_with({_of(name)}, 'imo:') THEN {_digits(_of(name))} END AS {_ship(name)}"
        for name in _names_of(layout, "entity")
    )
    query = f"SELECT r, s, {q} AS q, {_made_id(layout)} AS made{firsts}{ships} FROM ({query})"
    lasts = "".join(f", {_last_day(_of(name), _first(name))} AS {_last(name)}" for name in days)
    p = earliest(_of("evidence"), "q") if published else "CAST(NULL AS VARCHAR)"
    query = f"SELECT *, {p} AS p{lasts} FROM ({query})"
    evidenced = f"CAST(left(p, 10) AS DATE) AS {_first('evidence')}, CAST(right(p, 10) AS DATE) AS {_last('evidence')}"
    return f"SELECT *, {evidenced} FROM ({query})" if published else query


def _names_of(layout: Layout, type: str) -> list[str]:
    """The keys of a layout whose fields are of a type."""
    described = fields(layout.kind)
    return [name for name in layout.keys if name in described and described[name].type == type]


def _ship(name: str) -> str:
    """The column of the number of the ship that a field names, worked out once for all that is asked of it."""
    return identifier(f"{name} ship")


def _first(name: str) -> str:
    return identifier(f"{name} first")


def _last(name: str) -> str:
    return identifier(f"{name} last")


def _conditions(layout: Layout) -> str:
    """What must hold of a record beyond its pattern: check digits of ships, and numbers within their bounds. TRUE for none."""
    asked: list[str] = []
    for name in layout.keys:
        if name in ("kind", "evidence"):
            continue
        fitting = fittings(layout.kind)[name]
        value = _of(name)
        if fitting.least is not None:
            asked.append(f"coalesce({value} >= {literal(fitting.least)}, TRUE)")
        if fitting.most is not None:
            asked.append(f"coalesce({value} <= {literal(fitting.most)}, TRUE)")
        if name == "note":
            continue
        described = fields(layout.kind)[name]
        if described.type == "entity":
            asked.append(f"coalesce({_digit_holds(_ship(name))}, TRUE)")
        elif described.type == "list" and described.item and described.item.type == "entity":
            item = ship_number("x")
            asked.append(
                f"(NOT contains(array_to_string({value}, ' '), 'imo:') "
                f"OR list_bool_and(list_transform({value}, lambda x: {item}))) IS NOT FALSE"
            )
        elif described.type == "position":
            asked.append(f"({value}[1] BETWEEN -90 AND 90 AND {value}[2] BETWEEN -180 AND 180) IS NOT FALSE")
    return " AND ".join(asked) or "TRUE"


def ship_number(value: str) -> str:
    """Whether the check digit of a ship's number is right; TRUE for another scheme and for NULL.

    The last digit is that of the sum of the others times 7, 6 … 2. What is left of the number when its last digits are cut off serves as
    well as a digit: the two differ by tens.
    """
    return f"CASE WHEN starts_with({value}, 'imo:') THEN {_digit_holds(_digits(value))} ELSE TRUE END"


def _digits(value: str) -> str:
    return f"CAST(substr({value}, 5) AS INTEGER)"


def _digit_holds(number: str) -> str:
    total = " + ".join(f"{number} // {10**cut} * {cut + 1}" for cut in range(1, 7))
    return f"({total} - {number}) % 10 = 0"


def _of(name: str) -> str:
    return f"s.{identifier(name)}"


def _first_day(text: str) -> str:
    """The first day of a day, month or year."""
    return (
        f"CAST(CASE strlen({text}) WHEN 10 THEN {text} WHEN 7 THEN {text} || '-01' ELSE {text} || '-01-01' END AS DATE)"
    )


def _last_day(text: str, first: str) -> str:
    """The last day of a day, month or year, given its first."""
    year = f"CAST(left({text}, 4) || '-12-31' AS DATE)"
    return f"CASE strlen({text}) WHEN 10 THEN {first} WHEN 7 THEN last_day({first}) ELSE {year} END"


def _id(layout: Layout) -> str:
    """The id that is given, or the one made from the natural key, as `natural_id` makes it."""
    if not KINDS[layout.kind].key:
        return _of("id")
    made = "CASE WHEN length(made) <= 120 THEN made ELSE left(made, 100) || '~' || left(sha256(made), 16) END"
    return f"CASE WHEN made IS NULL THEN {_of('id')} ELSE {made} END" if "id" in layout.keys else made


def _made_id(layout: Layout) -> str:
    """The whole text of the natural key; NULL where an id is given."""
    model, described = KINDS[layout.kind], fields(layout.kind)
    if not model.key:
        return "NULL"
    parts = [_key_part(described[name], name in layout.keys) for name in model.key]
    whole = f"{literal(layout.kind + ':')} || " + " || '/' || ".join(parts)
    return f"CASE WHEN {_of('id')} IS NULL THEN {whole} END" if "id" in layout.keys else whole


def _key_part(described: FieldType, present: bool) -> str:
    value = _of(described.name)
    if described.type == "list":
        return f"coalesce(replace(array_to_string({value}, '+'), ' ', '_'), '')" if present else "''"
    if not present:
        return "'-'"
    if described.type == "time":
        value = f"strftime({value}, '%Y%m%dT%H%M%SZ')"
    elif described.type in ("text", "entity"):
        value = f"replace({value}, ' ', '_')"
    return f"coalesce({value}, '-')"


def _record(layout: Layout, file_name: str) -> Sequence[str]:
    """When it was known, and the columns about the record."""
    happened = _happened(layout)
    unsourced = f"{literal(file_evidence(file_name))} || r || '\"}}]'"
    note = _of("note") if "note" in layout.keys else "NULL"
    reported = "reported" in layout.keys
    first = _first("reported") if reported else "NULL"
    last = _last("reported") if reported else "NULL"
    if "evidence" not in layout.keys:
        known = known_first(first, last, happened, layout.kind) if reported else happened[0]
        return known, _FIRST_OF_ALL, note, unsourced, "NULL"
    evidence = _of("evidence")
    published = ("NULL", "NULL")
    if "published" in layout.evidence_keys:
        published = _first("evidence"), _last("evidence")
    known = (
        known_first(f"coalesce({first}, {published[0]})", f"coalesce({last}, {published[1]})", happened, layout.kind)
        if reported
        else known_first(*published, happened, layout.kind)
    )
    evidenced = f"coalesce({published[0]}, {_FIRST_OF_ALL})"
    return known, evidenced, note, f"CASE WHEN {evidence} IS NULL THEN {unsourced} ELSE {evidence} END", "NULL"


def file_evidence(file_name: str) -> str:
    """How the evidence begins that stands for a file with a line of it; the line's number follows."""
    source = json.dumps({"source": file_name, "locator": "line "}, ensure_ascii=False, separators=(",", ":"))
    return f"[{source[:-2]}"


def _happened(layout: Layout) -> tuple[str, str]:
    name = KINDS[layout.kind].happened
    if name is None or name not in layout.keys:
        return "NULL", "NULL"
    value = _of(name)
    if fields(layout.kind)[name].type == "time":
        day = f"CAST({value} AS DATE)"
        return day, day
    return _first(name), _last(name)
