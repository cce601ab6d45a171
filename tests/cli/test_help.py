"""Every command explains itself, quickly."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from command_line import Run

from countermove.cli import cli
from countermove.cli.lazy_group import LazyGroup


def commands(
    command: click.Command = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every group and command with the words that call it."""
    yield path, command
    if isinstance(command, LazyGroup):
        for name in command.commands_at:
            inner = command.get_command(click.Context(command), name)
            assert inner
            yield from commands(inner, (*path, name))


ALL = list(commands())


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "countermove" for path, _ in ALL])
def test_it_has_help_on_itself_and_on_every_option(path: tuple[str, ...], command: click.Command) -> None:
    assert command.help
    assert command.callback
    assert command.callback.__doc__
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{' '.join(path)} {parameter.name}"


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "countermove" for path, _ in ALL])
def test_its_group_says_what_it_does_in_one_line(path: tuple[str, ...], command: click.Command) -> None:
    """That line is written in the group, so that nothing need be imported to show it."""
    group = dict(ALL)[path[:-1]]
    if path and isinstance(group, LazyGroup):
        assert group.commands_at[path[-1]][2].endswith(".")


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=[" ".join(path) or "countermove" for path, _ in ALL])
def test_help_is_printed(run: Run, path: tuple[str, ...]) -> None:
    done = run(*path, "--help")
    assert done.status == 0
    assert done.out.startswith("Usage: countermove")
    assert done.err == ""


def test_help_loads_nothing_heavy() -> None:
    code = f"""
import sys
from countermove.cli import main
for path in {[path for path, _ in ALL]!r}:
    sys.argv = ["countermove", *path, "--help"]
    try:
        main()
    except SystemExit:
        pass
print([m for m in ("pydantic", "yaml", "durable", "jinja2", "rich") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_command_shows_the_help_and_is_wrong_usage(run: Run) -> None:
    done = run()
    assert done.status == 2
    assert "Usage: countermove" in done.err


def test_the_version(run: Run) -> None:
    done = run("--version")
    assert done.status == 0
    assert done.out.startswith("countermove, version ")


@pytest.mark.parametrize(
    "command",
    [
        ("rules", "list"),
        ("rules", "lint"),
        ("rules", "test"),
        ("rules", "show"),
        ("facts", "kinds"),
        ("facts", "check"),
        ("why",),
    ],
)
def test_what_lists_or_reports_can_do_so_in_json(command: tuple[str, ...]) -> None:
    assert any("--json" in parameter.opts for parameter in dict(ALL)[command].params)
