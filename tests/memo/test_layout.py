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


def test_the_column_of_deadlines_stands_where_there_is_one() -> None:
    sample = sample_briefing()
    items = tuple(item.model_copy(update={"deadline": None}) for item in sample.items)
    for briefing, there in ((sample, True), (sample.model_copy(update={"items": items}), False)):
        header = next(line for line in briefing.render("markdown").splitlines() if line.startswith("| # |"))
        assert header.endswith("| Confidence | By |" if there else "| Confidence |")
        table = [
            line
            for line in briefing.render("markdown").splitlines()
            if line.startswith(("| # |", "|---", "| 1 |", "| 2 |"))
        ]
        assert {line.count("|") for line in table[2:5]} == {9 if there else 8}
        assert ('<th scope="col">By</th>' in briefing.render("html")) == there


def test_large_numbers_have_their_thousands_apart() -> None:
    sample = sample_briefing()
    first = sample.items[0].model_copy(update={"rank": 1_234, "last_rank": 23_456, "targets": 7_890})
    briefing = sample.model_copy(update={"items": (first, *sample.items[1:]), "ranked": 34_567})
    text = briefing.render("markdown")
    for told in ("| 1 | 1,234–23,456 |", "of 34,567 in all", "of 7,890 targets", "among all 34,567 recommendations"):
        assert told in text


def test_without_an_instrument_the_memo_says_why_once() -> None:
    sample = sample_briefing()
    first = sample.items[0].model_copy(update={"instruments": ()})
    page = lay_out(sample.model_copy(update={"items": (first, *sample.items[1:])}))
    assert page.items[0].instrument_names == plainly("this cost")
    assert [word for word, _ in page.items[0].options] == ["Less", "More", "Nothing"]
    assert [word for word, _ in page.items[1].options] == ["This", "Less", "More", "Nothing"]


def test_what_all_targets_share_stands_first() -> None:
    full, second, *_ = lay_out(sample_briefing()).items
    assert [claim.text for claim in full.why_now] == [plainly("shared ground 1") + ".", plainly("ground 1") + "."]
    assert [claim.text for claim in second.why_now] == [plainly("ground 2") + "."]
    assert plainly("shared ground 1") + "." not in [claim.text for claim in full.further_grounds]


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
    empty: dict[str, Any] = {"items": (), "recommendations": (), "absences": (), "gaps": (), "contested": (), "to_recheck": (), "notes": (), "sources": (), "traces": (),
             "more_items": (), "for_others": (), "inputs": (), "facts": {}}  # fmt: skip
    briefing = Briefing.model_validate(sample_briefing().model_copy(update=empty).model_dump())
    for format in ("markdown", "html"):
        assert "no contested fact" in briefing.render(format)
        assert "For others" not in briefing.render(format)


def test_of_what_is_for_others_the_body_names_the_first() -> None:
    briefing = sample_briefing()
    text = briefing.render("markdown")
    body = text[text.index("## For others") : text.index("## What we do not know")]
    assert "**The other heading 3 of the example is known.** For the United Kingdom and the United States." in body
    assert "The other reason 3 of the example is known." in body
    assert "other heading 4" not in body
    assert "1 more stands in Annex A." in body
    annex = text[text.index("### For others") : text.index("## Annex B")]
    assert annex.count("*Who acts:*") == 4
    page = lay_out(briefing)
    assert page.all_others[0].extent == "step 2, 2 targets, confidence moderate"
