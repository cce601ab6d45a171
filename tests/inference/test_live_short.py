"""Facts that come one at a time by the short way: the same is told and stands as by the long one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, fact, rule, rulebook

from countermove.facts.fact import Fact
from countermove.inference.live import LiveInference
from countermove.inference.live_base import LiveBase
from countermove.inference.live_changes import difference
from countermove.inference.reference import infer
from countermove.rulebook.rule import Caveat
from countermove.rulebook.told import Told

SHIPS = ["ship:a", "ship:b"]
WHENS = [
    "[{match: ais_gap, as: gap, where: {hours: {gte: 6}}}]",
    "[{match: ais_gap, as: gap, where: {hours: {gte: 12}}}]",
    "[{match: ais_gap, as: other, where: {hours: {gte: 12}, receiver_suspect: false}}]",
    "[{match: vessel, as: ship}, {match: ais_gap, as: gap, where: {vessel: $ship.id, hours: {gte: 12}}}]",
    "[{match: ais_gap, as: one}, {match: ais_gap, as: two, where: {vessel: $one.vessel, hours: {gt: $one.hours}}}]",
    "[{match: vessel, as: ship}, {none: designation, where: {entity: $ship.id, authority: eu}}]",
    "[{match: vessel, as: ship}, {count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 2}]",
    "[{match: vessel, as: ship}, {sum: ais_gap, of: hours, as: gaps, where: {vessel: $ship.id}, at_least: 20}]",
    "[{match: designation, as: listing}, {match: vessel, as: ship, where: {id: $listing.entity}},"
    " {match: ais_gap, as: gap, where: {vessel: $ship.id}}]",
]


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(["vessel", "ais_gap", "ais_gap", "designation"]))
    ship = draw(st.sampled_from(SHIPS))
    if kind == "vessel":
        return fact(kind, id=ship)
    number = draw(st.integers(0, 3))
    if kind == "designation":
        return fact(kind, id=f"listing-{number}", entity=ship, authority=draw(st.sampled_from(["eu", "uk"])))
    more: dict[str, Any] = {} if draw(st.booleans()) else {"receiver_suspect": draw(st.booleans())}
    start = draw(st.sampled_from(["2024-06-30T23:59:59Z", "2024-07-02T00:00:00Z", "2020-01-01T00:00:00Z"]))
    hours = draw(st.sampled_from([1, 6, 6.5, 12.0, 30]))
    return fact(kind, id=f"gap-{number}", vessel=ship, start=start, hours=hours, **more)


@generated
@given(calls=st.lists(facts() | st.just("retract") | st.just("advance"), min_size=1, max_size=14))
def test_one_at_a_time_as_from_scratch(calls: list[Fact | str]) -> None:
    rules = rulebook(
        [replace(rule(f"when: {when}", id=f"r{i}"), then=Caveat(Told.all("Mind."))) for i, when in enumerate(WHENS)]
    )
    live = LiveInference(rules, DAY)
    left: dict[tuple[str, str], Fact] = {}
    before = infer(rules, [], DAY)
    for call in calls:
        if isinstance(call, Fact):
            key = call.kind, call.id
            left[key] = call
            told = live.assert_facts((call,))
            assert {change.cause for changes in told for change in changes} <= {key}
        elif call == "retract" and left:
            told = live.retract([left.popitem()[0]])
        else:
            told = live.advance(live.as_of + timedelta(1))
        after = infer(rules, left.values(), live.as_of)
        found = live.inference()
        assert [(match, match.totals) for match in found.matches] == [(match, match.totals) for match in after.matches]
        assert list(found.base) == list(after.base)
        wanted = difference(before, after)
        for some, others in zip(told, wanted, strict=True):
            assert [(c.match, c.match.totals) for c in some] == [(c.match, c.match.totals) for c in others]
        before = after


def test_a_base_that_is_kept_up_takes_no_facts_by_the_back_door() -> None:
    with pytest.raises(TypeError, match="by its run alone"):
        LiveBase().add(fact("vessel", id="ship:a"))
