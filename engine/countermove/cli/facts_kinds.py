"""`countermove facts kinds`: the kinds of facts and their fields."""

from __future__ import annotations

import json

import click

from countermove.cli.options import json_option


@click.command("kinds")
@click.argument("kind", required=False)
@json_option
def facts_kinds(kind: str | None, as_json: bool) -> None:
    """List the kinds of facts; with KIND, its fields with their types and units."""
    from countermove.errors import UsageError
    from countermove.facts.questions import QUESTIONS
    from countermove.facts.registers import REGISTERS
    from countermove.facts.registry import KINDS, fields
    from countermove.reading.yaml_source import suggestion
    from countermove.rulebook.english import kind_in_english
    from countermove.rulebook.typing import IN_WORDS

    if kind is None:
        if as_json:
            click.echo(json.dumps({name: kind_in_english(name) for name in KINDS}, indent=2, ensure_ascii=False))
            return
        width = max(map(len, KINDS))
        for name, model in KINDS.items():
            whence = " (only rules conclude it)" if model.derived else ""
            whence = " (worked out before the rules are asked)" if model.computed else whence
            click.echo(f"{name:<{width}}  {kind_in_english(name)}{whence}")
        return
    if kind not in KINDS:
        raise UsageError(
            f"there is no kind of fact '{kind}'",
            hint=suggestion(kind, list(KINDS)) or "`countermove facts kinds` lists them",
        )
    shown = []
    for name, field in fields(kind).items():
        type_ = f"a list, each {IN_WORDS[field.item.type]}" if field.item else IN_WORDS[field.type]
        shown.append({
            "field": name, "type": type_, "unit": field.unit, "required": field.required, "choices": field.choices or (field.item.choices if field.item else ()),
            "description": field.description, "asks": QUESTIONS.get((kind, name), ""),
        })  # fmt: skip
    if as_json:
        click.echo(json.dumps({"kind": kind, "key": KINDS[kind].key, "fields": shown}, indent=2, ensure_ascii=False))
        return
    click.echo(f"{kind}: {' '.join((KINDS[kind].__doc__ or '').split())}")
    click.echo(f"Told apart by: {', '.join(KINDS[kind].key) or 'its id'}")
    if kind in REGISTERS:
        click.echo(
            f"Comes as a register: {REGISTERS[kind].name}. Advice that rests on its silence says where it was not read."
        )
    if KINDS[kind].foreseen:
        click.echo(f"May tell of days to come: {KINDS[kind].happened}.")
    for entry in shown:
        unit = f", in {entry['unit']}" if entry["unit"] else ""
        needed = "; required" if entry["required"] and entry["field"] != "id" else ""
        click.echo(f"  {entry['field']}: {entry['type']}{unit}{needed}. {entry['description']}".rstrip(". ") + ".")
        choices = entry["choices"]
        if isinstance(choices, tuple) and choices:
            click.echo(f"      one of {', '.join(choices)}")
        if entry["asks"]:
            click.echo(f"      the memo asks: {entry['asks']}?")
