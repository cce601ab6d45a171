"""The command line: one file a command. Its words and options are stable, because scripts are written against them."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import Any

import click

from countermove.cli.lazy_group import LazyGroup
from countermove.errors import CountermoveError

_HERE = "countermove.cli"


class _Cli(LazyGroup):
    """The whole command line. A reader that has seen enough (`| head`) is no error."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _drop_output()
            sys.exit(0)


def _drop_output() -> None:
    """Let what standard output still holds go nowhere, so that the interpreter does not stumble over it when it ends."""
    with contextlib.suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from countermove import __version__

        click.echo(f"countermove, version {__version__}")
        ctx.exit()


@click.group(
    cls=_Cli,
    commands_at={
        "memo": (f"{_HERE}.memo", "memo", "Write a briefing memo from facts."),
        "facts": (f"{_HERE}.facts", "facts", "List the kinds of facts; check files of facts."),
        "why": (f"{_HERE}.why", "why", "Explain a recommendation, rule by rule and fact by fact."),
        "rules": (f"{_HERE}.rules", "rules", "List, show, lint and test the rules."),
    },
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Facts about Russian activity in, prioritised policy recommendations out, each one traceable to its facts and rules."""


def main() -> None:
    """Entry point. Every error raised on purpose ends in its message and its exit status, never in a traceback."""
    # A short run makes many small objects that live to its end: looking through them often costs a tenth of the time.
    gc.set_threshold(200_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):  # the same bytes everywhere, whatever the terminal is set to
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli.main(prog_name="countermove", standalone_mode=False)
    except CountermoveError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_status)
    except click.ClickException as error:
        _show(error)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except OSError as error:
        if error.errno is None or error.filename is not None:  # not of a stream that was being written
            raise
        _drop_output()
        with contextlib.suppress(OSError):
            click.echo(f"Error: standard output could not be written: {error.strerror or error} [CM500]", err=True)
        sys.exit(2)


def _show(error: click.ClickException) -> None:
    """A wrong use in the form that all errors have, with the usage above it."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # no error to tell: the help itself
        error.show()
        return
    if context:
        click.echo(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n", err=True)
    click.echo(f"Error: {error.format_message()} [CM901]", err=True)
