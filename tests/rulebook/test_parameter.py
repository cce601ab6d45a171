"""Which value of a parameter holds on a day, for whom, and whether it is stale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from countermove.rulebook.parameter import Parameter

CAP: list[dict[str, Any]] = [
    {"value": 60, "from": "2022-12-05", "until": "2025-09-02", "jurisdiction": "eu"},
    {"value": 47.6, "from": "2025-09-03", "valid_until": "2026-01-15", "jurisdiction": "eu"},
    {"value": 60, "from": "2022-12-05", "jurisdiction": "us"},
]
LIMIT: list[dict[str, Any]] = [
    {"value": 12, "from": "2020"},
    {"value": 24, "from": "2024-06"},
    {"value": 6, "from": "2021-01-01", "jurisdiction": "uk"},
]


def parameter(values: list[dict[str, Any]]) -> Parameter:
    return Parameter.model_validate(
        {"name": "figure", "title": "A figure", "unit": "days", "values": [{"verified": "no", **v} for v in values]}
    )


@pytest.mark.parametrize(
    ("values", "day", "place", "expected"),
    [
        (CAP, "2022-12-04", "eu", None),
        (CAP, "2022-12-05", "eu", 60),
        (CAP, "2025-09-02", "eu", 60),
        (CAP, "2025-09-03", "eu", 47.6),
        (CAP, "2030-01-01", "eu", 47.6),
        (CAP, "2030-01-01", "us", 60),
        (CAP, "2030-01-01", "uk", None),
        (CAP, "2030-01-01", None, None),
        (LIMIT, "2019-12-31", None, None),
        (LIMIT, "2020-01-01", None, 12),
        (LIMIT, "2024-05-31", None, 12),
        (LIMIT, "2024-06-01", None, 24),
        (LIMIT, "2020-06-01", "uk", 12),
        (LIMIT, "2030-01-01", "uk", 6),
        (LIMIT, "2030-01-01", "eu", 24),
    ],
)
def test_the_value_on_a_day(values: list[dict[str, Any]], day: str, place: str | None, expected: float | None) -> None:
    found = parameter(values).at(date.fromisoformat(day), place)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(("day", "stale"), [("2026-01-15", False), ("2026-01-16", True)])
def test_a_value_past_its_date_still_holds_and_is_stale(day: str, stale: bool) -> None:
    cap = parameter(CAP)
    found = cap.at(date.fromisoformat(day), "eu")
    assert found
    assert found.value == 47.6
    assert cap.stale(found, date.fromisoformat(day)) is stale


def test_a_value_without_such_a_date_is_never_stale() -> None:
    cap = parameter(CAP)
    assert not cap.stale(cap.values[0], date(2099, 1, 1))
