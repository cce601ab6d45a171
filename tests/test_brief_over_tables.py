"""Facts in tables give the briefing that facts as objects give, byte for byte but for the engine's name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

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


@pytest.mark.parametrize("seed", [1, 2])
def test_graphs_of_ownership(rulebook: Rulebook, database: Database, tmp_path: Path, seed: int) -> None:
    """What is blocked through its owners, for each authority, and on a later day from the same tables."""
    path = _owners(tmp_path, seed)
    tables, objects = read_bulk(path, database), read_facts(path)
    for audience, day in (("us", date(2026, 5, 1)), ("eu", AS_OF), ("uk", AS_OF)):
        found = brief(tables, rulebook, as_of=day, audience=audience)
        actions = {recommendation.action for recommendation in found.recommendations}
        assert "establish-stakes" in actions
        assert actions & {"treat-as-blocked-by-us", "treat-as-frozen-by-eu", "treat-as-frozen-by-uk"}
        for engine in ("network",) if seed > 1 or audience != "eu" else ("network", "durable", "duckdb", "reference"):
            assert_same(found, brief(objects, rulebook, as_of=day, audience=audience, engine=engine))


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


def _owners(folder: Path, seed: int) -> Path:
    """Invented companies that hold each other, some in circles, under a few listed persons; shares known, unknown and in bands."""
    random = Random(seed)  # noqa: S311 - a fixed choice of examples
    path = folder / f"owners-{seed}.jsonl"
    facts: list[dict[str, object]] = []
    for i in range(1, 9):
        listing = {"kind": "designation", "entity": f"register:P{i}", "authority": ("us", "eu", "uk")[i % 3], "measure": "asset_freeze"}  # fmt: skip
        facts.append({**listing, "date": "2025-05-20", "evidence": _evidence("A list", "A", 2, "2025-05-20")})
        if i == 1:
            facts.append({"kind": "delisting", "entity": "register:P1", "authority": "eu", "date": "2026-06-01", "evidence": _evidence("A list", "A", 2, "2025-05-20")})  # fmt: skip
    for i in range(120):
        facts.append({"kind": "company", "id": f"register:C{i}", "name": f"EXAMPLE {i}", "evidence": _evidence("Register", "B", 2, "2025-05-20")})  # fmt: skip
        owners = {f"register:{random.choice('PC')}{random.randint(1, 8 if random.random() < 0.5 else 119)}" for _ in range(random.randint(1, 4))}  # fmt: skip
        for owner in sorted(owners):
            stake: dict[str, object] = {"kind": "ownership", "owner": owner, "asset": f"register:C{i}"}
            kind = random.randint(0, 5)
            if kind < 3:
                stake["share"] = random.choice([10.0, 25.0, 30.0, 49.99, 50.0, 50.01, 60.0, 100.0])
            elif kind == 3:
                stake |= {"share_at_least": random.choice([25.0, 51.0]), "share_at_most": 75.0}
            if random.random() < 0.1:
                stake["control"] = random.random() < 0.7
            if random.random() < 0.1:
                stake["until"] = random.choice(["2026-06-01", "2026-12-31"])
            if random.random() < 0.1:
                stake["since"] = random.choice(["2026-06-01", "2020-03"])
            grade = random.choice([("Register", "B", 2), ("Blog", "E", 5), ("Leak", "C", 3)])
            facts.append({**stake, "evidence": _evidence(*grade, "2025-05-20")})
    path.write_text("".join(json.dumps(fact) + "\n" for fact in facts), encoding="utf-8")
    return path


def _evidence(
    source: str, reliability: str, credibility: int, published: str = "2026-10-30"
) -> Sequence[dict[str, object]]:
    return [{"source": source, "reliability": reliability, "credibility": credibility, "published": published}]
