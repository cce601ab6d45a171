"""A user's own registers of sources: what they grade anew, where they go, and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bulk_agreement import _however_small, same, write  # noqa: F401 - a fixture

from countermove.facts.evidence import Evidence
from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts, would_read
from countermove.reading.own_registers import SUFFIX
from countermove.reading.source_register import Entry, registered, registered_ids, shipped_entries
from countermove.reading.yaml_source import YamlSource


def _ship(number: int, source: str, **more: Any) -> dict[str, Any]:
    piece = {"source": source, "reliability": "C", "credibility": 3}
    return {"kind": "vessel", "id": ["imo:9000015", "imo:9000027"][number], "evidence": [piece], **more}


def _register(folder: Path, text: str, name: str = "own") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{SUFFIX}"
    path.write_text(text, encoding="utf-8")
    return path


def _pieces(found: FactSet) -> list[Evidence]:
    return [piece for fact in found for piece in fact.evidence]


def _grades(found: FactSet) -> list[str]:
    return [f"{piece.reliability}{piece.credibility}" for piece in _pieces(found)]


def test_grades_origin_and_marking_are_put_in_place(tmp_path: Path) -> None:
    register = _register(
        tmp_path,
        "- source: a  PORT log\n  origin: The port\n  reliability: A\n  credibility: 1\n  marking: TLP:AMBER\n  why: We know it.\n",
    )
    write(tmp_path / "facts.jsonl", [_ship(0, "A port log"), _ship(1, "Another")])
    found = same(tmp_path)
    first, second = _pieces(found)
    assert (first.source, first.origin, first.reliability, first.credibility, first.marking) == (
        "A port log",
        "The port",
        "A",
        1,
        "TLP:AMBER",
    )
    assert second.reliability == "C"
    assert found.notes == (
        f"1 fact: source a  PORT log graded A 1, traced to The port, marked TLP:AMBER by {register}.",
    )
    assert [report.path for report in found.inputs] == [str(tmp_path / "facts.jsonl")]
    assert found.skipped == ()


def test_what_is_left_out_stays(tmp_path: Path) -> None:
    _register(tmp_path, "- source: A port log\n  credibility: 5\n")
    write(tmp_path / "facts.jsonl", [_ship(0, "A port log")])
    assert _grades(same(tmp_path)) == ["C5"]


def test_a_source_is_named_by_the_word_of_the_shipped_register(tmp_path: Path) -> None:
    _register(tmp_path, "- id: ofac-sdn\n  reliability: B\n")
    write(tmp_path / "facts.jsonl", [_ship(0, str(registered("ofac-sdn")["source"]))])
    assert _grades(same(tmp_path)) == ["B3"]


def test_the_nearer_register_goes_first_field_by_field(tmp_path: Path) -> None:
    _register(tmp_path, "- {source: A port log, reliability: A, credibility: 1}\n")
    _register(tmp_path / "b", "- {source: A port log, credibility: 4}\n")
    write(tmp_path / "facts.jsonl", [_ship(0, "A port log")])
    (tmp_path / "b" / "c").mkdir()
    write(tmp_path / "b" / "c" / "facts.jsonl", [_ship(1, "A port log")])
    found = same(tmp_path)
    assert _grades(found) == ["A1", "A4"]
    assert len(found.notes) == 2


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_paths_never_matters(tmp_path: Path, turned: bool) -> None:
    _register(tmp_path, "- {source: A port log, reliability: A}\n")
    (tmp_path / "b").mkdir()
    file = write(tmp_path / "b" / "facts.jsonl", [_ship(0, "A port log")])
    paths: Sequence[Path] = [file, tmp_path]
    assert _grades(same(paths[::-1] if turned else paths)) == ["A3"]
    assert _grades(same(file)) == ["C3"], "a folder that was not named is not looked into"


def test_a_register_of_a_sibling_goes_for_nothing(tmp_path: Path) -> None:
    _register(tmp_path / "b", "- {source: A port log, reliability: A}\n")
    write(tmp_path / "facts.jsonl", [_ship(0, "A port log")])
    assert _grades(same(tmp_path)) == ["C3"]


def test_the_value_that_is_now_best_supported_stays(tmp_path: Path) -> None:
    records = [_ship(0, "A paper", name="WRONG"), _ship(0, "A port log", name="RIGHT")]
    write(tmp_path / "facts.jsonl", records)
    merged = read_facts(tmp_path).facts[0]
    whole = {**merged.model_dump(mode="json", exclude_none=True), "kind": "vessel"}
    (tmp_path / "facts.jsonl").write_text(json.dumps(whole) + "\n")
    assert read_facts(tmp_path).facts[0].model_dump()["name"] == "RIGHT"
    _register(tmp_path, "- {source: A port log, reliability: E, credibility: 5}\n")
    fact = same(tmp_path).facts[0].model_dump()
    assert fact["name"] == "WRONG"
    assert [other["value"] for other in fact["alternatives"]] == ["RIGHT"]


def test_copies_that_the_register_traces_to_one_origin_count_once(tmp_path: Path) -> None:
    """Two papers against one agency: two origins beat one, until the register knows that both copy a third."""
    records = [
        _ship(0, "Paper one", name="ZULU"),
        _ship(0, "Paper two", name="ZULU"),
        _ship(0, "An agency", name="ALPHA"),
    ]
    write(tmp_path / "facts.jsonl", records)
    assert same(tmp_path).facts[0].model_dump()["name"] == "ZULU"
    _register(tmp_path, "- {source: Paper one, origin: A wire}\n- {source: Paper two, origin: A WIRE}\n")
    assert same(tmp_path).facts[0].model_dump()["name"] == "ALPHA"


def test_sources_that_nothing_cites_are_told(tmp_path: Path) -> None:
    register = _register(tmp_path, "- {source: A port log, reliability: A}\n- {source: A portlog, reliability: A}\n")
    write(tmp_path / "facts.jsonl", [_ship(0, "A port log")])
    assert f"{register}: no fact read here cites A portlog." in same(tmp_path).notes


def test_what_changes_nothing_is_not_told(tmp_path: Path) -> None:
    _register(tmp_path, "- {source: A port log, reliability: C}\n")
    write(tmp_path / "facts.jsonl", [_ship(0, "A port log")])
    assert same(tmp_path).notes == ()


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "told"),
    [
        ("- source: A\n  reliability: G\n", "CM106", 2, 16, "reliability"),
        ("- source: A\n  credibility: 7\n", "CM106", 2, 16, "credibility"),
        ("- source: A\n  reliabilty: A\n", "CM104", 2, 3, "reliabilty"),
        ("- reliability: A\n", "CM105", 1, 3, "'source' is missing"),
        ("- id: no-such-source\n  reliability: A\n", "CM342", 1, 7, "no-such-source"),
        ("- {source: A, reliability: A}\n- {source: a, reliability: B}\n", "CM341", 2, 3, "judged already"),
        ("source: A\n", "CM106", 1, 1, "a list of sources"),
        ("- just words\n", "CM106", 1, 3, ""),
        ("- [", "CM101", 2, 1, "not YAML"),
        ("", "CM102", 1, 0, "empty"),
        ("- source: &x A\n", "CM103", 1, 11, ""),
    ],
)
def test_what_is_wrong_with_a_register_is_told_where_it_stands(
    tmp_path: Path, text: str, code: str, line: int, column: int, told: str
) -> None:
    register = _register(tmp_path, text)
    write(tmp_path / "facts.jsonl", [_ship(0, "Another")])
    found = same(tmp_path)
    assert [(fault.code, str(fault.location)) for fault in found.faults] == [
        (code, f"{register}:{line}{f':{column}' if column else ''}")
    ]
    assert told in found.faults[0].message
    assert len(found.facts) == 1


def test_a_register_that_is_too_large_or_no_text(tmp_path: Path) -> None:
    _register(tmp_path, "#" * 1_000_001, "a")
    (tmp_path / f"b{SUFFIX}").write_bytes(b"- source: \xff\xfe\n")
    write(tmp_path / "facts.jsonl", [_ship(0, "Another")])
    assert [fault.code for fault in same(tmp_path).faults] == ["CM340", "CM101"]


def test_a_register_is_never_written_over(tmp_path: Path) -> None:
    register = _register(tmp_path, "- {source: A, reliability: A}\n")
    file = write(tmp_path / "facts.jsonl", [_ship(0, "A")])
    assert would_read([str(tmp_path)], register)
    assert would_read([str(file)], register)
    (tmp_path / "b").mkdir()
    inner = write(tmp_path / "b" / "facts.jsonl", [_ship(0, "A")])
    assert not would_read([str(inner)], register)
    assert would_read([str(inner), str(tmp_path)], register)


def test_a_store_and_other_formats_are_graded_too(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([_ship(0, "A port log")]))
    (tmp_path / "b.csv").write_text("imo,ofac,uk,eu\n9000015,True,False,False\n")
    _register(
        tmp_path,
        "- {source: A port log, reliability: A}\n- {source: 'Sanctions status by IMO number, shadow-fleet-baltic', reliability: D}\n",
    )
    assert _grades(same(tmp_path)) == ["A3", "D2"]


def test_the_shipped_register_holds_up() -> None:
    path = "sources.yaml"
    from countermove.reading.source_register import SHIPPED

    source = YamlSource.of_file(path, SHIPPED)
    entries = [source.validate(Entry, data, (place,)) for place, data in enumerate(source.data)]
    assert [str(fault) for fault in source.faults] == []
    assert tuple(entries) == shipped_entries()
    for entry in shipped_entries():
        assert entry.id
        assert entry.source
        assert entry.reliability
        assert entry.credibility
        assert entry.why, entry.id
        assert (entry.reliability == "F") == (entry.credibility == 6), (
            f"{entry.id}: F and 6 judge nothing, each by itself"
        )
    assert len(set(registered_ids())) == len(shipped_entries())
    names = [" ".join(entry.source.split()).casefold() for entry in shipped_entries() if entry.source]
    assert len(set(names)) == len(names)
