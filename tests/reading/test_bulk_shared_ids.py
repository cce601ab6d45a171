"""Things known by several ids are one in tables as they are in objects."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from bulk_agreement import _however_small, same, write  # noqa: F401 - a fixture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermove.facts.fact import Fact
from countermove.reading import bulk_rename
from known_by_several_ids import claims


def _records(facts: list[Fact]) -> list[object]:
    natural = [
        fact.model_dump(mode="json", exclude_none=True, exclude_defaults=True) | {"kind": fact.kind} for fact in facts
    ]
    return [json.loads(json.dumps(record)) for record in natural]


@settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "40")), deadline=None, suppress_health_check=list(HealthCheck),
    derandomize="CI" in os.environ,
)  # fmt: skip
@given(st.lists(claims, min_size=1, max_size=12), st.booleans())
def test_tables_and_objects_join_the_same(
    tmp_path_factory: pytest.TempPathFactory, facts: list[Fact], pages: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if pages:
            patch.setattr(bulk_rename, "AT_ONCE", 1)
        same(write(tmp_path_factory.mktemp("several") / "facts.jsonl", _records(facts)))


def test_claims_of_several_files_meet(tmp_path: Path) -> None:
    lei, inn = "lei:5493001KJTIIGC8Y1R12", "inn:7707083893"
    one = write(tmp_path / "a.jsonl", [
        {"kind": "company", "id": lei, "same_as": [inn, "ofac:2"]},
        *({"kind": "ownership", "owner": "ofac:2", "asset": f"register:{number}"} for number in range(300)),
    ])  # fmt: skip
    other = write(tmp_path / "b.jsonl", [
        {"kind": "company", "id": inn, "name": "Alpha"},
        *({"kind": "ownership", "owner": lei, "asset": f"register:{number}", "share": 12.5} for number in range(300)),
    ])  # fmt: skip
    found = same([one, other])
    assert len(found.of_kind("ownership")) == 300
    assert [fact.id for fact in found.of_kind("company")] == [lei]
