"""Live inference stands, after any history of facts given, taken back and days gone by, where inference from scratch stands."""

from __future__ import annotations

from datetime import date

import pytest
from generated import examples, joiners
from histories import History, histories
from hypothesis import given
from live_trial import check_history

from countermove.inference.live import LiveInference
from countermove.rulebook.rulebook import Rulebook


@pytest.mark.parametrize("joiner", joiners())
@examples(share=0.5)
@given(whole=histories())
def test_each_step_leads_where_starting_from_scratch_leads(joiner: str, whole: History) -> None:
    def make(rulebook: Rulebook, day: date) -> LiveInference:
        return LiveInference(rulebook, day, joiner)

    check_history(whole, make, every_step=True)


@pytest.mark.parametrize("joiner", joiners())
@examples(share=0.5)
@given(whole=histories())
def test_a_history_that_nobody_looks_at_before_its_end_leads_there_too(joiner: str, whole: History) -> None:
    def make(rulebook: Rulebook, day: date) -> LiveInference:
        return LiveInference(rulebook, day, joiner)

    check_history(whole, make, every_step=False)
