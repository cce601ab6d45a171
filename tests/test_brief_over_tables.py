"""Facts in tables give the briefing that facts as objects give, byte for byte but for the engine's name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from countermove import resources
from countermove.brief import brief
from countermove.errors import UsageError
from countermove.memo.briefing import Briefing
from countermove.reading.bulk import read_bulk
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from test_real_data_three_rules import SHARED

AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(resources.folder("rules"))


@pytest.fixture
def database() -> Iterator[Database]:
    with Database() as opened:
        yield opened


def lines(briefing: Briefing) -> list[str]:
    return briefing.model_copy(update={"engine": ""}).render("json").splitlines()


def assert_same(found: Briefing, expected: Briefing) -> None:
    """Line by line: shown as a whole, two briefings take minutes to tell apart."""
    assert [pair for pair in zip(lines(found), lines(expected), strict=False) if pair[0] != pair[1]][:3] == []
    assert len(lines(found)) == len(lines(expected))


def test_the_examples_and_again_from_the_same_tables(rulebook: Rulebook, database: Database) -> None:
    """A second memo over the same tables, for somebody else and another day, is as if it were the first."""
    folder = resources.folder("examples")
    objects, tables = read_facts(folder), read_bulk(folder, database)
    assert_same(brief(tables, rulebook), brief(objects, rulebook, engine="network"))
    for day, audience, top in ((date(2026, 6, 1), "us", 4), (AS_OF, "uk", None)):
        found = brief(tables, rulebook, as_of=day, audience=audience, top=top)
        assert_same(found, brief(objects, rulebook, as_of=day, audience=audience, top=top, engine="network"))
    assert_same(brief(tables, rulebook), brief(objects, rulebook, engine="network"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared data is not there")
def test_the_real_data(rulebook: Rulebook, database: Database) -> None:
    found = brief(read_bulk(SHARED, database), rulebook, as_of=AS_OF)
    assert found.engine == "duckdb"
    assert_same(found, brief(read_facts(SHARED), rulebook, as_of=AS_OF, engine="durable"))


def test_facts_by_the_line(rulebook: Rulebook, database: Database, tmp_path: Path) -> None:
    """So many that the database reads them itself."""
    path = _ships(tmp_path, 6_000)
    tables = read_bulk(path, database)
    assert tables.count("vessel") == 2_000
    assert_same(brief(tables, rulebook, as_of=AS_OF), brief(read_facts(path), rulebook, as_of=AS_OF, engine="network"))


def test_without_a_day_nor_a_date_there_is_no_memo(rulebook: Rulebook, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text('{"kind": "vessel", "id": "ship:a", "name": "A"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no day is given"):
        brief(read_bulk(path, database), rulebook)


def _ships(folder: Path, count: int) -> Path:
    """Ships, listings and silences that are made up: each third silence is long, and some say it in two ways."""
    path = folder / "ships.jsonl"
    facts: list[dict[str, object]] = []
    for i in range(count // 3):
        ship = f"mmsi:{273_000_000 + i}"
        told = _evidence("Register" if i % 7 else "Blog", "B" if i % 7 else "E", i % 6 + 1)
        facts.append({"kind": "vessel", "id": ship, "name": f"SHIP {i}", "type": "crude_oil_tanker", "evidence": told})
        facts.append({"kind": "designation", "entity": ship, "authority": ("eu", "uk")[i % 2], "date": "2025-05-20", "measure": "transport_ban", "evidence": _evidence("Journal", "A", 1)})  # fmt: skip
        silence = {"kind": "ais_gap", "vessel": ship, "start": f"2026-10-{i % 28 + 1:02d}T04:00:00Z", "hours": float(i % 60), "receiver_suspect": i % 3 == 0}  # fmt: skip
        facts.append({**silence, "evidence": _evidence("Receivers", "C", 3)})
        if i % 50 == 0:
            facts.append({**silence, "hours": float(i % 60 + 1), "evidence": _evidence("Another network", "D", 4)})
    path.write_text("".join(json.dumps(fact) + "\n" for fact in facts), encoding="utf-8")
    return path


def _evidence(source: str, reliability: str, credibility: int) -> Sequence[dict[str, object]]:
    return [{"source": source, "reliability": reliability, "credibility": credibility, "published": "2026-10-30"}]
