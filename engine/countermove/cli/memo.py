"""`countermove memo`: from facts to a memo."""

from __future__ import annotations

from datetime import date

import click

from countermove.cli.options import as_of_option, audience_option, engine_option, rules_option


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--example", is_flag=True, help="Use the facts that ship with the program.")
@as_of_option
@audience_option
@rules_option
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Keep only the N items of highest rank.")
@engine_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json", "stix"]),
    help="Form of the memo; else told by the ending of -o, else markdown.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all; else to standard output.")
@click.option("--quarantine", metavar="FILE", help="Write rejected records with their reasons to a file (JSON lines).")
@click.option("--strict", is_flag=True, help="Use nothing if any record is rejected; ends with status 3.")
def memo(
    paths: tuple[str, ...], example: bool, as_of: date | None, audience: str, rule_folders: tuple[str, ...], top: int | None,
    engine: str, form: str | None, output: str | None, quarantine: str | None, strict: bool,
) -> None:  # fmt: skip
    """Write a briefing memo from facts.

    PATH is a file or folder of facts; its format is told from its content, and FORMAT:PATH forces one. Rejected records are
    reported on standard error and left out; the good rest is used.
    """
    from countermove.brief import brief
    from countermove.cli.input import read_input
    from countermove.cli.progress import working
    from countermove.memo.layout import facts_from_files
    from countermove.memo.phrases import plural
    from countermove.memo.writing import format_of, save
    from countermove.reading.rulebook_reader import load_rulebook

    chosen = form or (format_of(output) if output else "markdown")
    rulebook = load_rulebook(rule_folders or None)
    given = read_input(paths, engine=engine, example=example, strict=strict, quarantine=quarantine, output=output)
    with given as facts, working("Weighing the facts …"):
        briefing = brief(facts, rulebook, as_of=as_of, audience=audience, top=top, engine=engine)
    if output:
        save(briefing, output, chosen)
        count = len(briefing.items)
        told = f"{count} {plural(count, 'item')} as of {briefing.as_of}, {facts_from_files(briefing)}"
        click.echo(f"{output}: {told}", err=True)
    else:
        click.echo(briefing.render(chosen), nl=False)
