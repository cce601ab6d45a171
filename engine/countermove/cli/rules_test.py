"""`countermove rules test`: run the cases."""

from __future__ import annotations

import json
import sys

import click

from countermove.cli.options import json_option, rules_option


@click.command("test")
@click.argument("rule_ids", nargs=-1, metavar="[RULE]...")
@click.option(
    "--only", "rulesets", multiple=True, metavar="RULESET", help="Only the rules of this rule set; repeatable."
)
@rules_option
@json_option
def rules_test(
    rule_ids: tuple[str, ...], rulesets: tuple[str, ...], rule_folders: tuple[str, ...], as_json: bool
) -> None:
    """Run the cases that stand beside the rules; all, or those of the rules named.

    Ends with status 1 where a case does not hold or a rule has no case.
    """
    from countermove.audit.case_run import run_cases
    from countermove.cli.rule_lookup import known_rule, known_ruleset
    from countermove.errors import RulebookError
    from countermove.reading.case_reader import read_cases
    from countermove.reading.rulebook_reader import load_rulebook

    rulebook = load_rulebook(rule_folders or None)
    for rule_id in rule_ids:
        known_rule(rulebook, rule_id)
    for ruleset in rulesets:
        known_ruleset(rulebook, ruleset)
    cases, faults = read_cases(rulebook)
    wanted = {
        rule_id: listed for rule_id, listed in cases.items()
        if (not rule_ids or rule_id in rule_ids) and (not rulesets or rulebook.rules[rule_id].ruleset in rulesets)
    }  # fmt: skip
    if faults:
        raise RulebookError(faults)
    outcomes = run_cases(rulebook, wanted)
    failed = [outcome for outcome in outcomes if not outcome.holds]
    bare = [rule_id for rule_id, listed in wanted.items() if not listed]
    if as_json:
        click.echo(json.dumps(
            [{"rule": o.case.rule, "case": o.case.name, "at": str(o.case.location), "holds": o.holds, "problems": o.problems} for o in outcomes],
            indent=2, ensure_ascii=False,
        ))  # fmt: skip
    else:
        for outcome in failed:
            click.echo(f"FAILED {outcome.case.location}: {outcome.case.rule}: {outcome.case.name}")
            for problem in outcome.problems:
                click.echo(f"    {problem}")
        for rule_id in bare:
            click.echo(f"NO CASES {rulebook.rules[rule_id].location}: {rule_id}")
        held = len(outcomes) - len(failed)
        rules = len(wanted) - len(bare)
        without = f"; {len(bare)} rule{'s have' if len(bare) != 1 else ' has'} none" if bare else ""
        click.echo(
            f"{held} of {len(outcomes)} {'cases hold' if len(outcomes) != 1 else 'case holds'}, for {rules} rule{'s' if rules != 1 else ''}{without}"
        )
    sys.exit(1 if failed or bare else 0)
