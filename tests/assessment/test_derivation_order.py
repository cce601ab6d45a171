"""In which order derived facts are weighed, and what cannot be weighed at all."""

from __future__ import annotations

import pytest

from countermove.assessment.derivation_order import in_turn
from countermove.errors import EngineError
from countermove.inference.match import Match


def match(rule: str, *ids: str) -> Match:
    return Match(rule, tuple((f"m{i}", "indicator", id) for i, id in enumerate(ids)))


def test_each_comes_after_what_it_rests_on() -> None:
    one, two = match("first", "observed"), match("second", "a")
    derivations = {("indicator", "b"): [two], ("indicator", "a"): [one]}
    assert list(in_turn(derivations)) == [(("indicator", "a"), [one]), (("indicator", "b"), [two])]


def test_in_a_circle_each_counts_what_came_before_it() -> None:
    begins, on, back = match("begins", "observed"), match("on", "a"), match("back", "b")
    derivations = {("indicator", "a"): [begins, back], ("indicator", "b"): [on]}
    assert list(in_turn(derivations)) == [(("indicator", "a"), [begins]), (("indicator", "b"), [on])]


def test_what_was_given_and_follows_from_itself_alone_is_refused() -> None:
    with pytest.raises(EngineError, match="the indicator 'a' was given, and follows from itself"):
        list(in_turn({("indicator", "a"): [match("loop", "a")]}))
