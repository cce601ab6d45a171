"""Nothing is lost on the way: for every reader and every real file, records = used + set aside + quarantined.

The number of records is counted a second time by other means where that is a count; the quarantine holds every refused record and can be
read again; reading into objects and reading into tables give one account.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from independent_count import independent_count
from reading_account import adds_up
from shared_data import SHARED, needs

from countermove import resources
from countermove.facts.fact_set import FactSet
from countermove.reading.bulk import BulkReading, read_bulk
from countermove.reading.facts_source import known_formats, read_facts
from countermove.reading.store_writing import write_store
from countermove.tables.database import Database

FIXTURES = Path(__file__).parent / "fixtures"
FACTS = [
    {"kind": "vessel", "id": "imo:9000015", "name": "EXAMPLE ONE"},
    {"kind": "vessel", "id": "imo:9000016", "name": "EXAMPLE TWO"},
    {"kind": "country", "id": "iso3166:DE"},
]


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.endswith(".profile.yaml"))


def _check(found: FactSet) -> None:
    """All that holds of every account, whatever was read."""
    assert adds_up(found)
    by_path = Counter(record.path for record in found.quarantine if record.path)
    assert {i.path: i.quarantined for i in found.inputs if i.quarantined} == by_path
    for record in found.quarantine:
        line = json.loads(record.as_json_line())
        assert line.keys() >= {"path", "line", "format", "problems", "record"}
        assert line["problems"]
        assert all(problem["reason"] for problem in line["problems"])
    for report in found.inputs:
        assert all(reason and "\n" not in reason for reason in report.set_aside_reasons)


def _same_account(in_tables: BulkReading, found: FactSet) -> None:
    assert in_tables.inputs == found.inputs
    assert in_tables.skipped == found.skipped
    assert list(map(str, in_tables.faults)) == list(map(str, found.faults))
    assert [repr(record) for record in in_tables.quarantine] == [repr(record) for record in found.quarantine]
    assert len(in_tables) == len(found)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of the native forms: lines, a document, a store and a quarantine file."""
    folder = tmp_path_factory.mktemp("native")
    (folder / "facts.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in FACTS), encoding="utf-8")
    (folder / "facts.json").write_text(json.dumps(FACTS), encoding="utf-8")
    quarantine = "".join(record.as_json_line() + "\n" for record in read_facts(folder / "facts.jsonl").quarantine)
    (folder / "quarantine.jsonl").write_text(quarantine, encoding="utf-8")
    with Database() as database:
        write_store(read_bulk([folder / "facts.jsonl"], database), folder / "store")
    return folder


@pytest.mark.parametrize("path", _files(FIXTURES), ids=lambda path: str(path.relative_to(FIXTURES)))
def test_every_fixture(path: Path, tmp_path: Path) -> None:
    found = read_facts(path)
    _check(found)
    (report,) = found.inputs
    count = independent_count(path, report.format)
    assert count is None or report.records == count
    with Database() as database:
        _same_account(read_bulk(path, database), found)
    _check_read_again(found, tmp_path / "again.jsonl")


def _check_read_again(found: FactSet, path: Path) -> None:
    """What was refused goes back to its own format by way of a quarantine file, and is refused again under its own place."""
    if not found.quarantine:
        return
    path.write_text("".join(record.as_json_line() + "\n" for record in found.quarantine), encoding="utf-8")
    again = read_facts(path)
    assert adds_up(again)
    (report,) = again.inputs
    assert (report.format, report.records, report.quarantined) == ("quarantine", len(found.quarantine), report.records)
    assert [(r.path, r.line, r.format) for r in again.quarantine] == [
        (r.path, r.line, r.format) for r in found.quarantine
    ]


def test_every_format_has_a_file_here(made: Path) -> None:
    def formats(root: Path) -> Iterator[str]:
        yield from (report.format for report in read_facts(root).inputs)

    seen = {*formats(FIXTURES), *formats(resources.folder("examples")), *formats(made)}
    assert {name for name, _ in known_formats()} - seen == set()


def test_the_native_forms(made: Path) -> None:
    found = read_facts(made)
    _check_but_quarantine_paths(found)
    assert {Path(i.path).name: (i.format, i.records, i.used, i.quarantined) for i in found.inputs} == {
        "facts.json": ("json", 3, 2, 1),
        "facts.jsonl": ("json-lines", 3, 2, 1),
        "quarantine.jsonl": ("quarantine", 1, 0, 1),
        "manifest.json": ("store", 2, 2, 0),
    }
    with Database() as database:
        _same_account(read_bulk(made, database), found)


def _check_but_quarantine_paths(found: FactSet) -> None:
    """A quarantine file's refused records stand under the file where they first stood."""
    assert adds_up(found)
    assert len(found.quarantine) == sum(i.quarantined for i in found.inputs)


def test_the_shipped_examples() -> None:
    found = read_facts(resources.folder("examples"))
    _check(found)
    assert not found.quarantine
    for report in found.inputs:
        path = resources.folder("examples").parent / report.path
        assert independent_count(path, report.format) == report.records, report.path


@pytest.fixture(scope="module")
def everything() -> FactSet:
    return read_facts(SHARED)


@needs(SHARED)
def test_every_real_file(everything: FactSet) -> None:
    _check(everything)
    counted = 0
    for report in everything.inputs:
        count = independent_count(Path(report.path), report.format)
        if count is not None:
            counted += 1
            assert report.records == count, report.path
    assert counted > 0.7 * len(everything.inputs)
    assert len(everything.inputs) + len(everything.skipped) == len(_files(SHARED))


@needs(SHARED)
def test_what_the_real_files_leave_in_quarantine_can_be_read_again(everything: FactSet, tmp_path: Path) -> None:
    _check_read_again(everything, tmp_path / "again.jsonl")


@needs(SHARED)
def test_every_real_file_in_tables(everything: FactSet) -> None:
    with Database() as database:
        _same_account(read_bulk(SHARED, database), everything)
