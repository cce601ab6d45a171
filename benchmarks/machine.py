"""Describes the machine that a run was made on, and the versions of what was run. Names no host and no path."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def described() -> Mapping[str, str]:
    """What a reader has to know about the machine, in the order in which it is told."""
    return {
        "Processor": _processor(),
        "Cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
        "System": _system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "Java": _first_line(["java", "-version"]),
        "Node": _first_line(["node", "--version"]),
        "Load before the run": f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "not told",
    }


def versions(packages: Iterable[str]) -> Mapping[str, str]:
    """Installed versions by package, those that are not installed left out."""
    found = {}
    for package in sorted(set(packages)):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    place = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*:\s*(.+)$", place.read_text(), re.MULTILINE) if place.exists() else None
    return named[1].strip() if named else platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, AttributeError, KeyError):
        name = platform.system()
    return f"{name}, {platform.machine()}"


def _first_line(command: list[str]) -> str:
    if not shutil.which(command[0]):
        return "not there"
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return ((told.stdout or told.stderr).strip().splitlines() or ["?"])[0]
