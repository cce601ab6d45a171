"""A session says, after any history over rulebooks that nobody thought of, what a briefing from scratch says.

A briefing costs several times as much as its inference, so these histories are fewer than those of live inference.
"""

from __future__ import annotations

import pytest
from generated import examples, joiners
from histories import History, histories
from hypothesis import given
from session_steps import check_session


@pytest.mark.parametrize("joiner", joiners())
@examples(share=0.1)
@given(whole=histories(sources=True))
def test_each_step_leads_where_a_briefing_from_scratch_leads(joiner: str, whole: History) -> None:
    check_session(whole, joiner, every_step=True)


@pytest.mark.parametrize("joiner", joiners())
@examples(share=0.1)
@given(whole=histories(sources=True))
def test_a_history_that_nobody_looks_at_before_its_end_leads_there_too(joiner: str, whole: History) -> None:
    check_session(whole, joiner, every_step=False)
