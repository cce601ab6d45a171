"""`python -m benchmarks.reading`: how fast each format is read, and how much memory that takes.

Each format's sample (tests/reading/fixtures) is made into a file of many records (many_records.py), which is read in a process of its
own as the program reads it, without keeping the facts. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.many_records import enlarge
from countermove.reading.fact_formats import Folders, NotMine, detect
from countermove.reading.outcome import SourceFile, Used

FIXTURES = Path(__file__).parent.parent / "tests" / "reading" / "fixtures"

_CHILD = """
import json, resource, sys, time
from collections import Counter
from pathlib import Path
from countermove.reading.fact_formats import forced
from countermove.reading.outcome import SourceFile
reader, found, facts = forced(sys.argv[1], ()), Counter(), 0
begin = time.perf_counter()
for outcome in reader.read(SourceFile(Path(sys.argv[2]), "many")):
    found[type(outcome).__name__] += 1
    facts += len(getattr(outcome, "facts", ()))
seconds = time.perf_counter() - begin
print(json.dumps({"seconds": seconds, "facts": facts, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, **found}))
"""


def samples() -> dict[str, tuple[Path, int]]:
    """The largest fixture of each format, and how many lines stand before its first record."""
    found: dict[str, tuple[Path, int]] = {}
    for path in sorted(FIXTURES.rglob("*"), key=lambda path: (-path.stat().st_size, path)):
        if not path.is_file() or path.suffix in (".yaml", ".md"):
            continue
        reader = detect(SourceFile(path, path.name), Folders())
        if isinstance(reader, NotMine) or reader.id in found:
            continue
        used = [outcome.line for outcome in reader.read(SourceFile(path, path.name)) if isinstance(outcome, Used)]
        found[reader.id] = path, max(0, min(used, default=1) - 1)
    return dict(sorted(found.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="all where none is named")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--limit", type=int, default=600, help="seconds for one format")
    given = parser.parse_args()
    print(
        "| format | records | MB | facts | seconds | records a second | peak memory, MB |\n|---|---|---|---|---|---|---|"
    )
    for id, (sample, head) in samples().items():
        if given.formats and id not in given.formats:
            continue
        with tempfile.TemporaryDirectory(prefix="reading-") as folder:
            target = Path(folder, "many")
            enlarge(sample, head, given.records, target)
            size = target.stat().st_size / 1e6
            try:
                done = subprocess.run(
                    [sys.executable, "-c", _CHILD, id, str(target)],
                    capture_output=True,
                    text=True,
                    check=True,
                    timeout=given.limit,
                )
            except subprocess.TimeoutExpired:
                print(f"| {id} | | {size:.0f} | | over {given.limit} | | |", flush=True)
                continue
        told = json.loads(done.stdout)
        read = sum(told.get(name, 0) for name in ("Used", "SetAside", "Refused"))
        rate = read / told["seconds"]
        print(
            f"| {id} | {read:,} | {size:.0f} | {told['facts']:,} | {told['seconds']:.1f} | {rate:,.0f} | {told['peak']} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
