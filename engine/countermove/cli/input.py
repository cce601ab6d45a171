"""Reads facts for a command, and tells the user what could not be read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.errors import InputMissing, InputRejected, UsageError

if TYPE_CHECKING:
    from countermove.facts.fact_set import FactSet

_SHOWN = 20


def read_input(
    paths: Sequence[str],
    *,
    example: bool = False,
    strict: bool = False,
    quarantine: str | None = None,
    output: str | None = None,
) -> FactSet:
    """The facts of the given paths (and of the shipped examples). Faults go to standard error, rejected records to `quarantine`.

    Raises UsageError where nothing is asked for or can be read, or a file to write is one to read; InputRejected under `strict`
    where anything was rejected.
    """
    from countermove import resources
    from countermove.cli.progress import working
    from countermove.memo.writing import write_whole
    from countermove.reading.facts_source import read_facts

    wanted = [*([str(resources.folder("examples"))] if example else []), *paths]
    if not wanted:
        raise UsageError("no facts are given", hint="name files or folders of facts, or use --example")
    refuse_overwriting(wanted, output=output, quarantine=quarantine)
    with working("Reading facts …"):
        facts = read_facts(wanted)
    if quarantine:
        write_whole(quarantine, "".join(record.as_json_line() + "\n" for record in facts.quarantine))
    if strict and facts.faults:
        raise InputRejected(facts.faults)
    missing = [fault for fault in facts.faults if fault.code in ("CM301", "CM302")]
    if missing and not facts.facts:
        raise InputMissing(missing)
    _report(facts, quarantine)
    return facts


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


def _report(facts: FactSet, quarantine: str | None) -> None:
    for fault in facts.faults[:_SHOWN]:
        click.echo(str(fault), err=True)
    if len(facts.faults) > _SHOWN:
        place = f"'{quarantine}'" if quarantine else "a file, with --quarantine FILE"
        click.echo(f"… and {len(facts.faults) - _SHOWN} more; all rejected records go to {place}", err=True)
