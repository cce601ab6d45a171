"""`countermove facts convert`: a store or JSON lines, whole or not at all, and every fault told."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import EVIDENCE, EXAMPLE_FACTS, Run

from countermove.reading.facts_source import read_facts


def _lines(path: Path, *more: object) -> Path:
    records = [*({**fact, "evidence": EVIDENCE} for fact in EXAMPLE_FACTS), *more]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_a_store_is_read_like_the_files_it_was_made_of(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl")
    done = run("facts", "convert", path, "-o", tmp_path / "store")
    assert (done.status, done.err) == (0, "")
    assert "2 facts written" in done.out
    assert sorted(found.name for found in (tmp_path / "store").iterdir()) == ["manifest.json", "vessel.parquet"]
    assert list(read_facts(tmp_path / "store")) == list(read_facts(path))
    assert "store/manifest.json: store, 2 records = 2 used" in run("facts", "check", tmp_path / "store").out


def test_json_lines(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl")
    assert run("facts", "convert", path, "-o", tmp_path / "out.jsonl").status == 0
    assert list(read_facts(tmp_path / "out.jsonl")) == list(read_facts(path))


def test_a_store_that_is_there_stays_unless_told(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl")
    assert run("facts", "convert", path, "-o", tmp_path / "store").status == 0
    before = (tmp_path / "store" / "vessel.parquet").read_bytes()
    again = run("facts", "convert", path, "-o", tmp_path / "store")
    assert again.status == 2
    assert "there is a store already" in again.err
    assert "CM500" in again.err
    assert (tmp_path / "store" / "vessel.parquet").read_bytes() == before
    assert run("facts", "convert", path, "-o", tmp_path / "store", "--replace").status == 0


def test_faults_are_told_and_the_rest_is_written(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl", {"kind": "vessel", "id": "imo:1"})
    done = run("facts", "convert", path, "-o", tmp_path / "store", "--quarantine", tmp_path / "bad.jsonl")
    assert done.status == 0
    assert "facts.jsonl:3" in done.err
    assert json.loads((tmp_path / "bad.jsonl").read_text())["line"] == 3
    assert len(read_facts(tmp_path / "store")) == 2


def test_strict_writes_nothing(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl", {"kind": "vessel", "id": "imo:1"})
    done = run("facts", "convert", path, "-o", tmp_path / "store", "--strict")
    assert done.status == 3
    assert not (tmp_path / "store").exists()


def test_nothing_to_read(run: Run, tmp_path: Path) -> None:
    done = run("facts", "convert", tmp_path / "nowhere", "-o", tmp_path / "store")
    assert done.status == 2
    assert "no such file" in done.err
    assert not (tmp_path / "store").exists()


def test_input_is_never_written_over(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl")
    before = path.read_bytes()
    assert run("facts", "convert", path, "-o", path).status == 2
    assert run("facts", "convert", tmp_path, "-o", tmp_path).status == 2
    assert path.read_bytes() == before


def test_followthemoney_gets_what_fits_and_the_rest_is_counted(run: Run, tmp_path: Path) -> None:
    change = {"kind": "flag_change", "vessel": "imo:9000015", "date": "2024-05-01", "evidence": EVIDENCE}
    path = _lines(tmp_path / "facts.jsonl", change)
    done = run("facts", "convert", path, "-o", tmp_path / "out.ftm.json")
    assert (done.status, done.err) == (0, "no schema fits: 1 flag_change\n")
    assert "2 of 3 facts written" in done.out
    entities = [json.loads(line) for line in (tmp_path / "out.ftm.json").read_text(encoding="utf-8").splitlines()]
    assert {entity["schema"] for entity in entities} == {"Vessel"}
    back = [fact for fact in read_facts(tmp_path / "out.ftm.json") if fact.kind == "vessel"]
    assert sorted(fact.id for fact in back) == sorted(fact.id for fact in read_facts(path) if fact.kind == "vessel")
    run("facts", "convert", path, "-o", tmp_path / "other.txt", "--to", "followthemoney")
    assert (tmp_path / "other.txt").read_bytes() == (tmp_path / "out.ftm.json").read_bytes()


def test_what_is_asked_for_goes_before_the_ending(run: Run, tmp_path: Path) -> None:
    path = _lines(tmp_path / "facts.jsonl")
    run("facts", "convert", path, "-o", tmp_path / "out.ftm.json", "--to", "json-lines")
    assert list(read_facts(tmp_path / "out.ftm.json")) == list(read_facts(path))
    assert run("facts", "convert", path, "-o", tmp_path / "x", "--to", "poetry").status == 2
