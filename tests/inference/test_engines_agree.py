"""Every engine gives what the reference gives, on rulebooks and facts that nobody thought of."""

from __future__ import annotations

import pytest
from generated import engines, examples
from hypothesis import given
from strategies import Case, cases
from trial import check_agreement


@pytest.mark.parametrize("engine", engines())
@examples()
@given(case=cases())
def test_an_engine_gives_what_the_reference_gives(engine: str, case: Case) -> None:
    check_agreement(engine, *case)
