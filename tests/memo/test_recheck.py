"""What the memo asks to have checked again: values that may be out of date, and those that were read in part only."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from countermove.inference.match import Inference
from countermove.memo.doubts import to_recheck
from small_rulebook import SmallRulebook

DATED = '- {value: 44.1, from: 2026-02-01, valid_until: 2026-07-31, verified: "yes"}'
PARTLY = "- {value: 44.1, from: 2026-02-01, verified: partly}"
READ = '- {value: 44.1, from: 2026-02-01, verified: "yes"}'


def asked(book: SmallRulebook, values: str, unit: str = "USD per barrel") -> tuple[str, ...]:
    book.parameter("crude_cap", values, unit)
    book.rule()
    run = SimpleNamespace(as_of=date(2026, 11, 1), parameters_used={("crude_cap", "eu")})
    return to_recheck(book.load(), (), cast(Inference, run))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (DATED, ("The parameter “A figure” (EU) is stale: 44.1 USD per barrel is confirmed until 31 July 2026 only.",)),
        (PARTLY, ("The parameter “A figure” (EU): 44.1 USD per barrel is verified in part only.",)),
        (READ, ()),
        ("- {value: 60, from: 2027-01-01, verified: partly}", ("The parameter “A figure” (EU) has no value on this day.",)),
    ],
)  # fmt: skip
def test_what_is_out_of_date_or_read_in_part(book: SmallRulebook, values: str, told: tuple[str, ...]) -> None:
    assert asked(book, values) == told


def test_a_list_is_not_printed(book: SmallRulebook) -> None:
    found = asked(book, "- {value: [a, b], from: 2026-02-01, verified: partly}", "list of names")
    assert found == ("The parameter “A figure” (EU): its list is verified in part only.",)
