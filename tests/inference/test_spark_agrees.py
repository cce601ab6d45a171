"""Spark gives what the reference gives. A query takes it about a second however little there is to do, so examples go to it many at once.

COUNTERMOVE_SPARK_BATCH says how many, 25 unless it is set. COUNTERMOVE_SPARK_EXAMPLES says how many examples in all, a tenth of
COUNTERMOVE_EXAMPLES unless it is set.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest
from generated import EXAMPLES, examples, missing
from hypothesis import given
from hypothesis import strategies as st
from making import DAY, everything
from recommending_tables import book
from strategies import Case, case, numbered
from trial import REFUSED, briefing_of, check_agreement, matches_of

from countermove.errors import EngineError

BATCH = int(os.environ.get("COUNTERMOVE_SPARK_BATCH", "25"))
SHARE = float(os.environ.get("COUNTERMOVE_SPARK_EXAMPLES", EXAMPLES / 10)) / EXAMPLES

pytestmark = missing("spark")


def batches() -> st.SearchStrategy[list[Case]]:
    """Many examples, which follow from one number."""
    return st.integers(0, 2**62).map(lambda first: [case(numbered(first + i)) for i in range(BATCH)])


def answers(batch: Sequence[Case]) -> list[object]:
    """What Spark makes of each example, asked for all of them at once."""
    from countermove.inference.spark import infer_many

    found = infer_many([(book(rules), facts, DAY) for rules, facts in batch])
    return [REFUSED if isinstance(one, EngineError) else everything(one) for one in found]


@examples(share=SHARE / BATCH, least=1)
@given(batch=batches())
def test_spark_gives_what_the_reference_gives(batch: list[Case]) -> None:
    for (rules, facts), found in zip(batch, answers(batch), strict=True):
        if found != matches_of("reference", rules, facts):
            check_agreement("spark", rules, facts, tries=40)
            pytest.fail("Spark gives something else for an example among others than for the same example alone")


@examples(share=SHARE / 100, least=1)
@given(batch=batches())
def test_spark_leads_to_the_same_briefing(batch: list[Case]) -> None:
    check_agreement("spark", *batch[0], ask=briefing_of, tries=20)
