"""`countermove facts convert`: from files of facts to a store, which is read much faster, to JSON lines, or to FollowTheMoney."""

from __future__ import annotations

from collections.abc import Mapping

import click


@click.command("convert")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PATH",
    help="A folder for the store, or a file ending in .jsonl or .ftm.json.",
)
@click.option(
    "--to",
    "form",
    type=click.Choice(("store", "json-lines", "followthemoney")),
    help="What to write; without it, the ending of the output tells.",
)
@click.option("--replace", is_flag=True, help="Write a store anew that is there already.")
@click.option("--strict", is_flag=True, help="End with status 3 and write nothing if anything was rejected.")
@click.option("--quarantine", metavar="FILE", help="Write rejected records with their reasons to a file (JSON lines).")
def facts_convert(
    paths: tuple[str, ...], output: str, form: str | None, replace: bool, strict: bool, quarantine: str | None
) -> None:
    """Read files of facts, and write them as a store: typed Parquet, one file a kind, which later runs read directly.

    A name that ends in .jsonl gets JSON lines instead, one that ends in .ftm.json FollowTheMoney entities: every fact for which a
    schema fits, while the others are counted. Facts about the same thing are merged on the way.
    """
    from countermove.cli.input import refuse_overwriting
    from countermove.cli.progress import working
    from countermove.errors import InputMissing, InputRejected
    from countermove.memo.phrases import plural
    from countermove.memo.writing import write_whole
    from countermove.reading.bulk import read_bulk
    from countermove.reading.bulk_followthemoney import write_followthemoney
    from countermove.reading.store_writing import write_lines, write_store
    from countermove.tables.database import Database

    refuse_overwriting(paths, output=output, quarantine=quarantine)
    with Database() as database:
        with working("Reading facts …"):
            reading = read_bulk(list(paths), database)
        if quarantine:
            write_whole(quarantine, "".join(record.as_json_line() + "\n" for record in reading.quarantine))
        if strict and reading.faults:
            raise InputRejected(reading.faults)
        count = len(reading)
        missing = [fault for fault in reading.faults if fault.code in ("CM301", "CM302")]
        if missing and not count:
            raise InputMissing(missing)
        form = form or _form_of(output)
        left: Mapping[str, int] = {}
        told = f"{count} {plural(count, 'fact')} written to {output}"
        with working("Writing …"):
            if form == "followthemoney":
                written = write_followthemoney(reading, output)
                left = written.without_schema
                entities = "entity" if written.entities == 1 else "entities"
                told = f"{count - sum(left.values())} of {count} {plural(count, 'fact')} written to {output} as {written.entities} {entities}"
            elif form == "json-lines":
                write_lines(reading, output)
            else:
                write_store(reading, output, replace=replace)
    for fault in reading.faults[:20]:
        click.echo(str(fault), err=True)
    if len(reading.faults) > 20:
        place = f"'{quarantine}'" if quarantine else "a file, with --quarantine FILE"
        click.echo(f"… and {len(reading.faults) - 20} more; all rejected records go to {place}", err=True)
    for note in reading.notes:
        click.echo(f"note: {note}", err=True)
    for kind, number in left.items():
        click.echo(f"no schema fits: {number} {kind}", err=True)
    click.echo(told)


def _form_of(output: str) -> str:
    lower = output.lower()
    if lower.endswith((".ftm.json", ".ftm.jsonl")):
        return "followthemoney"
    return "json-lines" if lower.endswith(".jsonl") else "store"
