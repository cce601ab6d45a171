"""The generated examples hold every operator, clause, operand and awkward value there is, and each of them is at work in some of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from occurrences import Occurrences, sort_of
from strategies import case, numbered

from countermove.facts.registry import KINDS, fields
from countermove.rulebook.typing import OPERATORS

SAMPLE = 2500
"""Examples that are looked at: about as many as CI tries on each engine."""

CLAUSES = {
    "match", "none", "count", "count distinct", "sum", "any", "any in any", "at_least number", "at_most number",
    "at_least parameter", "at_most parameter", "distinct", "not distinct",
    "then conclude", "then recommend", "then caveat",
}  # fmt: skip
OPERANDS = {
    "constant", "list of constants", "field", "total", "as_of", "parameter", "parameter at a date",
    "scaled field", "scaled as_of", "scaled total", "scaled parameter", "scaled parameter at a date",
}  # fmt: skip
VALUES = {
    "unknown", "text", "unicode", "long text", "case that folds otherwise", "text with signs of other languages",
    "number", "whole number", "zero", "negative zero", "huge", "tiny", "2^53 whole", "2^63 whole", "bool", "day", "rough day",
    "datetime", "position", "pole", "date line", "list", "empty list", "evidence", "alternatives", "contested",
}  # fmt: skip
EVENTS = {
    "none holds", "none blocked", "sum of several", "named count", "named sum", "one fact in two clauses", "several branches hold",
    "derived from observed", "derived from derived", "derived in a circle", "derived in several ways", "derived by number",
}  # fmt: skip
WITHOUT_EFFECT = {"known later", "evidence published later", "rule out of force"}
"""What facts and rules have that do not count on the day."""


def _operators() -> Iterator[str]:
    """Every operator on every sort of field that it fits and that a kind has."""
    sorts = {(described.type, sort_of(described)) for kind in KINDS for described in fields(kind).values()}
    for operator, types in OPERATORS.items():
        sides = (" before", " after", " around") if operator == "within" else ("",)
        yield from (f"{operator}{side} on {sort}" for side in sides for type_, sort in sorts if type_ in types)


@cache
def _seen() -> Occurrences:
    seen = Occurrences()
    for number in range(SAMPLE):
        seen.add(*case(numbered(number)))
    return seen


def test_everything_occurs_and_is_at_work() -> None:
    wanted = {*_operators(), *CLAUSES, *OPERANDS, *VALUES, *EVENTS}
    assert len(wanted) > 130
    assert sorted(what for what in wanted if not _seen().at_work[what]) == []


def test_what_does_not_count_on_the_day_has_no_effect() -> None:
    assert {what for what in WITHOUT_EFFECT if _seen().made[what] > 100} == WITHOUT_EFFECT
    assert {what for what in WITHOUT_EFFECT if _seen().at_work[what]} == set()


def test_most_examples_lead_to_something() -> None:
    assert _seen().matched > SAMPLE / 2
    assert _seen().refused < SAMPLE / 50
