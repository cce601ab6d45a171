"""The generated pages under docs/ are what their commands make of the rules and facts of this checkout."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from countermove.audit import article_page, rule_reference
from countermove.cli.rules_coverage import rules_coverage
from countermove.cli.rules_show import rules_show

DOCS = Path(__file__).resolve().parents[1] / "docs"
_LINK = re.compile(r"\]\(([^)#\s]+)\)")


def _run(command: click.Command, *arguments: str) -> None:
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output


def _pages(folder: Path) -> dict[str, str]:
    return {page.relative_to(folder).as_posix(): page.read_text(encoding="utf-8") for page in folder.rglob("*.md")}


def _stale(here: dict[str, str], made: dict[str, str], folder: str, command: str) -> str:
    """What is out of date, in one sentence that names the command; empty where nothing is."""
    parts = [
        *(f"{name} is missing" for name in sorted(made.keys() - here.keys())),
        *(f"{name} belongs to no rule" for name in sorted(here.keys() - made.keys())),
        *(f"{name} differs" for name in sorted(made.keys() & here.keys()) if made[name] != here[name]),
    ]
    shown = ", ".join(parts[:5]) + (f" and {len(parts) - 5} more" if len(parts) > 5 else "")
    return f"{folder} is out of date ({shown}): run `{command}`" if parts else ""


def test_the_rule_pages_are_up_to_date(tmp_path: Path) -> None:
    _run(rules_show, "--all", "-o", str(tmp_path / "rules"))
    stale = _stale(_pages(DOCS / "rules"), _pages(tmp_path / "rules"), "docs/rules", rule_reference.COMMAND)
    if stale:
        pytest.fail(stale, pytrace=False)


def test_the_article_page_is_up_to_date(tmp_path: Path) -> None:
    name = "article-coverage.md"
    _run(rules_coverage, "--article", "-o", str(tmp_path / name))
    here = {name: (DOCS / name).read_text(encoding="utf-8")} if (DOCS / name).is_file() else {}
    stale = _stale(here, _pages(tmp_path), "docs", article_page.COMMAND)
    if stale:
        pytest.fail(stale, pytrace=False)


def test_pages_of_rules_that_are_gone_are_removed_and_others_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sanctions").mkdir()
    gone, foreign = tmp_path / "sanctions" / "no-such-rule.md", tmp_path / "sanctions" / "notes.md"
    gone.write_text(f"{rule_reference.MARK}\n\n# A rule of the past\n", encoding="utf-8")
    foreign.write_text("# Notes of a reader\n", encoding="utf-8")
    _run(rules_show, "--all", "-o", str(tmp_path))
    assert not gone.exists()
    assert foreign.read_text(encoding="utf-8") == "# Notes of a reader\n"


def test_a_stale_page_is_named_with_the_command_that_mends_it() -> None:
    told = _stale({"a.md": "old", "gone.md": ""}, {"a.md": "new", "b.md": ""}, "docs/rules", "the command")
    assert (
        told
        == "docs/rules is out of date (b.md is missing, gone.md belongs to no rule, a.md differs): run `the command`"
    )


def test_links_between_the_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(DOCS)}: {target}"
        for page in DOCS.rglob("*.md")
        for target in _LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_the_overview_names_every_page() -> None:
    linked = set(_LINK.findall((DOCS / "README.md").read_text(encoding="utf-8")))
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"} | {"rules/README.md"}
    assert not pages - linked, "docs/README.md says of each page for whom it is"


@pytest.mark.parametrize(
    "arguments", [[], ["--all"], ["dark-activity", "--all", "-o", "x"], ["dark-activity", "-o", "x"]]
)
def test_show_takes_one_rule_or_all_with_a_folder(arguments: list[str]) -> None:
    result = CliRunner().invoke(rules_show, arguments)
    assert result.exit_code != 0
    assert "rules show --all -o DIR" in str(result.exception)
