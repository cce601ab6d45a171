"""`countermove facts check`: what can be read, and what not."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from countermove.cli.options import json_option


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--quarantine", metavar="FILE", help="Write rejected records with their reasons to a file (JSON lines).")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE",
    help="Try a profile that does not stand beside the data; repeatable.",
)
@json_option
def facts_check(paths: tuple[str, ...], quarantine: str | None, profiles: tuple[str, ...], as_json: bool) -> None:
    """Read files of facts and account for every record: used, set aside with the reason, or quarantined with line and field.

    Ends with status 1 where a record was quarantined or a file could not be read.
    """
    from countermove.cli.input import refuse_overwriting
    from countermove.errors import UsageError
    from countermove.memo.phrases import plural
    from countermove.memo.writing import write_whole
    from countermove.reading.facts_source import read_facts

    refuse_overwriting(paths, quarantine=quarantine)
    if quarantine and any(Path(quarantine).resolve() == Path(profile).resolve() for profile in profiles):
        raise UsageError("--quarantine names the profile: nothing was written", hint="give another place")
    facts = read_facts(list(paths), profiles=profiles)
    if quarantine:
        write_whole(quarantine, "".join(record.as_json_line() + "\n" for record in facts.quarantine))
    if as_json:
        click.echo(json.dumps({
            "inputs": [
                {"path": i.path, "format": i.format, "records": i.records, "used": i.used, "set_aside": i.set_aside,
                 "set_aside_reasons": dict(i.set_aside_reasons), "quarantined": i.quarantined, "facts": i.facts} for i in facts.inputs
            ],
            "skipped": [{"path": s.path, "reason": s.reason} for s in facts.skipped],
            "faults": [{"code": f.code, "at": str(f.location or ""), "message": f.message, "hint": f.hint} for f in facts.faults],
            "notes": list(facts.notes), "facts": len(facts),
        }, indent=2, ensure_ascii=False))  # fmt: skip
        sys.exit(1 if facts.faults else 0)
    for fault in facts.faults:
        click.echo(str(fault))
    for i in facts.inputs:
        reasons = "; ".join(f"{count} {reason}" for reason, count in i.set_aside_reasons.items())
        click.echo(
            f"{i.path}: {i.format}, {i.records} {plural(i.records, 'record')} = {i.used} used + {i.set_aside} set aside"
            f"{f' ({reasons})' if reasons else ''} + {i.quarantined} quarantined; {i.facts} {plural(i.facts, 'fact')}"
        )
    for skipped in facts.skipped:
        click.echo(f"{skipped.path}: skipped, {skipped.reason}")
    for note in facts.notes:
        click.echo(f"note: {note}")
    count = len(facts.faults)
    click.echo(f"{len(facts)} {plural(len(facts), 'fact')}, {count or 'no'} {plural(count, 'fault')}")
    sys.exit(1 if facts.faults else 0)
