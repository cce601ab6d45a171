"""`countermove facts sources`: who says what is known, and how that is graded."""

from __future__ import annotations

import json

import click

from countermove.cli.options import json_option


@click.command("sources")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--register", is_flag=True, help="Print a register of these sources (YAML), to edit and put beside the data."
)
@json_option
def facts_sources(paths: tuple[str, ...], register: bool, as_json: bool) -> None:
    """List the sources that facts cite, with counts and grades; without PATH, the sources of the shipped register.

    A file ANYTHING.sources.yaml beside the data says how its sources are graded; --register prints one to begin with.
    """
    from countermove.errors import UsageError
    from countermove.reading.source_register import shipped_entries

    if register and as_json:
        raise UsageError("--register is YAML and --json is JSON", hint="give one of them")
    if paths:
        _cited(paths, register=register, as_json=as_json)
        return
    if register:
        raise UsageError("--register is made from facts", hint="name files or folders of facts")
    entries = shipped_entries()
    if as_json:
        click.echo(json.dumps([entry.model_dump(exclude_none=True) for entry in entries], indent=2, ensure_ascii=False))
        return
    width = max(len(entry.id or "") for entry in entries)
    for entry in entries:
        click.echo(f"{entry.id:<{width}}  {entry.reliability} {entry.credibility}  {entry.source}. {entry.why}")


def _cited(paths: tuple[str, ...], *, register: bool, as_json: bool) -> None:
    from countermove.cli.input import read_input
    from countermove.facts.fact_set import FactSet
    from countermove.facts.naming import defanged, plain
    from countermove.memo.phrases import plural
    from countermove.reading.cited_sources import cited_in, grades_in_words, register_of

    with read_input(list(paths), engine="network") as facts:
        cited = cited_in(facts) if isinstance(facts, FactSet) else []
        notes = facts.notes
    if register:
        click.echo(register_of(cited), nl=False)
        return
    if as_json:
        click.echo(json.dumps([
            {"source": one.source, "entry": one.entry or None, "facts": one.facts, "origins": sorted(one.origins),
             "grades": [{"reliability": r, "credibility": c, "times": one.grades[r, c]} for r, c in sorted(one.grades)],
             "markings": sorted(one.markings)} for one in cited
        ], indent=2, ensure_ascii=False))  # fmt: skip
        return
    for one in cited:
        origins = [name for name in sorted(one.origins) if name != one.source]
        told = (
            f"; from {', '.join(origins[:3])}{f' and {len(origins) - 3} more' if len(origins) > 3 else ''}"
            if origins
            else ""
        )
        entry = f" [{one.entry}]" if one.entry else ""
        click.echo(
            f"{defanged(plain(one.source))}{entry}: {one.facts} {plural(one.facts, 'fact')}, graded {grades_in_words(one)}{defanged(plain(told))}"
        )
    for note in notes:
        if " by " in note and ": source " in note:
            click.echo(f"note: {note}")
    click.echo(f"{len(cited)} {plural(len(cited), 'source')}")
