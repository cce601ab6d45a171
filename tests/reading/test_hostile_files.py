"""Every reader against files that an adversary, a broken disk or a bad export made."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hostile import read_whole, reader_of, samples, wounded, wounds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import countermove as cm
from countermove.reading.fact_formats import Folders, NotMine, detect, known_formats
from countermove.reading.outcome import SourceFile

SAMPLES = list(samples())
FORMATS = sorted({id for id, _ in SAMPLES})
STORES = {"parquet"}


@pytest.mark.parametrize("id", FORMATS)
def test_a_damaged_file_never_breaks_its_reader(id: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = [path for format, path in SAMPLES if format == id]
    place = tmp_path_factory.mktemp("damaged")
    reader = reader_of(id)

    @settings(
        max_examples=max(20, int(os.environ.get("COUNTERMOVE_EXAMPLES", "60")) // 3), deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(st.sampled_from(own), wounds())
    def trial(path: Path, changes: list[tuple[str, float, float, bytes]]) -> None:
        target = place / path.name
        target.write_bytes(wounded(path.read_bytes()[:60_000], changes))
        read_whole(reader, target)
        found = detect(SourceFile(target, target.name), Folders())
        if not isinstance(found, NotMine) and found.id != id:
            read_whole(found, target)

    trial()


@pytest.mark.parametrize("id", FORMATS)
def test_the_sample_itself_is_read(id: str) -> None:
    found = [read_whole(reader_of(id), path) for format, path in SAMPLES if format == id]
    assert any(counts["used"] or counts["set aside"] for counts in found)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 100_000, b"\xff" * 100_000, b"[" * 200_000, b'{"a":' * 100_000, b'"' * 50_000, b"," * 10_000 + b"\n" + b"x," * 10_000,
        b"<a>" * 100_000, b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sdnList>&b;</sdnList>', b"\x1a", b"\n" * 9_000,
        b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\xef\xbb\xbf{}", b"9" * 1_000_000, b"[1e999]", b"[" + b"9" * 10_000 + b"]", b"\xed\xa0\x80\n" * 50,
    ],
    ids=["nul", "0xff", "lists", "objects", "quotes", "columns", "tags", "entities", "end mark", "blank lines", "mark", "utf-16 mark", "two marks",
         "digits", "infinite", "long number", "surrogates"],
)  # fmt: skip
@pytest.mark.parametrize("id", [*sorted({id for id, _ in known_formats()} - STORES)])
def test_nonsense_is_told_and_not_read(id: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "nonsense"
    path.write_bytes(content)
    assert read_whole(reader_of(id), path)["facts"] == 0


_MEASURE = """
import resource, sys
from pathlib import Path
from countermove.reading.fact_formats import forced
from countermove.reading.outcome import SourceFile
reader = forced(sys.argv[1], ())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
records = sum(1 for _ in reader.read(SourceFile(Path(sys.argv[2]), "hostile")))
print(records, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("id", [*sorted({id for id, _ in known_formats()} - STORES)])
def test_a_line_of_100_mb_does_not_fill_the_memory(id: str, tmp_path: Path) -> None:
    sample = next((path for format, path in SAMPLES if format == id), None)
    path = tmp_path / "long"
    with path.open("wb") as file:
        if sample:
            file.write(sample.read_bytes().splitlines(keepends=True)[0].rstrip(b"\r\n") + b"\n")
        for _ in range(100):
            file.write(b"x" * 2**20)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, id, str(path)], capture_output=True, text=True, check=True, timeout=900
    )
    _, grown = map(int, done.stdout.split())
    assert grown < 400, f"{grown} MB"


def test_what_has_no_bounds_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("facts.jsonl", b"0" * 10_000_000)
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"0" * 10_000_000))
    (tmp_path / "facts.jsonl").write_text(json.dumps({"kind": "country", "id": "iso3166:KZ"}) + "\n", encoding="utf-8")
    found = cm.read_facts(tmp_path)
    assert [fact.id for fact in found.facts] == ["iso3166:KZ"]
    assert {Path(each.path).name: each.reason.split(",")[0] for each in found.skipped} == {
        "bomb.jsonl.gz": "an archive", "bomb.zip": "an archive or an Office file",
    }  # fmt: skip
