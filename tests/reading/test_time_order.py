"""Positions come back in the order of time, however they went in, and few of them are ever in memory."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.reading.tracks.coverage import Coverage
from countermove.reading.tracks.position import packed, unpacked
from countermove.reading.tracks.time_order import TimeOrder

times = st.lists(st.integers(0, 2**32 - 1), max_size=120)


@settings(max_examples=60, deadline=None)
@given(times, st.integers(1, 20))
def test_whatever_goes_in_comes_out_sorted(seconds: list[int], slab: int) -> None:
    records = [packed(second, 273000001 + n % 5, 1.5, -2.5, 0, n) for n, second in enumerate(seconds)]
    with TimeOrder(slab) as order:
        for record in records:
            order.add(record)
        assert list(order) == sorted(records)


@pytest.mark.parametrize("late", [0, 1, 90, 5_000])
def test_messages_that_come_a_little_late_need_no_second_file(late: int) -> None:
    chance = random.Random(3)  # noqa: S311 (a fixed order for a test)
    records = [packed(max(0, n - chance.randint(0, late)), 273000001, 0, 0, 0, n) for n in range(20_000)]
    with TimeOrder(1_000) as order:
        for record in records:
            order.add(record)
        assert len(order._files) == 1 if late <= 90 else len(order._files) > 1
        assert len(order._waiting) <= 1_000
        assert list(order) == sorted(records)


def test_a_position_is_the_same_after_packing() -> None:
    position = unpacked(packed(1_772_323_200, 775_999_999, -89.123456, 179.999999, 7, 2**40))
    assert position == (1_772_323_200, 775_999_999, -89.123456, 179.999999, 7, 2**40)


def test_the_share_of_steps_in_which_somebody_was_heard() -> None:
    coverage = Coverage()
    for step in (100, 101, 102, 105, 109):
        coverage.hear(57.0, 10.0, step)
    assert coverage.share(57.0, 10.0, 100, 109) == pytest.approx(3 / 8)
    assert coverage.share(57.05, 10.1, 100, 109) == pytest.approx(3 / 8)
    assert coverage.share(57.5, 10.0, 100, 109) == 0
    assert coverage.share(57.0, 10.0, 109, 112) == 0
    assert coverage.share(57.0, 10.0, 104, 105) == 0
    assert coverage.share(57.0, 10.0, 1, 109) == pytest.approx(4 / 107)


def test_what_was_heard_more_than_a_week_ago_is_forgotten() -> None:
    coverage = Coverage()
    coverage.hear(57.0, 10.0, 10)
    coverage.hear(57.0, 10.0, 10_000_000)
    assert coverage.share(57.0, 10.0, 9, 12) == 0
    assert coverage.share(57.0, 10.0, 9_999_998, 10_000_002) == pytest.approx(1 / 3)
    assert coverage.share(57.0, 10.0, 0, 10_000_000) == 0
