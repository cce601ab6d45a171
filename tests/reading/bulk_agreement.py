"""Whether reading in bulk gives what reading one by one gives: the same facts, to the last bit, and the same account."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from countermove.facts.fact_set import FactSet
from countermove.reading import bulk, bulk_insert, bulk_lines, bulk_reconcile
from countermove.reading.bulk import BulkReading, read_bulk
from countermove.reading.facts_source import read_facts
from countermove.tables.columns import table_columns
from countermove.tables.database import Database
from countermove.tables.fetching import fact_of
from countermove.tables.quoting import identifier
from countermove.tables.storing import row


@pytest.fixture(autouse=True)
def _however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files go the quick way too, with all that is there for many facts."""
    monkeypatch.setattr(bulk, "FEW_BYTES", -1)
    monkeypatch.setattr(bulk_reconcile, "MANY", 1)
    monkeypatch.setattr(bulk_insert, "LARGE", 10)


class Looks:
    """Counts the lines that reading in bulk could not take the quick way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines: list[bytes] = []
        one = bulk_lines.line_outcome

        def counted(raw: bytes, number: int, source: Any) -> Any:
            self.lines.append(raw)
            return one(raw, number, source)

        monkeypatch.setattr(bulk_lines, "line_outcome", counted)


def same(paths: Sequence[str | Path] | str | Path, *, accounts: bool = True) -> FactSet:
    """Read both ways and compare; what `read_facts` gave."""
    expected = read_facts(paths)
    with Database() as database:
        found = read_bulk(paths, database)
        _same_facts(found, expected)
        if accounts:
            for name in ("inputs", "faults", "notes", "skipped"):
                assert getattr(found, name) == getattr(expected, name), name
            assert [repr(record) for record in found.quarantine] == [repr(record) for record in expected.quarantine]
    return expected


def _same_facts(found: BulkReading, expected: FactSet) -> None:
    assert list(found.kinds) == list(expected.by_kind)
    numbers: list[int] = []
    for kind, facts in expected.by_kind.items():
        columns = list(table_columns(kind))
        rows = found.database.rows(f"SELECT * FROM {identifier(kind)} ORDER BY id")
        rows.sort(key=lambda values: values[columns.index("id")])
        assert len(rows) == len(facts)
        for values, fact in zip(rows, facts, strict=True):
            assert repr(fact_of(kind, values)) == repr(fact)
            told = _plain(columns, values)
            assert repr(told) == repr(_plain(columns, row(fact, values[0])))
            numbers.append(values[0])
    assert len(set(numbers)) == len(numbers)


def _plain(columns: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """A row by name; JSON texts left out, whose spelling is free."""
    named = dict(zip(columns, values, strict=True))
    for name in ("evidence", "alternatives"):
        named[name] = named[name] is not None
    return named


def write(path: Path, records: Sequence[Any], **how: Any) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(record, **how) + "\n" for record in records), encoding="utf-8")
    return path
