"""`countermove rules coverage`: what the cases show of each condition, or what of the article is carried out."""

from __future__ import annotations

import json
import sys

import click

from countermove.cli.options import json_option, rules_option


@click.command("coverage")
@click.option("--article", is_flag=True, help="Hold the source article against the shipped facts and rules instead.")
@click.option("-o", "--output", metavar="FILE", help="With --article: write the page to a file, whole or not at all.")
@rules_option
@json_option
def rules_coverage(article: bool, output: str | None, rule_folders: tuple[str, ...], as_json: bool) -> None:
    """Say which conditions the cases show both true and false, and which not; or what of the article is carried out (--article).

    Ends with status 1 where a condition, a paragraph or a system is not covered.
    """
    from countermove.errors import RulebookError, UsageError
    from countermove.reading.case_reader import read_cases
    from countermove.reading.rulebook_reader import load_rulebook

    if output and (as_json or not article):
        raise UsageError("-o writes the page of --article", hint="write `rules coverage --article -o FILE`")
    rulebook = load_rulebook(rule_folders or None)
    cases, faults = read_cases(rulebook)
    if faults:
        raise RulebookError(faults)
    if article:
        from countermove.cli.article_coverage import tell

        sys.exit(tell(rulebook, cases, rule_folders, output, as_json))
    from countermove.audit.coverage import coverage
    from countermove.memo.phrases import plural

    shown = coverage(rulebook, cases)
    bare = [condition for condition in shown if not condition.covered]
    if as_json:
        rows = [
            {"rule": c.rule, "condition": c.text, "at": str(c.location), "true": c.true, "false": c.false}
            for c in shown
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for condition in bare:
            click.echo(f"{condition.location}: {condition.rule}: never {condition.missing}: {condition.text}")
        share = 100 * (len(shown) - len(bare)) / len(shown) if shown else 100.0
        conditions, rules = len(shown), len(rulebook.rules)
        click.echo(
            f"condition coverage {share:.1f} %: {conditions - len(bare)} of {conditions} {plural(conditions, 'condition')}, "
            f"in {rules} {plural(rules, 'rule')}"
        )
    sys.exit(1 if bare else 0)
