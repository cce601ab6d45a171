"""What stands in the body and what in the annexes."""

from __future__ import annotations

from typing import Any

import pytest
from sample_briefing import plainly, sample_briefing

from countermove.memo.briefing import Briefing, Trace
from countermove.memo.layout import BODY_WORDS, TRACE_LINES, lay_out, tree


def test_the_first_three_items_have_all_their_parts_and_the_others_stand_in_brief() -> None:
    depths = [laid.depth for laid in lay_out(sample_briefing()).items]
    assert depths == ["full", "full", "full", "brief"]


def test_where_the_body_would_be_too_long_the_first_of_each_part_stands_there() -> None:
    wordy = sample_briefing(lambda label: plainly(label) + ". More words follow here" + " and on" * 12)
    depths = [laid.depth for laid in lay_out(wordy).items]
    assert depths[0] == "tight"
    assert "full" not in depths


@pytest.mark.parametrize("extra", range(0, 40, 5))
def test_items_are_cut_from_the_last_one_on(extra: int) -> None:
    order = {"full": 0, "tight": 1, "brief": 2}
    depths = [
        order[laid.depth] for laid in lay_out(sample_briefing(lambda label: plainly(label) + " so" * extra)).items
    ]
    assert depths == sorted(depths)
    assert BODY_WORDS >= 1_000


def test_a_caveat_of_several_items_is_told_once() -> None:
    page = lay_out(sample_briefing())
    assert [(caveat.claim.text, caveat.items) for caveat in page.shared_caveats] == [
        (plainly("shared caveat"), (1, 2, 3, 4))
    ]
    assert [claim.text for claim in page.items[0].caveats] == [plainly("own caveat 1")]
    assert len(page.caveats) == 5


def test_recommendations_of_items_beyond_the_body_stand_in_the_annex() -> None:
    assert [r.id for r in lay_out(sample_briefing()).further] == ["act-5:target-1", "act-5:target-2"]


def test_ranks_are_shown_from_first_to_last_and_a_missing_deadline_as_a_dash() -> None:
    first, second = lay_out(sample_briefing()).items[:2]
    assert (first.ranks, first.by) == ("1–2", "3 December 2026")
    assert (second.ranks, second.by) == ("3–4", "–")


def test_the_score_of_the_first_row_is_worked_out() -> None:
    page = lay_out(sample_briefing())
    assert page.formula == "impact^1 × urgency^0.5 × confidence^1 × leverage^0.5"
    assert page.worked == "3^1 × 0.5^0.5 × 1^1 × 1^0.5 = 2.1213"


def test_a_trace_is_nested_one_step_at_a_time() -> None:
    assert tree(["  a", "    b", "          c", "      d", "  e"]) == ((0, "a"), (1, "b"), (2, "c"), (2, "d"), (0, "e"))


def test_a_long_trace_is_cut_and_says_where_the_rest_is() -> None:
    long = Trace(recommendation="act-1:target-1", lines=("headline", *(f"  line {n}" for n in range(TRACE_LINES + 5))))
    briefing = sample_briefing().model_copy(update={"traces": (long,)})
    lines = lay_out(briefing).traces[0][1]
    assert len(lines) == TRACE_LINES + 1
    assert lines[-1] == (0, "5 more lines: countermove why 'act-1:target-1' with the same inputs")


def test_a_briefing_without_recommendations_is_a_memo_too() -> None:
    empty: dict[str, Any] = {"items": (), "recommendations": (), "gaps": (), "contested": (), "to_recheck": (), "notes": (), "sources": (), "traces": (),
             "more_items": (), "inputs": (), "facts": {}}  # fmt: skip
    briefing = Briefing.model_validate(sample_briefing().model_copy(update=empty).model_dump())
    for format in ("markdown", "html"):
        assert "no contested fact" in briefing.render(format)
