"""A store gives back what went into it; a store that somebody else made or changed is put to the models; none is ever half there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bulk_agreement import _however_small, same, write  # noqa: F401 - a fixture
from good_records import GIVEN, record

from countermove import resources
from countermove.errors import EngineError, OutputError
from countermove.facts.registry import fields
from countermove.reading import bulk_store
from countermove.reading.bulk import BulkReading, read_bulk
from countermove.reading.facts_source import read_facts
from countermove.reading.store_writing import write_lines, write_store
from countermove.tables.columns import table_columns
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, literal


def _made(paths: object, store: Path) -> Path:
    with Database() as database:
        write_store(read_bulk(paths, database), store)  # type: ignore[arg-type]
    return store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    records = [record(kind, number) for kind in GIVEN for number in range(3)]
    return _made(write(tmp_path / "facts.jsonl", records), tmp_path / "store")


def test_the_same_facts_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []
    one = bulk_store.row_outcome
    monkeypatch.setattr(bulk_store, "row_outcome", lambda *given: looks.append(given) or one(*given))
    examples = str(resources.folder("examples"))
    store = _made(examples, tmp_path / "store")
    assert [repr(fact) for fact in same(store)] == [repr(fact) for fact in read_facts(examples)]
    assert len(looks) < 40
    assert [repr(fact) for fact in same([store / "manifest.json", store])] == [
        repr(fact) for fact in read_facts(examples)
    ]


def test_every_kind(store: Path) -> None:
    expected = same(store)
    assert set(expected.by_kind) == set(GIVEN)
    assert not expected.faults
    assert [report.format for report in expected.inputs] == ["store"]


def test_a_store_in_a_folder_beside_other_files(store: Path) -> None:
    assert {report.format for report in same(store.parent).inputs} == {"store", "json-lines"}


def _variants(store: Path, kind: str) -> None:
    """Write a store's file anew: its first row again and again, each time with another value in one column, and an id of its own."""
    path = store / f"{kind}.parquet"
    changes = [(name, value) for name, type in table_columns(kind).items() for value in RECORD.get(name, ODD[type])]
    with Database() as database:
        database.run(f"CREATE TABLE t AS SELECT * FROM read_parquet({literal(str(path))}) ORDER BY n LIMIT 1")
        database.run("CREATE TABLE changed AS SELECT * FROM t")
        for number, (column, value) in enumerate(changes):
            own = {"n": str(number), "id": literal(f"x-{kind.replace('_', '-')}:{number}"), column: value}
            if "same_as" in table_columns(kind):  # things that share an id would become one
                own.setdefault("same_as", f"[{literal(f'x-register:{number}')}]")
            values = ", ".join(
                f"CAST({own[name]} AS {type})" if name in own else identifier(name)
                for name, type in table_columns(kind).items()
            )
            database.run(f"INSERT INTO changed SELECT {values} FROM t")
        database.run(f"COPY changed TO {literal(str(path))} (FORMAT parquet)")
    manifest = store / "manifest.json"
    data = json.loads(manifest.read_text())
    data["kinds"][kind]["facts"] = len(changes) + 1
    manifest.write_text(json.dumps(data, indent=1))


ODD = {
    "VARCHAR": ["''", "' x'", "'x '", "'a\u00a0b'", "chr(0) || 'x'", "'a' || chr(7)", "'tab' || chr(9) || 'in'", "repeat('x', 4000)", "repeat('x', 4001)", "'\"q\" \\'",
                "'imo:9074728'", "'iso3166:XX'", "'lei:5493001KJTIIGC8Y1R13'", "'inn:7707083894'", "NULL", "'名前'"],
    "DOUBLE": ["'nan'", "'infinity'", "-1", "101", "NULL", "'-0.0'", "1e308"],
    "BIGINT": ["-1", "9223372036854775807", "0", "NULL"],
    "BOOLEAN": ["NULL"],
    "DATE": ["NULL", "'0001-01-01'", "'9999-12-31'", "'infinity'", "'10000-01-01'", "'0044-03-15 (BC)'", "'2030-01-01'"],
    "TIMESTAMP": ["NULL", "'infinity'", "'0001-01-01'", "'9999-12-31 23:59:59.999999'", "'10000-01-01'", "'2024-01-01 00:00:00.5'"],
    "VARCHAR[]": ["[]", "[NULL]", "['']", "['x', ' y']", "['imo:9074728']", "['inn:7707083893']", "['inn:7707083894']", "NULL", "['a', 'a']"],
}  # fmt: skip
RECORD = {
    "evidence": ["NULL", "''", "'[]'", "'{}'", "'x'", "'[{\"source\":\"a\"}]'", "'[{\"source\":\"a\",\"source\":\"b\"}]'", "'[{\"source\":\"\"}]'", "'[1]'"],
    "alternatives": ["'[]'", "'x'", "'[{\"field\":\"name\",\"value\":\"B\"}]'", "'[{\"field\":\"name\"}]'"],
    "known__first": ["NULL", "DATE '1999-01-01'"], "evidenced__first": ["NULL", "DATE '1999-01-01'"], "n": ["NULL", "7"],
}  # fmt: skip


