"""What a match rests on is named, and stays a list that somebody can read."""

from __future__ import annotations

from datetime import date

from countermove.assessment.basis import COUNTED_SHOWN, facts_behind
from countermove.facts.kinds.derived import Indicator
from countermove.facts.kinds.law import Designation
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Inference, Match, Total


def inference(listings: int) -> tuple[Inference, Match]:
    """A match on a sign that a rule concluded from so many listings."""
    listed = [Designation(entity=f"x:{n:05d}", authority="us") for n in range(listings)]
    sign = Indicator(name="list-at-hand", country="iso3166:US", value=float(listings))
    total = Total("count", float(listings), "designation", tuple(fact.id for fact in listed))
    behind = Match("list-at-hand", (), (("listings", total),))
    match = Match("not-on-the-list", (("sign", "indicator", sign.id),))
    key = ("indicator", sign.id)
    return Inference(date(2026, 1, 1), "", FactBase([*listed, sign]), (match,), {key: (behind,)}), match


def test_few_counted_facts_are_all_named() -> None:
    found, match = inference(3)
    assert [kind for kind, _ in facts_behind(found, match)] == ["indicator"] + ["designation"] * 3


def test_of_ten_thousand_counted_facts_a_few_stand_for_all() -> None:
    found, match = inference(10_000)
    keys = facts_behind(found, match)
    assert len(keys) == 1 + COUNTED_SHOWN
    assert keys[1] == ("designation", found.derivations[keys[0]][0].totals[0][1].facts[0])
