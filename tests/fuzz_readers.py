"""Coverage-guided fuzzing of one reader: `python tests/fuzz_readers.py FORMAT [options of libFuzzer]`, for instance `-max_total_time=300`.

Needs atheris (`pip install atheris`, Linux, Python up to the version it has wheels for). The fixtures of the format are the seeds. A crash
is written to the working directory and ends the run; the same checks as in test_hostile_files.py tell what counts as one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent / "reading"))

with atheris.instrument_imports(include=["countermove.reading"]):
    from hostile import read_whole, reader_of, samples


def main() -> None:
    """Fuzz until something breaks or libFuzzer's options end it."""
    format, *options = sys.argv[1:] or sys.exit(f"name a format: {', '.join(sorted({id for id, _ in samples()}))}")
    reader = reader_of(format)
    with tempfile.TemporaryDirectory() as folder:
        seeds, target = Path(folder, "seeds"), Path(folder, "input")
        seeds.mkdir()
        for place, path in enumerate(path for id, path in samples() if id == format):
            (seeds / str(place)).write_bytes(path.read_bytes()[:60_000])

        def one(content: bytes) -> None:
            target.write_bytes(content)
            read_whole(reader, target)

        atheris.Setup([sys.argv[0], *options, str(seeds)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
