"""Puts json-rules-engine into a folder by npm, where node and npm are there. Python packages come with the extra `benchmarks`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.engines.json_rules_engine import FOLDER, PACKAGE


def install(folder: Path) -> bool:
    """Whether the library is there now. Where the variable of its folder is set already, nothing is done."""
    if os.environ.get(FOLDER):
        return True
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        npm,
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        str(folder),
        PACKAGE,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        os.environ[FOLDER] = str(folder)
    return done.returncode == 0
