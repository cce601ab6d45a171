"""Shares as publishers write them: a number, a band, or a bound."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|percent|per cent|pct)?"
_EXACT = re.compile(rf"=?\s*{_NUMBER}\Z", re.IGNORECASE)
_BAND = re.compile(rf"(?:between\s+|from\s+)?{_NUMBER}\s*(?:-|–|—|to|and|\.\.)\s*{_NUMBER}\Z", re.IGNORECASE)
_LEAST = re.compile(
    rf"(?:>=?|≥|over|more than|at least|above|from|min\.?)\s*{_NUMBER}\Z|{_NUMBER}\s*(?:\+|or more|and over)\Z",
    re.IGNORECASE,
)
_MOST = re.compile(
    rf"(?:<=?|≤|under|less than|at most|below|up to|max\.?)\s*{_NUMBER}\Z|{_NUMBER}\s*or less\Z", re.IGNORECASE
)


_NATURE = re.compile(
    r"ownership[- ]of[- ]shares[- ](?:(\d{2,3})[- ]to[- ](\d{2,3})|more[- ]than[- ](\d{2}))[- ]percent", re.IGNORECASE
)
"""How the British register of those with significant control words what somebody holds."""


class Held(NamedTuple):
    """A share: exact, or its bounds; all None where the text tells none."""

    share: float | None = None
    at_least: float | None = None
    at_most: float | None = None


def held(text: str) -> Held | None:
    """What a text says of a share: `51`, `51%`, `100.00`, `25-50`, `>25`, `less than 10`. None where it cannot be read or is no share.

    A holding of nothing is no holding: registers that write 0 do not know the share.
    """
    text = text.strip()
    if found := _EXACT.match(text):
        return _within(Held(share=share)) if (share := _number(found[1])) else None
    if found := _BAND.match(text):
        low, high = sorted((_number(found[1]), _number(found[2])))
        return _within(Held(at_least=low, at_most=high))
    if found := _LEAST.match(text):
        return _within(Held(at_least=_number(found[1] or found[2])))
    if found := _MOST.match(text):
        return _within(Held(at_most=_number(found[1] or found[2])))
    return None


def held_by_nature(text: str) -> Held | None:
    """What the nature of somebody's control says of a share: `ownership-of-shares-25-to-50-percent`. None where it says nothing of it."""
    found = _NATURE.search(text)
    if not found:
        return None
    low, high = found[1] or found[3], found[2]
    return _within(Held(at_least=_number(low), at_most=_number(high) if high else None))


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _within(found: Held) -> Held | None:
    return found if all(part is None or part <= 100 for part in found) else None
