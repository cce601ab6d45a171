"""`countermove rules schema`: the JSON Schema of rule files."""

from __future__ import annotations

import json

import click


@click.command("schema")
def rules_schema() -> None:
    """Print the JSON Schema of rule files, so that an editor completes and checks them while one writes.

    With the YAML extension of VS Code, for instance: save it as rule.schema.json and begin a rule file with
    `# yaml-language-server: $schema=rule.schema.json`.
    """
    from countermove.audit.rule_schema import rule_schema

    click.echo(json.dumps(rule_schema(), indent=2, ensure_ascii=False))
