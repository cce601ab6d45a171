"""Facts told several times are one fact, whether the database makes it or an object."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bulk_agreement import _however_small, same, write  # noqa: F401 - a fixture
from good_records import EVIDENCE, GIVEN, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermove.facts.registry import KINDS
from countermove.reading import bulk_reconcile

_PIECES: list[dict[str, Any]] = [
    EVIDENCE,
    {"source": "A register"},
    {"source": "A register", "reliability": "F", "credibility": 6, "marking": "TLP:CLEAR"},
    {"source": "Ńowhere, {x},{y} [1]", "published": "2024", "accessed": "2024-05"},
    {"source": "a", "published": "2024-02-29", "url": "https://example.org/1"},
    {"source": 'a "quoted" one', "published": "2024-02"},
    {"source": "back\\slash", "published": "2024-H1"},
    {"source": "a", "published": "1999-12-31", "locator": "null"},
]


def _told(kind: str, number: int, pieces: list[dict[str, Any]], left_out: set[str]) -> dict[str, Any]:
    required = {name for name, info in KINDS[kind].model_fields.items() if info.is_required()} | {"kind", "id"}
    whole = record(kind, number) | {"evidence": pieces}
    return {name: value for name, value in whole.items() if name in required or name not in left_out}


@pytest.mark.parametrize("kind", GIVEN)
def test_agreeing_facts_need_no_objects(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = {"reported", "contested_with"}
    optional = sorted(set(record(kind)) - apart - {"kind", "id", "evidence"})
    records = [_told(kind, number, [_PIECES[number]], apart) for number in range(5)]
    records += [_told(kind, number, [_PIECES[3], _PIECES[4]], {*apart, *optional[number::2]}) for number in range(4)]
    records += [_told(kind, 1, [_PIECES[1], _PIECES[2]], apart)]
    path = write(tmp_path / "facts.jsonl", records, ensure_ascii=False)
    monkeypatch.setattr(bulk_reconcile, "merge_same", None)
    same(path)


@st.composite
def _records(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["ais_gap", "ownership", "designation", "vessel", "incident", "loitering"]))
    pieces = draw(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=3))
    left_out = draw(st.sets(st.sampled_from(sorted(record(kind)))))
    found = _told(kind, draw(st.integers(0, 1)), pieces, left_out | {"contested_with"} - {"evidence"})
    found["id"] = "imo:9074729" if kind == "vessel" else f"x-{kind.replace('_', '-')}:1"
    for name in ("hours", "distance_km", "share"):
        if name in found:
            found[name] = draw(st.sampled_from([0.0, -0.0, 12, 12.0]))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_records(), min_size=2, max_size=30))
def test_however_often_facts_are_told(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]) -> None:
    same(write(tmp_path_factory.mktemp("told") / "facts.jsonl", records, separators=(",", ":")))
