"""`countermove rules show`: one rule in plain English."""

from __future__ import annotations

import click

from countermove.cli.options import json_option, rules_option


@click.command("show")
@click.argument("rule_id", metavar="RULE")
@rules_option
@json_option
def rules_show(rule_id: str, rule_folders: tuple[str, ...], as_json: bool) -> None:
    """Show one rule in plain English, with its sources, parameters, limits and cases."""
    from pathlib import Path

    from countermove.audit.rule_page import rule_page
    from countermove.cli.rule_lookup import known_rule
    from countermove.errors import RulebookError
    from countermove.reading.case_reader import read_cases
    from countermove.reading.rulebook_reader import load_rulebook

    rulebook = load_rulebook(rule_folders or None)
    rule = known_rule(rulebook, rule_id)
    cases, faults = read_cases(rulebook)
    mine = [fault for fault in faults if fault.location and Path(fault.location.path).name == f"{rule_id}.cases.yaml"]
    if mine:
        raise RulebookError(mine)
    page = rule_page(rulebook, rule, cases[rule_id])
    if as_json:
        import json

        click.echo(json.dumps({"id": rule.id, "title": rule.header.title, "location": str(rule.location), "page": page}, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(page))
