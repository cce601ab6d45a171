"""One engine on one task, in a process of its own. Prints one line of JSON: what was found and what it took.

python -m benchmarks.child bulk ENGINE FACTS.jsonl
python -m benchmarks.child live ENGINE LOADED MORE
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import eleven_facts
from benchmarks.workload import Stopwatch


def bulk(name: str, path: Path) -> Mapping[str, Any]:
    """From the file to match tuples, with the library loaded and the rules compiled beforehand."""
    engine = import_module(f"benchmarks.engines.{name}")
    begin = perf_counter()
    prepared = engine.prepare()
    ready = perf_counter()
    watch = Stopwatch()
    counts = engine.bulk(prepared, path, watch)
    end = perf_counter()
    return {"counts": dict(counts), "seconds": end - ready, "prepared": ready - begin, "parts": dict(watch.seconds)}


def live(name: str, loaded: int, more: int) -> Mapping[str, Any]:
    """One more fact at a time, after many. Objects are made beforehand; what was loaded is left alone by the garbage collector."""
    name, _, which = name.partition(":")
    engine = import_module(f"benchmarks.engines.{name}")
    lines = list(eleven_facts.lines(loaded, more))
    base = getattr(engine, which or "Live")(engine.prepare())
    begin = perf_counter()
    base.load(lines[:loaded])
    load = perf_counter() - begin
    objects = [base.made(line) for line in lines[loaded:]]
    del lines
    gc.collect()
    gc.freeze()
    seconds = []
    for item in objects:
        begin = perf_counter()
        base.add(item)
        seconds.append(perf_counter() - begin)
    return {"counts": dict(base.gained()), "load": load, "seconds": seconds}


if __name__ == "__main__":
    task, engine_name, *rest = sys.argv[1:]
    told = bulk(engine_name, Path(rest[0])) if task == "bulk" else live(engine_name, int(rest[0]), int(rest[1]))
    print(json.dumps(told))
