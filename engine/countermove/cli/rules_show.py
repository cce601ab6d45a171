"""`countermove rules show`: one rule in plain English, or a page for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli.options import json_option, rules_option

if TYPE_CHECKING:
    from countermove.rulebook.rulebook import Rulebook


@click.command("show")
@click.argument("rule_id", metavar="[RULE]", required=False)
@click.option(
    "--all", "every", is_flag=True, help="Write a page for every rule and an index for every rule set; needs -o."
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="With --all: the folder to write to. Pages of rules that are gone are removed.",
)
@rules_option
@json_option
def rules_show(
    rule_id: str | None, every: bool, output: str | None, rule_folders: tuple[str, ...], as_json: bool
) -> None:
    """Show one rule in plain English, with its sources, parameters, limits and cases; or write a page for each (--all -o DIR)."""
    from countermove.errors import UsageError
    from countermove.reading.rulebook_reader import load_rulebook

    if every == bool(rule_id) or every != bool(output) or (every and as_json):
        raise UsageError(
            "this is neither one rule nor all of them", hint="write `rules show RULE`, or `rules show --all -o DIR`"
        )
    rulebook = load_rulebook(rule_folders or None)
    if output:
        _write_all(rulebook, Path(output))
    elif rule_id:
        _show(rulebook, rule_id, as_json)


def _show(rulebook: Rulebook, rule_id: str, as_json: bool) -> None:
    from countermove.audit.rule_page import rule_page
    from countermove.cli.rule_lookup import known_rule
    from countermove.errors import RulebookError
    from countermove.reading.case_reader import read_cases

    rule = known_rule(rulebook, rule_id)
    cases, faults = read_cases(rulebook)
    mine = [fault for fault in faults if fault.location and Path(fault.location.path).name == f"{rule_id}.cases.yaml"]
    if mine:
        raise RulebookError(mine)
    page = rule_page(rulebook, rule, cases[rule_id])
    if as_json:
        import json

        click.echo(
            json.dumps(
                {"id": rule.id, "title": rule.header.title, "location": str(rule.location), "page": page},
                indent=2,
                ensure_ascii=False,
            )
        )
    else:
        click.echo("\n".join(page))


def _write_all(rulebook: Rulebook, folder: Path) -> None:
    from countermove.audit.rule_reference import is_generated, reference_pages
    from countermove.errors import OutputError, RulebookError
    from countermove.memo.writing import write_whole
    from countermove.reading.case_reader import read_cases

    cases, faults = read_cases(rulebook)
    if faults:
        raise RulebookError(faults)
    pages = reference_pages(rulebook, cases)
    try:
        for place in sorted({(folder / path).parent for path in pages}):
            place.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            write_whole(folder / path, text)
        gone = [old for old in sorted(folder.rglob("*.md")) if old.relative_to(folder).as_posix() not in pages]
        removed = [old for old in gone if is_generated(old.read_text(encoding="utf-8", errors="replace"))]
        for old in removed:
            old.unlink()
    except OSError as error:
        raise OutputError(
            f"the pages could not be written to '{folder}': {error.strerror or error}",
            hint="give another folder with -o",
        ) from None
    click.echo(f"{folder}: {len(pages)} pages for {len(rulebook.rules)} rules; {len(removed)} removed", err=True)
