"""`countermove rules list`: every rule in one line."""

from __future__ import annotations

import json

import click

from countermove.cli.options import json_option, rules_option


@click.command("list")
@rules_option
@json_option
def rules_list(rule_folders: tuple[str, ...], as_json: bool) -> None:
    """List the rules: id, rule set, step of the article, status, whom it speaks to where not to all, what follows, title."""
    from countermove.reading.rulebook_reader import load_rulebook
    from countermove.rulebook.prose import effect_in_short
    from countermove.rulebook.told import AUDIENCES, named

    rulebook = load_rulebook(rule_folders or None)
    rows = [
        {
            "id": r.id,
            "ruleset": r.ruleset,
            "step": rulebook.step(r),
            "status": r.header.status,
            "audiences": r.header.audiences,
            "then": effect_in_short(r),
            "title": r.header.title,
        }
        for r in sorted(rulebook.rules.values(), key=lambda r: (r.ruleset, r.id))
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    previous = None
    for row in rows:
        if row["ruleset"] != previous:
            previous = row["ruleset"]
            ruleset = rulebook.rulesets[str(previous)]
            step = f", step {ruleset.article.step}" if ruleset.article.step else ""
            click.echo(f"{previous}: {ruleset.title}{step}")
        status = "" if row["status"] == "active" else f" [{row['status']}]"
        audiences = rulebook.rules[str(row["id"])].header.audiences
        if set(audiences) < set(AUDIENCES):
            status += f" [{named(audiences)}]"
        click.echo(f"  {row['id']}{status}: {row['title']} → {row['then']}")
    active = sum(row["status"] == "active" for row in rows)
    click.echo(
        f"{len(rows)} rule{'s' if len(rows) != 1 else ''}, {active} active; rulebook {rulebook.version} ({rulebook.sha256[:12]})"
    )
