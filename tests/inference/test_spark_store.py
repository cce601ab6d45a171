"""A rulebook over a store by Spark: the same as the reference, in tables; and no half-written output, whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from making import DAY, everything, fact, rule, rulebook
from spark_here import spark_session

from countermove.errors import EngineError, OutputError, UsageError
from countermove.facts.fact import Fact
from countermove.inference import reference
from countermove.inference.spark_database import OnSpark
from countermove.inference.spark_store import SparkMatches, infer_store
from countermove.reading.store_format import VERSION
from countermove.tables.columns import table_columns
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, literal
from countermove.tables.storing import store

pytestmark = pytest.mark.usefixtures("session")

RULES = [
    rule("when: [{match: ais_gap, as: gap}, {none: detention, where: {vessel: $gap.vessel}}]", id="silent"),
    rule(
        """
        when:
          - {match: vessel, as: ship, where: {name: {contains_text: straße}}}
          - {count: ais_gap, as: gaps, at_least: 2, where: {vessel: $ship.id, hours: {gte: 24}}}
          - {sum: ais_gap, of: hours, as: total, at_least: 0, where: {vessel: $ship.id}}
          - {count: detention, as: others, at_least: 1}
        then: {conclude: {kind: indicator, name: often-silent, about: $ship.id, value: $total.sum}}
        """,
        id="late",
    ),
    rule("when: [{match: indicator, as: sign, where: {name: often-silent, value: {gt: 50}}}]", id="known"),
]
FACTS = [
    fact("vessel", id="ship:a", name="STRASSE 1"),
    fact("vessel", id="ship:b", name="b", evidence=[{"source": "Later", "published": "2025-01-01"}]),
    *(fact("ais_gap", vessel="ship:a", start=f"2024-01-0{i}T00:00:00Z", hours=h) for i, h in ((1, 24.1), (2, 36.7))),
    fact("ais_gap", vessel="ship:b", start="2024-01-03T00:00:00.000001Z", hours=30.0),
    fact("detention", vessel="ship:c", start="2024-01"),
]


@pytest.fixture(scope="module", name="session")
def _session() -> Any:
    return spark_session()


def stored(facts: list[Fact], folder: Path) -> Path:
    """A store of facts, of the same form as `countermove facts convert` writes."""
    folder.mkdir()
    with Database() as database:
        store(database, facts)
        kinds = sorted({one.kind for one in facts})
        for kind in kinds:
            path = literal(str(folder / f"{kind}.parquet"))
            database.run(f"COPY (SELECT * FROM {identifier(kind)}) TO {path} (FORMAT parquet)")
    counts = {
        kind: {"facts": sum(one.kind == kind for one in facts), "columns": dict(table_columns(kind))} for kind in kinds
    }
    (folder / "manifest.json").write_text(
        json.dumps({"format": "countermove-store", "version": VERSION, "kinds": counts})
    )
    return folder


@pytest.fixture(scope="module", name="found")
def _found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkMatches]:
    folder = stored(FACTS, tmp_path_factory.mktemp("stored") / "store")
    with infer_store(rulebook(RULES), folder, DAY) as found:
        yield found


def test_a_store_gives_what_its_facts_give(found: SparkMatches) -> None:
    expected = reference.infer(rulebook(RULES), FACTS, DAY)
    assert everything(found.inference()) == everything(expected)
    assert found.counts == {"known": 1, "late": 1, "silent": 3}


def test_matches_are_tables(found: SparkMatches) -> None:
    [late] = found.matches("late")
    assert late.columns == ["a ship", "v gaps", "f gaps", "v total", "f total", "v others", "f others", "d"]
    assert [row["v total"] for row in late.collect()] == [24.1 + 36.7]
    assert [row["about"] for row in found.facts("indicator").collect()] == ["ship:a"]
    assert found.matches("no-such-rule") == []
    assert found.facts("election") is None


def test_matches_are_written_whole_or_not_at_all(
    found: SparkMatches, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found.write(str(tmp_path / "out"))
    account = json.loads((tmp_path / "out" / "matches.json").read_text())
    assert {one["rule"]: one["count"] for one in account["matches"]} == found.counts
    for one in account["matches"]:
        assert spark_session().read.parquet(str(tmp_path / "out" / one["path"])).count() == one["count"]
    with pytest.raises(OutputError, match="is there already"):
        found.write(str(tmp_path / "out"))

    def fails(*args: object) -> None:
        raise EngineError("no room")

    monkeypatch.setattr(found._files, "write", fails)
    with pytest.raises(EngineError, match="no room"):
        found.write(str(tmp_path / "other"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_runs_at_once_do_not_meet(found: SparkMatches, tmp_path: Path) -> None:
    with infer_store(rulebook(RULES[:1]), stored(FACTS[2:3], tmp_path / "store"), DAY) as other:
        assert other.counts == {"silent": 1}
        assert [table.count() for table in other.matches("silent")] == [1]
        assert [table.count() for table in found.matches("silent")] == [3]
    assert [table.count() for table in found.matches("silent")] == [3]


def test_the_folder_for_work_goes_away(tmp_path: Path) -> None:
    folder = stored(FACTS, tmp_path / "store")
    work = tmp_path / "work"
    with infer_store(rulebook(RULES[:1]), folder, DAY, work=str(work)) as found:
        assert found.counts == {"silent": 3}
        assert work.is_dir()
    assert not work.exists()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    folder = stored(FACTS, tmp_path / "store")
    (folder / "ais_gap.parquet").write_bytes(b"PAR1 not really")
    work = tmp_path / "work"
    with pytest.raises(EngineError, match="a file of the store is damaged: make the store again"):
        infer_store(rulebook(RULES), folder, DAY, work=str(work))
    assert not work.exists()


def test_a_table_of_another_form_is_told(tmp_path: Path) -> None:
    folder = stored(FACTS, tmp_path / "store")
    (folder / "vessel.parquet").unlink()
    (folder / "detention.parquet").rename(folder / "vessel.parquet")
    with pytest.raises(EngineError, match=r"is not a table of vessel facts: .*imo.* missing or of another type"):
        infer_store(rulebook(RULES), folder, DAY)


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no store of facts"):
        infer_store(rulebook(RULES), tmp_path, DAY)
    (tmp_path / "manifest.json").write_text('{"kinds": ')
    with pytest.raises(EngineError, match="is damaged"):
        infer_store(rulebook(RULES), tmp_path, DAY)


def test_many_rows_from_the_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.inference.spark_database._FEW", 2)
    sql = OnSpark(spark_session(), str(tmp_path / "work"))
    rows = [(f"ß{i}", i) for i in range(5)]
    sql.fill("texts", {"text": "VARCHAR", "n": "BIGINT"}, rows)
    assert sorted(sql.rows("SELECT text, n FROM texts")) == rows
    sql.drop("texts")
    assert sql.tables() == set()


def test_numbers_of_derived_facts_have_no_gaps(tmp_path: Path) -> None:
    session = spark_session()
    sql = OnSpark(session, str(tmp_path / "work"))
    session.conf.set("spark.sql.shuffle.partitions", "4")
    sql.create_kind("control")
    rows = [(f"c:{i:03}", f"ship:{i}") for i in range(100)]
    sql.fill("new", {"id": "VARCHAR", "holder": "VARCHAR"}, rows)
    assert sql.append_numbered("control", "SELECT id, holder FROM new", ["id", "holder"], 2**62) == 100
    assert sql.append_numbered("control", "SELECT id, holder FROM new WHERE FALSE", ["id", "holder"], 2**62 + 100) == 0
    found = sql.rows("SELECT n, id, holder, asset FROM control ORDER BY n")
    assert found == [(2**62 + i, *row, None) for i, row in enumerate(rows)]
    sql.delete_from("control", 2**62 + 1)
    assert sql.rows("SELECT id FROM control") == [("c:000",)]
    session.conf.unset("spark.sql.shuffle.partitions")
    for table in ("new", "control"):
        sql.drop(table)
