"""`countermove facts draft`: a profile for a file of one's own, to begin with."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("draft")
@click.argument("path", metavar="PATH")
@click.option("-o", "--output", metavar="FILE", help="Write the profile to a file, whole or not at all.")
def facts_draft(path: str, output: str | None) -> None:
    """Draft a profile for a CSV or JSON file that no format knows, and show the first facts that it would give.

    The profile goes to standard output or, with -o, to FILE: put it beside the data as ANYTHING.profile.yaml. Source and grades are never
    guessed; the draft says where you must decide.
    """
    from countermove.errors import UsageError
    from countermove.memo.phrases import plural
    from countermove.memo.writing import write_whole
    from countermove.reading.drafting.draft import TRIED, draft, read_already, told

    source = Path(path)
    if not source.is_file():
        raise UsageError(
            f"there is no file '{path}'", hint="give one file; a profile is drafted for one format at a time"
        )
    if output and Path(output).exists() and Path(output).resolve() == source.resolve():
        raise UsageError("-o names the file that is read: nothing was written", hint="give another place")
    try:
        made, known = draft(source), read_already(source)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}") from None
    if output:
        write_whole(output, made.text)
    else:
        click.echo(made.text, nl=False)
    trial = made.trial
    if known:
        click.echo(f"This file is read without a profile: its format is {known}.", err=True)
    for fault in trial.faults:
        click.echo(str(fault), err=True)
    for fact in trial.facts:
        click.echo(fact.model_dump_json(exclude_none=True, exclude_defaults=True), err=True)
    few = f"first {TRIED}" if trial.records >= TRIED else str(trial.records)
    click.echo(
        f"Of the {few} {plural(trial.records, 'record')} it would use {trial.used}, set aside {trial.set_aside.total()} and "
        f"refuse {trial.refused}.",
        err=True,
    )
    for line in (*told(trial.set_aside), *told(trial.reasons)):
        click.echo(f"  {line}", err=True)
    if trial.notes:
        click.echo(f"  {trial.notes} {plural(trial.notes, 'note')} on fields that were left out", err=True)
