"""Reads facts for a command, and tells the user what could not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from countermove.errors import InputMissing, InputRejected, UsageError

if TYPE_CHECKING:
    from countermove.facts.fact_set import FactSet
    from countermove.reading.bulk import BulkReading

_SHOWN = 20


@contextmanager
def read_input(
    paths: Sequence[str],
    *,
    engine: str = "auto",
    example: bool = False,
    strict: bool = False,
    quarantine: str | None = None,
    output: str | None = None,
) -> Iterator[FactSet | BulkReading]:
    """The facts of the given paths (and of the shipped examples). Faults go to standard error, rejected records to `quarantine`.

    For the engine duckdb, or where auto finds more than fits objects well, they are in tables, which are gone afterwards.
    Raises UsageError where nothing is asked for or can be read, or a file to write is one to read; InputRejected under `strict`
    where anything was rejected.
    """
    from countermove import resources
    from countermove.cli.progress import working
    from countermove.reading.facts_source import read_facts
    from countermove.reading.volume import are_for_tables

    wanted = [*([str(resources.folder("examples"))] if example else []), *paths]
    if not wanted:
        raise UsageError("no facts are given", hint="name files or folders of facts, or use --example")
    refuse_overwriting(wanted, output=output, quarantine=quarantine)
    if engine == "duckdb" or (engine == "auto" and are_for_tables(wanted)):
        from countermove.reading.bulk import read_bulk
        from countermove.tables.database import Database

        with Database() as database:
            with working("Reading facts …"):
                in_tables = read_bulk(wanted, database)
            _account_for(in_tables, strict, quarantine)
            yield in_tables
        return
    with working("Reading facts …"):
        facts = read_facts(wanted)
    _account_for(facts, strict, quarantine)
    yield facts


def _account_for(facts: FactSet | BulkReading, strict: bool, quarantine: str | None) -> None:
    from countermove.memo.writing import write_whole

    if quarantine:
        write_whole(quarantine, "".join(record.as_json_line() + "\n" for record in facts.quarantine))
    if strict and facts.faults:
        raise InputRejected(facts.faults)
    missing = [fault for fault in facts.faults if fault.code in ("CM301", "CM302")]
    if missing and not len(facts):
        raise InputMissing(missing)
    _report(facts, quarantine)


def refuse_overwriting(paths: Sequence[str], *, output: str | None = None, quarantine: str | None = None) -> None:
    """Raises UsageError where a file to write is one of those to read, or where both files to write are one."""
    from countermove.reading.facts_source import would_read

    if output and quarantine and os.path.realpath(output) == os.path.realpath(quarantine):
        raise UsageError(f"-o and --quarantine both name '{output}'", hint="give each a file of its own")
    for option, target in (("-o", output), ("--quarantine", quarantine)):
        if target and would_read(paths, target):
            raise UsageError(
                f"{option} names '{target}', which is read as input: nothing was written", hint="give another place"
            )


def _report(facts: FactSet | BulkReading, quarantine: str | None) -> None:
    for fault in facts.faults[:_SHOWN]:
        click.echo(str(fault), err=True)
    if len(facts.faults) > _SHOWN:
        place = f"'{quarantine}'" if quarantine else "a file, with --quarantine FILE"
        click.echo(f"… and {len(facts.faults) - _SHOWN} more; all rejected records go to {place}", err=True)
