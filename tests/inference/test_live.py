"""A live inference after any history is what the reference finds in the facts that are left, and tells what each call changed."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any

import pytest
from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, everything, rulebook
from strategies import PARAMETERS, cases

from countermove.errors import EngineError
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate
from countermove.inference.live import Change, Delta, LiveInference
from countermove.inference.live_changes import difference
from countermove.inference.match import Inference
from countermove.inference.reference import infer
from countermove.rulebook.rule import Rule

DAYS = [date(2024, 1, 15), date(2024, 2, 1), date(2024, 2, 5), DAY]


def told(changes: tuple[Change, ...]) -> list[tuple[object, ...]]:
    return [(change.match.rule, change.match.bindings, change.match.totals) for change in changes]


def all_told(delta: Delta) -> dict[str, Any]:
    return {"gained": told(delta.gained), "lost": told(delta.lost), "changed": told(delta.changed)}


@st.composite
def versions(draw: st.DrawFn, facts: list[Fact]) -> Fact:
    """A fact, sometimes with other evidence, reported on another day, or with a field left unknown."""
    chosen = draw(st.sampled_from(facts))
    what = draw(st.sampled_from(["as it is", "as it is", "evidence", "reported", "less"]))
    if what == "evidence":
        dates = draw(st.lists(st.sampled_from([None, *DAYS]), min_size=1, max_size=2))
        pieces = [Evidence(source=f"S{i}", published=d and PartialDate.on(d)) for i, d in enumerate(dates)]
        return chosen.model_copy(update={"evidence": tuple(pieces)})
    if what == "reported":
        return chosen.model_copy(update={"reported": PartialDate.on(draw(st.sampled_from(DAYS)))})
    if what == "less":
        fields = type(chosen).model_fields
        spare = [n for n in chosen.model_fields_set if fields[n].default is None and n not in chosen.key]
        if spare:
            return chosen.model_copy(update={draw(st.sampled_from(sorted(spare))): None})
    return chosen


@pytest.mark.parametrize("joiner", ["network", "durable"])
@generated
@given(case=cases(), data=st.data())
def test_a_history(joiner: str, case: tuple[list[Rule], list[Fact]], data: st.DataObject) -> None:
    rules, facts = case
    book = rulebook(rules, PARAMETERS)
    left: dict[tuple[str, str], Fact] = {}
    day = data.draw(st.sampled_from(DAYS))
    before = infer(book, [], day)
    with closing(LiveInference(book, day, joiner)) as live:
        for i in range(data.draw(st.integers(2, 7))):
            what = (
                "all" if i == 0 else data.draw(st.sampled_from(["assert", "assert", "retract", "retract", "advance"]))
            )
            next_left, next_day = dict(left), day
            delta: Delta | None = None
            try:
                if what == "all":
                    next_left = {(f.kind, f.id): f for f in facts}
                    delta = live.assert_facts(facts)
                elif what == "assert" or (what == "retract" and not left):
                    some = data.draw(st.lists(versions(facts), min_size=1, max_size=len(facts)))
                    next_left.update({(f.kind, f.id): f for f in some})
                    delta = live.assert_facts(some)
                elif what == "retract":
                    keys = data.draw(st.lists(st.sampled_from(sorted(left)), min_size=1, max_size=3, unique=True))
                    next_left = {key: fact for key, fact in left.items() if key not in keys}
                    delta = live.retract(keys)
                else:
                    next_day = data.draw(st.sampled_from([d for d in DAYS if d >= day]))
                    delta = live.advance(next_day)
            except EngineError:
                pass
            try:
                after: Inference | None = infer(book, next_left.values(), next_day)
            except EngineError:
                after = None
            assert (delta is None) == (after is None)
            if after is not None and delta is not None:
                assert all_told(delta) == all_told(difference(before, after))
                before, left, day = after, next_left, next_day
            assert live.as_of == day
            assert everything(live.inference()) == everything(before)
            assert list(live.base) == list(before.base)
