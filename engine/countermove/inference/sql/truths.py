"""Three values in SQL: what is true, and what is false, as two expressions. Where neither is true, the truth is unknown.

A pair can be negated by turning it round, and what a query filters by is the plain expression for *true*, as anyone would write it.
An expression may itself be NULL where a value is not known; that counts as not true.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ALWAYS, NEVER = "TRUE", "FALSE"


@dataclass(frozen=True, slots=True)
class Truth:
    """Two SQL expressions: when something is true, and when it is false. Never both."""

    true: str
    false: str

    def negated(self) -> Truth:
        return Truth(self.false, self.true)

    def unknown(self) -> str:
        """An expression that is true where this is neither true nor false."""
        return f"(NOT coalesce({self.true}, FALSE) AND NOT coalesce({self.false}, FALSE))"

    def three_valued(self) -> str:
        """One expression: TRUE, FALSE or NULL."""
        return f"CASE WHEN {self.true} THEN TRUE WHEN {self.false} THEN FALSE ELSE CAST(NULL AS BOOLEAN) END"


UNKNOWN = Truth(NEVER, NEVER)


def both(parts: Iterable[str]) -> str:
    """An expression that is true where all parts are."""
    kept = [part for part in dict.fromkeys(parts) if part != ALWAYS]
    if NEVER in kept:
        return NEVER
    return _joined(kept, " AND ") if kept else ALWAYS


def either(parts: Iterable[str]) -> str:
    """An expression that is true where some part is."""
    kept = [part for part in dict.fromkeys(parts) if part != NEVER]
    if ALWAYS in kept:
        return ALWAYS
    return _joined(kept, " OR ") if kept else NEVER


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true (Kleene)."""
    truths = list(truths)
    return Truth(both(t.true for t in truths), either(t.false for t in truths))


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false (Kleene)."""
    truths = list(truths)
    return Truth(either(t.true for t in truths), both(t.false for t in truths))


def where_known(truth: Truth, known: Iterable[str]) -> Truth:
    """The same, but not false where one of the expressions is NULL. (What is true of them is so only where they are not.)"""
    return Truth(truth.true, both([truth.false, *(f"{expression} IS NOT NULL" for expression in known)]))


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else "(" + word.join(parts) + ")"
