"""`countermove facts formats`: which formats are read, and what of each."""

from __future__ import annotations

import json
from pathlib import Path

import click

from countermove.cli.options import json_option

_COUNTS = "docs/format-counts.json"


@click.command("formats")
@click.argument("format", required=False)
@click.option("--page", is_flag=True, help="Write the page on all formats, with the counts measured on real files.")
@click.option("--measure", metavar="FOLDER", help="Read a folder and write what each file gave, as numbers (JSON).")
@click.option("--counts", default=_COUNTS, show_default=True, metavar="FILE", help="With --page: the numbers measured.")
@click.option("-o", "--output", metavar="FILE", help="With --page or --measure: write to a file, whole or not at all.")
@json_option
def facts_formats(
    format: str | None, page: bool, measure: str | None, counts: str, output: str | None, as_json: bool
) -> None:
    """List the formats that facts are read from; with FORMAT, what of it is used, and what not and why."""
    from countermove.audit.sources_page import entries, measured, sources_page
    from countermove.errors import UsageError
    from countermove.memo.writing import write_whole
    from countermove.reading.yaml_source import suggestion

    if page or measure:
        if format or as_json or (page and measure):
            raise UsageError("--page and --measure stand alone", hint="give one of them, with -o FILE if you like")
        made = sources_page(_counts(counts)) if page else json.dumps(measured(Path(str(measure))), indent=1) + "\n"
        if output:
            write_whole(output, made)
        else:
            click.echo(made, nl=False)
        return
    if output:
        raise UsageError("-o goes with --page or --measure", hint="write `facts formats --page -o FILE`")
    known = {entry.id: entry for entry in entries()}
    if format is None:
        if as_json:
            click.echo(json.dumps({id: entry.title for id, entry in known.items()}, indent=2, ensure_ascii=False))
            return
        width = max(map(len, known))
        for id, entry in known.items():
            click.echo(f"{id:<{width}}  {entry.title}")
        return
    if format not in known:
        hint = suggestion(format, list(known)) or "`countermove facts formats` lists them"
        raise UsageError(f"there is no format '{format}'", hint=hint)
    one = known[format]
    if as_json:
        whole = {"format": one.id, "title": one.title, "used": dict(one.used), "unused": dict(one.unused)}
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
        return
    click.echo(f"{one.id}: {one.title}")
    for heading, fields in (("used", one.used), ("not used", one.unused)):
        for name, text in fields.items():
            click.echo(f"  {heading}: {name}: {text}")


def _counts(path: str) -> dict[str, object]:
    """The numbers measured; none where the file is not there."""
    from countermove.errors import UsageError

    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(
            f"'{path}' does not hold counts: {error}", hint="measure again: --measure FOLDER -o FILE"
        ) from None
    if not isinstance(found, dict):
        raise UsageError(f"'{path}' does not hold counts", hint="measure again: --measure FOLDER -o FILE")
    return found
