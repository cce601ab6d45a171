"""Which sources facts cite, and the register made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bulk_agreement import write

from countermove import read_facts, resources
from countermove.reading.cited_sources import cited_in, grades_in_words, register_of
from countermove.reading.own_registers import SUFFIX


def _ship(number: int, *pieces: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "vessel", "id": f"register:{number}", "evidence": list(pieces)}


def test_sources_are_counted_by_fact_and_grade(tmp_path: Path) -> None:
    known = {"source": "UK Sanctions List", "reliability": "A", "credibility": 2}
    log = {"source": "A port log", "origin": "The port", "reliability": "B", "credibility": 2}
    records = [
        _ship(0, log, known),
        _ship(1, {**log, "source": "A  PORT log", "credibility": 3}),
        _ship(2, log, {**log, "locator": "2"}),
    ]
    first, second = cited_in(read_facts(write(tmp_path / "facts.jsonl", records)))
    assert (first.source, first.facts, grades_in_words(first), first.entry) == (
        "A  PORT log",
        3,
        "B 2 (3), B 3 (1)",
        "",
    )
    assert (second.source, second.facts, grades_in_words(second), second.entry) == (
        "UK Sanctions List",
        1,
        "A 2",
        "uk-sanctions-list",
    )


def test_the_register_that_is_printed_changes_nothing(tmp_path: Path) -> None:
    facts = read_facts(resources.folder("examples"))
    lines = [
        fact.model_dump(mode="json", exclude_none=True, exclude_defaults=True) | {"kind": fact.kind} for fact in facts
    ]
    write(tmp_path / "facts.jsonl", lines)
    before = read_facts(tmp_path)
    (tmp_path / f"own{SUFFIX}").write_text(register_of(cited_in(before)), encoding="utf-8")
    after = read_facts(tmp_path)
    assert [str(fault) for fault in after.faults] == [str(fault) for fault in before.faults]
    assert after.notes == before.notes
    assert after.facts == before.facts


def test_what_differs_from_fact_to_fact_is_left_open(tmp_path: Path) -> None:
    piece = {"source": 'A "paper": one', "reliability": "B", "credibility": 2, "marking": "TLP:RED"}
    records = [_ship(0, {**piece, "origin": "X"}), _ship(1, {**piece, "origin": "Y", "credibility": 3})]
    text = register_of(cited_in(read_facts(write(tmp_path / "facts.jsonl", records))))
    assert text.splitlines()[2:] == [
        '- source: "A \\"paper\\": one"', "  # origin: 2 different ones", "  reliability: B", "  # graded item by item: B 2 (1), B 3 (1)", "  marking: TLP:RED",
    ]  # fmt: skip
    assert register_of([]).endswith("[]\n")
