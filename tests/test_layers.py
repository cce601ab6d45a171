"""Imports point one way, floor by floor; and the check that says so notices when they do not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(config: Path, source: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that lies in the folder `source`."""
    return subprocess.run(
        [sys.executable, "-c", RUN, "--config", str(config), "--no-cache"],
        cwd=source, env={**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_imports_keep_to_the_floors() -> None:
    done = lint_imports(ROOT / "pyproject.toml", ROOT / "engine")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("facts/time.py", "countermove.rulebook.rule"),
        ("rulebook/rule.py", "countermove.reading.yaml_source"),
        ("reading/rule_reader.py", "countermove.inference.match"),
        ("inference/match.py", "countermove.reading.yaml_source"),
        ("assessment/gaps.py", "countermove.audit.lint"),
        ("audit/lint.py", "countermove.assessment.gaps"),
        ("errors.py", "countermove.facts.fact"),
        ("memo/audience.py", "countermove.cli.options"),
        ("assessment/basis.py", "countermove.memo.audience"),
        ("ownership/graph.py", "countermove.inference.match"),
    ],
)
def test_a_forbidden_import_is_noticed(tmp_path: Path, module: str, forbidden: str) -> None:
    copy = tmp_path / "countermove"
    shutil.copytree(ROOT / "engine" / "countermove", copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef _late() -> None:\n    import {forbidden}\n")
    done = lint_imports(tmp_path / "pyproject.toml", tmp_path)
    assert done.returncode == 1
    assert "1 broken" in done.stdout
    assert forbidden in done.stdout
