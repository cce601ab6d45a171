"""`countermove rules lint`: the weak points of the rules."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from countermove.cli.options import Day, json_option, rules_option


@click.command("lint")
@rules_option
@click.option("--as-of", type=Day(), metavar="DATE", help="Also name the reviews that have run out by this day.")
@json_option
def rules_lint(rule_folders: tuple[str, ...], as_of: date | None, as_json: bool) -> None:
    """Check the rule files, then name the weak points of the rules.

    Faults are reported all in one run, each with file, line and column. Ends with status 1 where there is a finding.
    """
    from countermove.audit.lint import lint
    from countermove.errors import RulebookError
    from countermove.reading.case_reader import read_cases
    from countermove.reading.rulebook_reader import load_rulebook

    rulebook = load_rulebook(rule_folders or None)
    cases, faults = read_cases(rulebook)
    if faults:
        raise RulebookError(faults)
    findings = lint(rulebook, cases, as_of)
    if as_json:
        shown = [{"code": f.code, "message": f.message, "at": str(f.location), "advice": f.advice} for f in findings]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(str(finding))
        count, rules = len(findings), len(rulebook.rules)
        click.echo(f"{count or 'no'} finding{'s' if count != 1 else ''} in {rules} rule{'s' if rules != 1 else ''}")
    sys.exit(1 if findings else 0)
