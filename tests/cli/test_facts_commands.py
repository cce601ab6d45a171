"""`countermove facts …`: kinds, their fields, the schema, and whether a file can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import EVIDENCE, EXAMPLE_FACTS, Run
from jsonschema import Draft202012Validator

from countermove.facts.registry import KINDS, fields


def test_every_kind_is_listed(run: Run) -> None:
    done = run("facts", "kinds")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == list(KINDS)
    assert run("facts", "kinds", "--json").data.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_a_kind(run: Run, kind: str) -> None:
    done = run("facts", "kinds", kind)
    assert done.status == 0
    for name in fields(kind):
        assert f"\n  {name}: " in done.out
    assert [f["field"] for f in run("facts", "kinds", kind, "--json").data["fields"]] == list(fields(kind))


def test_units_choices_and_what_is_required_are_told(run: Run) -> None:
    assert "hours: a number, in h." in run("facts", "kinds", "ais_gap").out
    assert "vessel: an id such as imo:9256054; required." in run("facts", "kinds", "ais_gap").out
    assert "      one of eu, uk, us" in run("facts", "kinds", "designation").out


def test_what_the_memo_makes_of_a_kind_is_told(run: Run) -> None:
    assert "      the memo asks: was {it} deliberate?" in run("facts", "kinds", "incident").out
    assert "Comes as a register: sanctions list." in run("facts", "kinds", "designation").out
    assert "Comes as a register" not in run("facts", "kinds", "incident").out
    assert "May tell of days to come: date." in run("facts", "kinds", "exercise").out
    assert "May tell of days to come" not in run("facts", "kinds", "port_call").out


def test_the_schema_fits_facts_and_refuses_others(run: Run) -> None:
    schema = run("facts", "schema").data
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for fact in EXAMPLE_FACTS:
        assert validator.is_valid(fact)
        assert not validator.is_valid({**fact, "nam": "A"})
        assert not validator.is_valid({**fact, "kind": "vesel"})
    assert not validator.is_valid({"id": "imo:9256054"})


def test_a_good_file(run: Run, facts_file: Path) -> None:
    done = run("facts", "check", facts_file)
    assert done.status == 0
    assert done.out.endswith("2 facts, no faults\n")


def test_one_of_each_is_told_in_the_singular(run: Run, facts_file: Path) -> None:
    facts_file.write_text(facts_file.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert run("facts", "check", facts_file).out == (
        f"{facts_file}: json-lines, 1 record = 1 used + 0 set aside + 0 quarantined; 1 fact\n1 fact, no faults\n"
    )


def test_quarantine_never_overwrites_what_is_read(run: Run, facts_file: Path) -> None:
    before = facts_file.read_bytes()
    for given in (facts_file, f"json-lines:{facts_file}", facts_file.parent):
        done = run("facts", "check", given, "--quarantine", facts_file)
        assert (done.status, done.out) == (2, "")
        assert f"--quarantine names '{facts_file}', which is read as input" in done.err
        assert facts_file.read_bytes() == before


def test_a_bad_record_ends_in_status_1_and_is_kept(run: Run, facts_file: Path, tmp_path: Path) -> None:
    bad = {"kind": "vessel", "id": "imo:9256055", "evidence": EVIDENCE}
    facts_file.write_text(facts_file.read_text(encoding="utf-8") + json.dumps(bad) + "\n", encoding="utf-8")
    done = run("facts", "check", facts_file, "--quarantine", tmp_path / "rejected.jsonl")
    assert done.status == 1
    assert f"{facts_file}:3" in done.out
    assert "check digit" in done.out
    (kept,) = [json.loads(line) for line in (tmp_path / "rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept["record"] == bad
    data = run("facts", "check", "--json", facts_file).data
    assert (data["inputs"][0]["records"], data["inputs"][0]["quarantined"], len(data["faults"])) == (3, 1, 1)


def test_a_file_that_does_not_exist(run: Run) -> None:
    done = run("facts", "check", "nowhere.jsonl")
    assert done.status == 1
    assert "CM301" in done.out


def test_the_shipped_register_of_sources(run: Run) -> None:
    done = run("facts", "sources")
    assert done.status == 0
    assert "uk-sanctions-list" in done.out
    assert {"id", "source", "reliability", "credibility", "why"} <= run("facts", "sources", "--json").data[0].keys()


def test_the_sources_of_facts_and_a_register_to_edit(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_text("".join(json.dumps({**fact, "evidence": EVIDENCE}) + "\n" for fact in EXAMPLE_FACTS))
    assert run("facts", "sources", file).out == "A register: 2 facts, graded B 2\n1 source\n"
    assert run("facts", "sources", file, "--json").data[0]["grades"] == [
        {"reliability": "B", "credibility": 2, "times": 2}
    ]
    register = tmp_path / "own.sources.yaml"
    register.write_text(run("facts", "sources", file, "--register").out.replace("reliability: B", "reliability: D"))
    done = run("facts", "sources", tmp_path)
    assert done.out.startswith("A register: 2 facts, graded D 2\nnote: 2 facts: source A register graded D 2 by ")


@pytest.mark.parametrize("words", [["--register"], ["--register", "--json", "x"]])
def test_a_register_is_made_from_facts(run: Run, words: list[str]) -> None:
    done = run("facts", "sources", *words)
    assert done.status == 2
    assert "--register" in done.err
