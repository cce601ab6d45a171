"""The order in which files are read never matters: the same facts, each with the same evidence, and the same things left apart."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

from countermove.facts.fact import Fact
from countermove.reading.facts_source import read_facts

SHIP, OTHER = "imo:9000015", "imo:9000027"


def _piece(source: str, grades: str, **more: Any) -> list[dict[str, Any]]:
    return [{"source": source, "reliability": grades[0], "credibility": int(grades[1]), **more}]


def _files(folder: Path) -> list[Path]:
    lines = [
        {"kind": "vessel", "id": "gfw:a", "same_as": [SHIP], "name": "OLD", "evidence": _piece("Positions", "B2")},
        {"kind": "alias", "entity": "gfw:a", "name": "OLD", "until": "2024", "evidence": _piece("Positions", "B2")},
        {"kind": "vessel", "id": "gfw:b", "same_as": [SHIP, OTHER], "evidence": _piece("Positions", "B2")},
        {"kind": "ais_gap", "vessel": "gfw:a", "start": "2026-01-01T00:00:00Z", "evidence": _piece("Positions", "B2")},
    ]
    document = [
        {"kind": "vessel", "id": SHIP, "name": "NEW", "built": 2001, "evidence": _piece("Copy one", "C3", origin="A register")},
        {"kind": "vessel", "id": SHIP, "name": "NEW", "built": 2002, "evidence": _piece("Paper", "C3")},
        {"kind": "ais_gap", "vessel": SHIP, "start": "2026-01-01T00:00:00Z", "hours": 5.0, "evidence": _piece("Paper", "C3")},
    ]  # fmt: skip
    copies = [
        {"kind": "vessel", "id": SHIP, "built": 2001, "evidence": _piece(f"Copy {n}", "C3", origin="a  REGISTER")}
        for n in range(2, 5)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    (folder / "b.json").write_text(json.dumps(document))
    (folder / "c.csv").write_text("imo,ofac,uk,eu\n9000015,True,False,True\n9000027,False,True,True\n")
    (folder / "d").mkdir()
    (folder / "d" / "e.jsonl").write_text("".join(json.dumps(one) + "\n" for one in copies))
    (folder / "d" / "own.sources.yaml").write_text("- {source: Copy 2, reliability: D}\n")
    return [folder / "a.jsonl", folder / "b.json", folder / "c.csv", folder / "d"]


def test_the_order_of_files_never_matters(tmp_path: Path) -> None:
    files = _files(tmp_path)
    expected = read_facts(tmp_path)
    assert not expected.faults
    for order in permutations(files):
        found = read_facts(order)
        assert found.facts == expected.facts
        assert sorted(found.notes) == sorted(expected.notes)


def test_what_several_files_say_of_one_ship_is_one_fact(tmp_path: Path) -> None:
    """Four copies of one register are one voice, and weigh no more than the one paper that says otherwise: the smaller value stays."""
    _files(tmp_path)
    found = read_facts(tmp_path)
    ship: Any = found.by_id[SHIP]
    assert (ship.name, ship.built, ship.same_as) == ("NEW", 2001, ("gfw:a",))
    assert [(other.field, other.value) for other in ship.alternatives] == [("built", "2002")]
    assert len({piece.origin_key for piece in ship.evidence}) == 3
    (gap,) = found.of_kind("ais_gap")
    assert len(gap.evidence) == 2
    assert sum("gfw:b is said to have 2 different IMO numbers" in note for note in found.notes) == 1
    assert _listed(found.of_kind("designation")) == [("eu", SHIP), ("eu", OTHER), ("uk", OTHER), ("us", SHIP)]


def _listed(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return sorted((fact.authority, fact.entity) for fact in facts)  # type: ignore[attr-defined]
