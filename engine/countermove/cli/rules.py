"""`countermove rules`: what a reviewer needs to audit the rules without reading Python."""

from __future__ import annotations

import click

from countermove.cli.lazy_group import LazyGroup

_HERE = "countermove.cli"


@click.group(
    cls=LazyGroup,
    commands_at={
        "list": (f"{_HERE}.rules_list", "rules_list", "List the rules."),
        "show": (
            f"{_HERE}.rules_show",
            "rules_show",
            "Show one rule in plain English, with its sources, parameters and cases.",
        ),
        "lint": (f"{_HERE}.rules_lint", "rules_lint", "Name the weak points of the rules."),
        "test": (f"{_HERE}.rules_test", "rules_test", "Run the cases that stand beside the rules."),
        "coverage": (
            f"{_HERE}.rules_coverage",
            "rules_coverage",
            "Say which conditions the cases show true and false.",
        ),
        "schema": (f"{_HERE}.rules_schema", "rules_schema", "Print the JSON Schema of rule files, for editors."),
    },
)
def rules() -> None:
    """List, show, lint and test the rules."""
