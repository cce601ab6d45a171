"""Runs a command in a process of its own and tells how long it took and how much memory it held at its peak.

The memory is that of the process with all that it started (a Java machine, node), looked at many times a second, or what the
operating system says was the most that one of them held, whichever is more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

_ROOT = Path(__file__).parent.parent
_PAUSE = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a process. `status` is None where it was stopped because its time was up."""

    status: int | None
    output: str
    errors: str
    seconds: float
    peak: int


def run(command: Sequence[str], limit: float) -> Ended:
    """Run a command for `limit` seconds at most. It finds this package and ours as this process does. `peak` is in bytes."""
    with TemporaryFile("w+") as output, TemporaryFile("w+") as errors:
        begin = time.perf_counter()
        own = os.pathsep.join([str(_ROOT), str(_ROOT / "engine"), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            command, stdout=output, stderr=errors, start_new_session=True, env={**os.environ, "PYTHONPATH": own}
        )
        peak, stopped, usage, code = 0, False, None, 0
        while usage is None:
            pid, status, spent = os.wait4(process.pid, os.WNOHANG)
            if pid:
                usage, code = spent, os.waitstatus_to_exitcode(status)
                break
            peak = max(peak, _held(process.pid))
            if not stopped and time.perf_counter() - begin > limit:
                os.killpg(process.pid, 9)
                stopped = True
            time.sleep(_PAUSE)
        seconds = time.perf_counter() - begin
        process.returncode = code
        output.seek(0)
        errors.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        most = max(peak, usage.ru_maxrss * unit)
        return Ended(None if stopped else code, output.read(), errors.read(), seconds, most)


def _held(root: int) -> int:
    """Bytes that a process and its descendants hold now; nothing where the system does not tell."""
    waiting, total = [root], 0
    while waiting:
        process = waiting.pop()
        place = _PROCESSES / str(process)
        try:
            total += int((place / "statm").read_text().split()[1]) * _PAGE
            for children in place.glob("task/*/children"):
                waiting.extend(int(child) for child in children.read_text().split())
        except (OSError, IndexError):
            continue
    return total
