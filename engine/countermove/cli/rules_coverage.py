"""`countermove rules coverage`: whether the cases show each condition true and false."""

from __future__ import annotations

import json
import sys

import click

from countermove.cli.options import json_option, rules_option


@click.command("coverage")
@rules_option
@json_option
def rules_coverage(rule_folders: tuple[str, ...], as_json: bool) -> None:
    """Say which conditions the cases show both true and false, and which not.

    Ends with status 1 where a condition is not covered.
    """
    from countermove.audit.coverage import coverage
    from countermove.errors import RulebookError
    from countermove.reading.case_reader import read_cases
    from countermove.reading.rulebook_reader import load_rulebook

    rulebook = load_rulebook(rule_folders or None)
    cases, faults = read_cases(rulebook)
    if faults:
        raise RulebookError(faults)
    shown = coverage(rulebook, cases)
    bare = [condition for condition in shown if not condition.covered]
    if as_json:
        rows = [{"rule": c.rule, "condition": c.text, "at": str(c.location), "true": c.true, "false": c.false} for c in shown]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for condition in bare:
            click.echo(f"{condition.location}: {condition.rule}: never {condition.missing}: {condition.text}")
        share = 100 * (len(shown) - len(bare)) / len(shown) if shown else 100.0
        click.echo(f"condition coverage {share:.1f} %: {len(shown) - len(bare)} of {len(shown)} conditions, in {len(rulebook.rules)} rules")
    sys.exit(1 if bare else 0)