@pytest.mark.parametrize("kind", ["vessel", "ais_gap", "incident", "market_stake", "ownership"])
def test_a_store_that_somebody_changed(kind: str, tmp_path: Path) -> None:
    store = _made(write(tmp_path / "facts.jsonl", [record(kind)]), tmp_path / "store")
    _variants(store, kind)
    expected = same(store)
    assert len(expected.quarantine) > len(fields(kind))
    assert len(expected.facts) > 20


def test_a_store_that_is_broken(store: Path) -> None:
    whole = (store / "vessel.parquet").read_bytes()
    for content in (
        b"",
        b"PAR1",
        whole[:100],
        whole[:-10],
        whole[:200] + bytes(len(whole) - 400) + whole[-200:],
        b"x" * 500,
    ):
        (store / "vessel.parquet").write_bytes(content)
        expected = same(store)
        assert [fault.code for fault in expected.faults] == ["CM317"]
        assert "vessel" not in expected.by_kind
        assert "vote" in expected.by_kind
    (store / "vessel.parquet").unlink()
    assert "lacks vessel.parquet" in same(store).faults[0].message
    shutil.copy(store / "vote.parquet", store / "vessel.parquet")
    assert "columns of vessel.parquet" in same(store).faults[0].message


@pytest.mark.parametrize("change", [
    lambda m: m | {"version": 1}, lambda m: m | {"kinds": []}, lambda m: m | {"kinds": {"ship": m["kinds"]["vessel"]}}, lambda m: m | {"kinds": {"indicator": {}}},
    lambda m: m | {"kinds": {"vessel": {**m["kinds"]["vessel"], "facts": "3"}}}, lambda m: m | {"kinds": {"vessel": {**m["kinds"]["vessel"], "facts": 4}}},
    lambda m: m | {"kinds": {"vessel": {"facts": 3, "columns": {}}}}, lambda m: m | {"kinds": {"vessel": m["kinds"]["vote"]}}, lambda m: m | {"kinds": {"../vessel": {}}},
])  # fmt: skip
def test_a_manifest_that_is_wrong(change, store: Path) -> None:  # type: ignore[no-untyped-def]
    path = store / "manifest.json"
    path.write_text(json.dumps(change(json.loads(path.read_text())), indent=1))
    assert "CM317" in {fault.code for fault in same(store).faults}


def test_a_manifest_that_is_no_json(store: Path) -> None:
    path = store / "manifest.json"
    path.write_text(path.read_text()[:-100])
    assert [fault.code for fault in same(store).faults] == ["CM317"]


def test_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "facts.jsonl", [record("vessel"), record("vote")])
    with Database() as database:
        reading = read_bulk(path, database)
        run = Database.run

        for problem in (EngineError("No space left on device"), KeyboardInterrupt()):

            def full(own: Database, statement: str, *more: object, problem: BaseException = problem) -> None:
                if statement.startswith("COPY") and "vote" in statement:
                    raise problem
                run(own, statement, *more)  # type: ignore[arg-type]

            monkeypatch.setattr(Database, "run", full)
            with pytest.raises(OutputError if isinstance(problem, EngineError) else KeyboardInterrupt):
                write_store(reading, tmp_path / "store")
            assert [found.name for found in tmp_path.iterdir()] == ["facts.jsonl"]
        monkeypatch.setattr(Database, "run", run)
        with pytest.raises(OutputError):
            write_store(reading, tmp_path / "no" / "store")


def test_what_stands_there_is_not_lost(tmp_path: Path) -> None:
    path = write(tmp_path / "facts.jsonl", [record("vessel")])
    store = _made(path, tmp_path / "store")
    before = {found.name: found.read_bytes() for found in store.iterdir()}
    with Database() as database:
        reading = read_bulk(write(tmp_path / "more.jsonl", [record("vote")]), database)
        for target in (store, path, tmp_path):
            with pytest.raises(OutputError):
                write_store(reading, target)
        assert {found.name: found.read_bytes() for found in store.iterdir()} == before
        with pytest.raises(OutputError):
            write_store(reading, tmp_path, replace=True)
        write_store(reading, store, replace=True)
        with pytest.raises(OutputError):
            write_lines(reading, store)
    assert sorted(found.name for found in store.iterdir()) == ["manifest.json", "vote.parquet"]
    assert sorted(found.name for found in tmp_path.iterdir()) == ["facts.jsonl", "more.jsonl", "store"]


def test_stores_of_the_same_facts_are_the_same(tmp_path: Path) -> None:
    lines = [record(kind, number) for kind in GIVEN[:6] for number in range(4)]
    one = _made(write(tmp_path / "a.jsonl", lines), tmp_path / "one")
    write(tmp_path / "a.jsonl", lines[::-1])
    other = _made(tmp_path / "a.jsonl", tmp_path / "other")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in other.iterdir()}


def test_json_lines_give_the_same_facts(tmp_path: Path) -> None:
    examples = str(resources.folder("examples"))
    with Database() as database:
        reading: BulkReading = read_bulk(examples, database)
        write_lines(reading, tmp_path / "facts.jsonl")
    assert [repr(fact) for fact in same(tmp_path / "facts.jsonl")] == [repr(fact) for fact in read_facts(examples)]
