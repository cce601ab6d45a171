"""docs/sources.md is what its command makes of the formats and of the counts, and the counts are what the files give."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from countermove.audit.sources_page import COMMAND, MEASURE, entries, measured, sources_page
from countermove.cli.facts_formats import facts_formats
from countermove.errors import UsageError

DOCS = Path(__file__).resolve().parents[1] / "docs"
COUNTS = DOCS / "format-counts.json"
SHARED = Path(
    os.environ.get("COUNTERMOVE_SHARED_DATA") or Path(__file__).resolve().parents[1].parent / "shared" / "data"
)


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(facts_formats, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_page_is_up_to_date() -> None:
    made = sources_page(json.loads(COUNTS.read_text(encoding="utf-8")))
    if (DOCS / "sources.md").read_text(encoding="utf-8") != made:
        pytest.fail(f"docs/sources.md is out of date: run `{COMMAND}`", pytrace=False)


@pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="needs the shared data beside the checkout (or COUNTERMOVE_SHARED_DATA), which no clone carries",
)
def test_the_counts_are_what_the_files_give() -> None:
    if measured(SHARED) != json.loads(COUNTS.read_text(encoding="utf-8")):
        pytest.fail(f"docs/format-counts.json is out of date: run `{MEASURE}` and `{COMMAND}`", pytrace=False)


def test_the_counts_add_up() -> None:
    for file in json.loads(COUNTS.read_text(encoding="utf-8"))["files"]:
        assert file["records"] == file["used"] + sum(file["set_aside"].values()) + file["quarantined"], file


def test_every_format_says_what_of_it_is_used_or_why_nothing_is() -> None:
    known = entries()
    assert len({entry.id for entry in known}) == len(known)
    native = {"json", "json-lines", "store"}
    for entry in known:
        assert entry.title
        assert entry.used or entry.unused or entry.id in native, entry.id
        assert all(text.strip() for text in (*entry.used.values(), *entry.unused.values())), entry.id
        assert not entry.used.keys() & entry.unused.keys(), entry.id


def test_the_page_has_a_row_a_format_and_a_row_a_file() -> None:
    counts = {
        "files": [
            {"file": "a/b.csv", "format": "acled", "records": 1007, "used": 1000, "set_aside": {"a | reason": 4}, "quarantined": 3, "facts": 1000}
        ],
        "skipped": [{"file": "a/map.json", "reason": "a map"}],
    }  # fmt: skip
    page = sources_page(counts)
    assert (
        "| [acled](#acled) | ACLED, events of political violence and protest (CSV) | 1 | 1,007 | 1,000 | 4 | 3 | 1,000 |"
        in page
    )
    assert "| a/b.csv | 1,007 | 1,000 | 4 a \\| reason | 3 | 1,000 |" in page
    assert "| a/map.json | a map |" in page
    assert (
        "| [comtrade](#comtrade) | UN Comtrade, trade by reporter, partner and goods (CSV) | – | – | – | – | – | – |"
        in page
    )


def test_measuring_a_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    text = "ms_code,ms_vote,date,resolution\nFRA,Y,2025-01-01,A/RES/99/9\nYUG,Y,1975-01-01,A/RES/30/9\n"
    (tmp_path / "deep" / "votes.csv").write_text(text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Some words that are no table at all.\n", encoding="utf-8")
    found = json.loads(_run("--measure", str(tmp_path)))
    assert found == {
        "files": [
            {"file": "deep/votes.csv", "format": "un-votes", "records": 2, "used": 1,
             "set_aside": {"the voter is no state with a code of ISO 3166 today": 1}, "quarantined": 0, "facts": 1}
        ],
        "skipped": [{"file": "notes.txt", "reason": "a text, not a table"}],
    }  # fmt: skip


def test_the_command_lists_formats_and_shows_one(tmp_path: Path) -> None:
    listed = _run()
    assert "un-votes-wide" in listed
    assert json.loads(_run("--json")).keys() == {entry.id for entry in entries()}
    assert "used: ms_code: country, by three letters" in _run("un-votes")
    assert json.loads(_run("un-votes", "--json"))["unused"]["session"]
    assert _run("--page", "--counts", str(tmp_path / "none.json")).startswith("<!-- Made by")
    target = tmp_path / "page.md"
    _run("--page", "--counts", str(tmp_path / "none.json"), "-o", str(target))
    assert target.read_text(encoding="utf-8").startswith("<!-- Made by")


@pytest.mark.parametrize(
    "arguments", [["un-vote"], ["-o", "x"], ["--page", "--json"], ["--page", "--measure", "."], ["acled", "--page"]]
)
def test_wrong_use_says_what_is_right(arguments: list[str]) -> None:
    result = CliRunner().invoke(facts_formats, arguments)
    assert isinstance(result.exception, UsageError)
    assert result.exception.hint


def test_counts_that_are_no_counts_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "counts.json").write_text("[]", encoding="utf-8")
    result = CliRunner().invoke(facts_formats, ["--page", "--counts", str(tmp_path / "counts.json")])
    assert isinstance(result.exception, UsageError)
