"""json-rules-engine in node: rules over one record at a time, so it is given the five thresholds alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.workload import THRESHOLDS, Counts, Stopwatch

TITLE = "json-rules-engine (node)"
PACKAGES = ()
RULES = tuple(THRESHOLDS)
MOST = 1_000_000
NOTE = (
    "A program for node reads the file and asks the engine once for each gap. It decides over one record: joins, absence and counts are "
    "not expressed. The start of node is part of the time."
)

FOLDER = "BENCHMARK_NODE_MODULES"
"""The variable that names the folder into which npm has installed the library; see `benchmarks.installing`."""

PACKAGE = "json-rules-engine@7.3.1"


def prepare() -> list[str]:
    node, folder = shutil.which("node"), os.environ.get(FOLDER)
    if not node or not folder:
        raise ImportError(f"node is not there, or {FOLDER} does not name the folder of json-rules-engine")
    return [node, str(Path(__file__).with_suffix(".mjs")), folder]


def bulk(prepared: list[str], path: Path, watch: Stopwatch) -> Counts:
    told = subprocess.run([*prepared, str(path)], capture_output=True, text=True, check=True)
    answer = json.loads(told.stdout)
    for part in ("loading", "matching"):
        watch.seconds[part] = answer[part]
    counts: Counts = answer["counts"]
    return counts
