"""`any` resolved into the ways in which a rule can hold."""

from __future__ import annotations

import pytest

from countermove.rulebook.clause import Absent, AnyOf, Clause, Match, branches, walk, ways

SHIP = Match("vessel", "ship")
GAP = Match("ais_gap", "gap")
NO_CALL = Absent("port_call")
NO_FIRM = Absent("company")
EITHER = AnyOf(((GAP,), (NO_CALL, NO_FIRM)))


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([], [()]),
        ([SHIP, GAP], [(SHIP, GAP)]),
        ([SHIP, EITHER], [(SHIP, GAP), (SHIP, NO_CALL, NO_FIRM)]),
        ([EITHER, SHIP], [(GAP, SHIP), (NO_CALL, NO_FIRM, SHIP)]),
        ([AnyOf(((EITHER,), (SHIP,)))], [(GAP,), (NO_CALL, NO_FIRM), (SHIP,)]),
        (
            [EITHER, AnyOf(((SHIP,), (NO_FIRM,)))],
            [(GAP, SHIP), (GAP, NO_FIRM), (NO_CALL, NO_FIRM, SHIP), (NO_CALL, NO_FIRM, NO_FIRM)],
        ),
    ],
)
def test_branches(clauses: list[Clause], expected: list[tuple[Clause, ...]]) -> None:
    assert branches(clauses) == expected
    assert ways(clauses) == len(expected)


def test_ways_are_counted_without_making_them() -> None:
    assert ways([EITHER] * 200) == 2**200


def test_walk_goes_through_every_clause_in_order() -> None:
    assert list(walk([SHIP, AnyOf(((GAP,), (EITHER,))), NO_FIRM])) == [SHIP, GAP, GAP, NO_CALL, NO_FIRM, NO_FIRM]
