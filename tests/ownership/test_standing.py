"""What is kept up over changes is what would be worked out from scratch."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ownership_graphs import DAY, blocked, held, made, nodes, shares

from countermove import resources
from countermove.facts.fact import Fact
from countermove.ownership.from_facts import blocked_ownership
from countermove.ownership.standing import Standing
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook

facts = st.one_of(
    st.builds(
        held, nodes, nodes, shares, since=st.sampled_from([None, None, date(2020, 1, 1), date(2026, 7, 1)]),
        until=st.sampled_from([None, None, None, date(2026, 6, 15)]), control=st.sampled_from([None, None, True]),
    ),
    st.builds(held, nodes, nodes, shares),
    st.builds(blocked, nodes, st.sampled_from(["us", "eu", "uk"]), until=st.sampled_from([None, None, date(2026, 6, 20)])),
    st.builds(
        lambda entity, when: made("delisting", entity=f"register:{entity}", authority="us", date=when),
        nodes, st.sampled_from([date(2025, 1, 1), date(2026, 7, 1)]),
    ),
)  # fmt: skip
steps = st.one_of(
    st.lists(facts, min_size=1, max_size=8),
    st.lists(facts, min_size=1, max_size=4),
    st.sets(st.integers(0, 20), min_size=1, max_size=3),
    st.sampled_from([date(2026, 6, 16), date(2026, 6, 21), date(2026, 7, 1)]),
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(resources.folder("rules"))


@given(history=st.lists(st.tuples(steps, st.booleans()), max_size=8))
def test_after_any_history_it_is_as_from_scratch(rulebook: Rulebook, history: list[tuple[Any, bool]]) -> None:
    """Some steps are taken back again, as if they had not been."""
    standing, day = Standing(rulebook, DAY), DAY
    given_facts: dict[tuple[str, str], Fact] = {}
    stand: dict[str, Fact] = {}
    for step, undone in history:
        before = dict(given_facts)
        if isinstance(step, date):
            if step < day:
                continue
            moved = standing.advance(step)
            now = step
        elif isinstance(step, set):
            keys = [key for place, key in enumerate(sorted(given_facts)) if place in step]
            for key in keys:
                del given_facts[key]
            moved, now = standing.change((), keys), day
        else:
            put = {(fact.kind, fact.id): fact for fact in step}
            given_facts.update(put)
            moved, now = standing.change(put.values(), ()), day
        if undone:
            standing.take_back()
            given_facts = before
            continue
        day = now
        stand.update({fact.id: fact for fact in moved.put})
        for _, id in moved.gone:
            del stand[id]
        expected = {fact.id: fact for fact in blocked_ownership(given_facts.values(), rulebook, day)}
        assert stand == expected
