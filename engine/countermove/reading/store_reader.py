"""Reads a store fact by fact: the format of `read_facts` for what `countermove facts convert` wrote.

Nobody is trusted: each row is put to the models as a record of JSON would be, whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from countermove.errors import Fault
from countermove.facts.registry import fields
from countermove.facts.time import PartialDate
from countermove.reading.json_facts import BrokenJson, fact_from, parse_json
from countermove.reading.outcome import FileFault, Outcome, SourceFile, refusal
from countermove.reading.store_tables import ROWS, has_rows, manifest_of, rows_of
from countermove.tables.columns import table_columns
from countermove.tables.database import Database, Row
from countermove.tables.quoting import identifier, listed, literal

_PAGE = 5_000


class Store:
    """A store, which is named by its manifest."""

    id = "store"
    title = "a store of facts, made by `countermove facts convert`"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        manifest = manifest_of(source)
        if isinstance(manifest, Fault):
            yield FileFault(manifest)
            return
        with Database() as database:
            for kind, expected in manifest.facts.items():
                with rows_of(database, source, kind, expected) as fault:
                    if fault:
                        yield FileFault(fault)
                    if has_rows(database):
                        for number, row in paged(database, kind, "TRUE"):
                            yield row_outcome(kind, row, number, source)


def selected(kind: str) -> str:
    """The columns of a kind's rows, dates and moments as text: a stranger's may lie outside of every calendar."""
    return listed(
        f"CAST({identifier(name)} AS VARCHAR)" if type in ("DATE", "TIMESTAMP") else identifier(name)
        for name, type in table_columns(kind).items()
    )


def paged(database: Database, kind: str, condition: str) -> Iterator[tuple[int, Row]]:
    """The rows for which a condition holds, with their numbers in the file, a page at a time."""
    last = -1
    while page := database.rows(
        f"SELECT i, {selected(kind)} FROM {identifier(ROWS)} WHERE i > {literal(last)} AND ({condition}) "
        f"ORDER BY i LIMIT {literal(_PAGE)}"
    ):
        for number, *row in page:
            yield number, tuple(row)
        last = page[-1][0]


def row_outcome(kind: str, row: Row, number: int, source: SourceFile) -> Outcome:
    """One fact out of a row, or why not. Rows are told by kind and number, from 1."""
    told = f"{kind} {number + 1}"
    named = dict(zip(table_columns(kind), row, strict=True))
    data: dict[str, Any] = {"kind": kind}
    value: Any
    try:
        for described in fields(kind).values():
            name = described.name
            if described.type == "day":
                value = _day(named[name], named[f"{name}__last"])
            elif described.type == "position":
                value = _position(named[f"{name}__lat"], named[f"{name}__lon"])
            elif described.type == "time":
                value = _moment(named[name])
            else:
                value = named[name]
            if value is not None:
                data[name] = value
        if named["note"] is not None:
            data["note"] = named["note"]
        for name in ("evidence", "alternatives"):
            if named[name] is not None:
                data[name] = parse_json(named[name])
    except (BrokenJson, ValueError) as error:
        shown = {name: value for name, value in named.items() if value is not None}
        return refusal(source, 0, "CM312", json.loads(json.dumps(shown, default=str)), [f"{told}: {error}"])
    return fact_from(data, source, 0, told)


def _day(first: str | None, last: str | None) -> PartialDate | None:
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise ValueError("a day has a first and a last day")
    try:
        span = PartialDate(datetime.fromisoformat(first).date(), datetime.fromisoformat(last).date())
    except ValueError:
        raise ValueError(f"'{first}' to '{last}' lies outside the calendar") from None
    if span.last < span.first:
        raise ValueError(f"'{first}' to '{last}' ends before it begins")
    return span


def _position(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise ValueError("a position has a latitude and a longitude")
    return lat, lon


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"'{text}' lies outside the calendar") from None
