"""The public interface: its names are pinned, each is explained, and importing it costs little."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import countermove as cm

NAMES = [
    "Briefing", "Changes", "CountermoveError", "EngineError", "Evidence", "Fact", "FactSet", "Fault", "InputRejected", "OutputError",
    "Rulebook", "RulebookError", "Session", "UsageError", "brief", "load_rulebook", "read_facts",
]  # fmt: skip
HEAVY = ("pydantic", "yaml", "durable", "jinja2", "iso3166", "stdnum", "rich", "click")


def test_the_names_are_these() -> None:
    """A name that is added, renamed or removed changes what others have written against."""
    assert cm.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_explained(name: str) -> None:
    thing = getattr(cm, name)
    assert inspect.getdoc(thing)
    assert thing.__module__.startswith("countermove")


@pytest.mark.parametrize("name", ["Session", "brief", "load_rulebook", "read_facts"])
def test_every_argument_is_typed(name: str) -> None:
    signature = inspect.signature(getattr(cm, name))
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values())


def test_dir_shows_them_and_nothing_inside() -> None:
    assert dir(cm) == sorted([*NAMES, "__version__"])
    assert cm.__version__


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cm.nothing  # type: ignore[attr-defined]


def test_importing_it_loads_nothing_heavy() -> None:
    code = f"import sys, countermove; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(("Error", "Rejected"))])
def test_every_error_has_its_code_and_exit_status(name: str) -> None:
    error = getattr(cm, name)
    assert issubclass(error, cm.CountermoveError)
    assert error.code.startswith("CM")
    assert error.exit_status == (3 if name == "InputRejected" else 2)
