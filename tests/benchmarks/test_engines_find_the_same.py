"""The eleven rules at a thousand facts, on whatever is installed: every engine finds the same, and a difference ends the run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import runs
from benchmarks.cells import Cell, Disagreement, agree
from benchmarks.eleven_facts import AS_OF
from benchmarks.workload import FOLDER, RULES
from countermove.inference.engines import infer
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook

SIZE = 1000
ALWAYS = ("ours_reference", "ours_durable", "ours_network", "ours_bulk", "duckdb_sql")
ALL_BUT_SPARK = [name for name in runs.ENGINES if name != "ours_spark"]


def test_every_engine_finds_what_the_reference_finds(tmp_path: Path) -> None:
    told: list[str] = []
    cells = {
        cell.engine: cell for cell in runs.bulk(ALL_BUT_SPARK, [SIZE], tmp_path, repeat=1, limit=120, say=told.append)
    }
    for name in ALWAYS:
        assert cells[name].measured, cells[name].why
    for cell in cells.values():
        assert cell.measured or cell.why == "not installed", cell
    facts = read_facts(tmp_path / f"eleven-{SIZE}.jsonl", strict=True)
    found = Counter(match.rule[:3] for match in infer(load_rulebook(FOLDER), facts.facts, AS_OF, "reference").matches)
    assert set(found) == set(RULES)
    for cell in cells.values():
        if cell.measured:
            assert dict(cell.counts) == {rule: found[rule] for rule in runs.engine(cell.engine).RULES}
            assert cell.peak > 0 or cell.engine == "json_rules_engine"


def test_no_time_is_told_where_two_engines_differ() -> None:
    one = Cell("one", 10, seconds=[1.0], counts={"r01": 5, "r02": 1})
    other = Cell("other", 10, seconds=[1.0], counts={"r01": 4})
    rules = {"one": ("r01", "r02"), "other": ("r01",)}
    with pytest.raises(Disagreement, match=r"r01: other finds 4, one 5"):
        agree([one, other], rules)
    assert agree([one, Cell("other", 10, seconds=[1.0], counts={"r01": 5})], rules) == {"r01": 5, "r02": 1}
    assert agree([one, Cell("other", 10, why="not installed")], rules) == {"r01": 5, "r02": 1}


def test_a_rule_that_an_engine_expresses_but_never_fires_is_a_difference() -> None:
    silent = Cell("silent", 10, seconds=[1.0], counts={})
    with pytest.raises(Disagreement):
        agree([Cell("one", 10, seconds=[1.0], counts={"r01": 5}), silent], {"one": ("r01",), "silent": ("r01",)})
