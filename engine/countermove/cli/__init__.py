"""The command line: one file a command. Its words and options are stable, because scripts are written against them."""

from __future__ import annotations

import sys

import click

from countermove.cli.lazy_group import LazyGroup
from countermove.errors import CountermoveError

_HERE = "countermove.cli"


@click.group(
    cls=LazyGroup,
    commands_at={
        "memo": (f"{_HERE}.memo", "memo", "Write a briefing memo from facts."),
        "facts": (f"{_HERE}.facts", "facts", "List the kinds of facts; check files of facts."),
        "why": (f"{_HERE}.why", "why", "Explain a recommendation, rule by rule and fact by fact."),
        "rules": (f"{_HERE}.rules", "rules", "List, show, lint and test the rules."),
    },
)
@click.version_option(package_name="countermove", prog_name="countermove")
def cli() -> None:
    """Facts about Russian activity in, prioritised policy recommendations out, each one traceable to its facts and rules."""


def main() -> None:
    """Entry point. Every error raised on purpose ends in its message and its exit status, never in a traceback."""
    try:
        cli.main(standalone_mode=False)
    except CountermoveError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
