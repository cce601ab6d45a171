"""`countermove facts convert`: from files of facts to a store, which is read much faster, or to JSON lines."""

from __future__ import annotations

import click


@click.command("convert")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o", "--output", required=True, metavar="PATH", help="A folder for the store, or a file ending in .jsonl."
)
@click.option("--replace", is_flag=True, help="Write a store anew that is there already.")
@click.option("--strict", is_flag=True, help="End with status 3 and write nothing if anything was rejected.")
@click.option("--quarantine", metavar="FILE", help="Write rejected records with their reasons to a file (JSON lines).")
def facts_convert(paths: tuple[str, ...], output: str, replace: bool, strict: bool, quarantine: str | None) -> None:
    """Read files of facts, and write them as a store: typed Parquet, one file a kind, which later runs read directly.

    A name that ends in .jsonl gets JSON lines instead. Facts about the same thing are merged on the way.
    """
    from countermove.cli.input import refuse_overwriting
    from countermove.cli.progress import working
    from countermove.errors import InputMissing, InputRejected
    from countermove.memo.phrases import plural
    from countermove.memo.writing import write_whole
    from countermove.reading.bulk import read_bulk
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
        with working("Writing …"):
            if output.lower().endswith(".jsonl"):
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
    click.echo(f"{count} {plural(count, 'fact')} written to {output}")
