"""What two calls changed together, match by match."""

from __future__ import annotations

import pytest

from countermove.inference.live_changes import NOTHING, Change, Delta, one_after_the_other
from countermove.inference.match import Match

ONE, TWO = (Change(Match("a-rule", (("ship", "vessel", "imo:9256054"),)), cause) for cause in (("vessel", "1"), None))
GAINED, LOST, CHANGED = Delta(gained=(ONE,)), Delta(lost=(ONE,)), Delta(changed=(ONE,))


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (GAINED, Delta(lost=(TWO,)), NOTHING),
        (LOST, Delta(gained=(TWO,)), Delta(changed=(TWO,))),
        (GAINED, Delta(changed=(TWO,)), Delta(gained=(TWO,))),
        (CHANGED, Delta(lost=(TWO,)), Delta(lost=(TWO,))),
        (CHANGED, Delta(changed=(TWO,)), Delta(changed=(TWO,))),
        (NOTHING, GAINED, GAINED),
        (LOST, NOTHING, LOST),
    ],
)
def test_the_same_match(first: Delta, second: Delta, together: Delta) -> None:
    assert one_after_the_other(first, second) == together


def test_different_matches_stand_in_order() -> None:
    other = Change(Match("b-rule", ()), None)
    found = one_after_the_other(Delta(gained=(other,)), Delta(gained=(ONE,), lost=(Change(Match("c-rule", ()), None),)))
    assert found.gained == (ONE, other)
    assert [change.match.rule for change in found.lost] == ["c-rule"]
