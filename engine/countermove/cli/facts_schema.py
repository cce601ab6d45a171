"""`countermove facts schema`: the JSON Schema of facts."""

from __future__ import annotations

import json

import click


@click.command("schema")
def facts_schema() -> None:
    """Print the JSON Schema of one fact: an object of one of the kinds. A file of facts is JSON lines, one fact a line."""
    from pydantic.json_schema import models_json_schema

    from countermove.facts.registry import KINDS

    observed = [model for model in KINDS.values() if not model.derived]
    references, top = models_json_schema([(model, "validation") for model in observed], title="A fact")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "oneOf": [references[model, "validation"] for model in observed],
        "required": ["kind"],
    }
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
