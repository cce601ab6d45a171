"""docs/performance.md has the form that the benchmark gives it. Its figures are those of the machine it was made on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.aims import aims
from benchmarks.cells import Cell, Disagreement, LiveCell, void
from benchmarks.report import Run, differences, report

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
HEADINGS = [
    "# Performance", "## The aims", "## The machine", "## Eleven rules", "## One more fact", "## The shipped rulebook",
    "## How each engine was driven, and what it leaves out",
]  # fmt: skip


def made() -> str:
    bulk = [
        Cell(
            "ours_bulk",
            1000,
            seconds=[0.5, 0.7, 0.6],
            counts={"r01": 3},
            parts=[{"loading": 0.4, "matching": 0.1}],
            peak=9_000_000,
        ),
        Cell("clips", 1000, seconds=[25.0], counts={"r01": 3}),
        Cell("experta_rules", 1000, why="stopped after 600 s"),
    ]
    live = [LiveCell("ours_network", 100, seconds=[1e-6, 2e-6, 3e-6]), LiveCell("clips", 100, why="not installed")]
    shipped = [
        Cell("read_json", 1000, seconds=[0.2]),
        Cell("duckdb", 1000, seconds=[0.4]),
        Cell("durable", 1000, seconds=[0.9]),
    ]
    return report(
        Run(
            bulk,
            live,
            shipped,
            aims(bulk, live, shipped),
            {"Cores": "2"},
            {"duckdb": "1"},
            3,
            "python -m benchmarks",
            "figures/f.png",
        )
    )


def test_a_page_tells_every_figure_and_every_gap() -> None:
    page = made()
    assert [line for line in page.splitlines() if line.startswith("#")] == HEADINGS
    assert "| Countermove, bulk (duckdb) | 0.600 (0.500–0.700) |" in page
    assert "| CLIPS (clipspy) | 25.0 |" in page
    assert "1,000: stopped after 600 s" in page
    assert "| CLIPS (clipspy) | not installed |" in page
    assert "From 1,000 facts on (of the sizes tried) `duckdb` is quicker than `durable`" in page
    assert "| Countermove, network (`LiveInference`): changes of matches | 2.0 | 3.0 |" in page


def test_a_page_tells_no_time_where_engines_differ_and_says_so() -> None:
    row = [Cell("ours_bulk", 1000, seconds=[0.5]), Cell("clips", 1000, seconds=[25.0])]
    void(row, Disagreement("1,000 facts, r01: clips finds 2, ours_bulk 3"))
    run = Run(row, [], [], aims(row, [], []), {}, {}, 3, "python -m benchmarks", "figures/f.png")
    page = report(run)
    assert "**In this run engines differed:** 1,000 facts, r01: clips finds 2, ours_bulk 3." in page
    assert "25.0" not in page
    assert "0.500" not in page
    assert differences(run)


@pytest.mark.skipif(not PAGE.exists(), reason="the benchmark has not been run in this checkout")
def test_the_page_in_docs_has_that_form() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "engines differed" not in page
    assert [line for line in page.splitlines() if line.startswith("#")] == HEADINGS
    own = page.partition("## The aims")[2].partition("\n## ")[0]
    told = re.findall(r"^\| (.+?) \| .+ \| (met|missed|–) \|$", own, re.MULTILINE)
    assert [asked for asked, _ in told] == [aim.asked for aim in aims([], [], [])]
    figure = re.search(r"\]\((figures/[\w.-]+)\)", page)
    assert figure is not None
    assert (PAGE.parent / figure[1]).is_file()
