"""`countermove facts`: what can be known, and whether a file of facts can be read."""

from __future__ import annotations

import click

from countermove.cli.lazy_group import LazyGroup

_HERE = "countermove.cli"


@click.group(
    cls=LazyGroup,
    commands_at={
        "kinds": (f"{_HERE}.facts_kinds", "facts_kinds", "List the kinds of facts, or the fields of one."),
        "formats": (
            f"{_HERE}.facts_formats",
            "facts_formats",
            "List the formats that facts are read from, or what of one is used.",
        ),
        "draft": (f"{_HERE}.facts_draft", "facts_draft", "Draft a profile for a table or JSON file of your own."),
        "check": (f"{_HERE}.facts_check", "facts_check", "Say what of the given files can be read, and what not."),
        "convert": (
            f"{_HERE}.facts_convert",
            "facts_convert",
            "Write facts as a store of typed Parquet, or as JSON lines.",
        ),
        "sources": (
            f"{_HERE}.facts_sources",
            "facts_sources",
            "List the sources that facts cite, with counts and grades.",
        ),
        "schema": (f"{_HERE}.facts_schema", "facts_schema", "Print the JSON Schema of facts."),
    },
)
def facts() -> None:
    """List the kinds of facts; check and convert files of facts."""
