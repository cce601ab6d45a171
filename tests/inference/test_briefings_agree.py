"""Every engine gives the same briefing as the reference, byte for byte but for the engine's name.

A briefing costs several times as much as its inference, so a fifth of the examples have to do; what they infer is compared on all.
"""

from __future__ import annotations

import pytest
from generated import engines, examples
from hypothesis import given
from strategies import Case, cases
from trial import briefing_of, check_agreement


@pytest.mark.parametrize("engine", engines())
@examples(share=0.2)
@given(case=cases())
def test_an_engine_leads_to_the_same_briefing(engine: str, case: Case) -> None:
    check_agreement(engine, *case, ask=briefing_of)
