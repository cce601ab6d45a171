"""Who holds what, and how much of it: the graph of stakes, each with the least and the largest share that it can be.

Shares are whole numbers of a billionth of a percent, so that sums are exact and no order of adding matters. What several facts tell of
one owner and one asset is one stake: what they agree on if they can all be true, and everything between them if they cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from countermove.facts.kinds.law import Ownership
from countermove.ownership.garbage import garbage_left_alone

_PERCENT = 10**9
WHOLE = 100 * _PERCENT


def units(percent: float) -> int:
    """A share in percent as a whole number."""
    return round(percent * _PERCENT)


def percent(share: int) -> float:
    """A share as a number of percent, at most 100."""
    return min(share, WHOLE) / _PERCENT


class Told(NamedTuple):
    """What one fact tells of a stake. `low` and `high` are None where it tells no share at all."""

    id: str
    owner: str
    asset: str
    low: int | None
    high: int | None
    control: bool | None


class Stake(NamedTuple):
    """What all facts together tell of what an owner holds of an asset."""

    owner: str
    asset: str
    low: int
    high: int
    """Of a share that nobody tells, the whole; what others hold of it limits the sum (`possible_share`)."""
    controls: bool
    """All that speak of control say that the owner has it."""
    may_control: bool
    """Some say so."""
    facts: tuple[str, ...]
    """Ids of the facts from which the share and the control are known; of all, where none tells either. In order."""


def told_by(fact: Ownership) -> Told:
    """What a fact tells."""
    return told(fact.id, fact.owner, fact.asset, fact.share, fact.share_at_least, fact.share_at_most, fact.control)


def told(
    id: str, owner: str, asset: str, share: float | None, at_least: float | None, at_most: float | None,
    control: bool | None,
) -> Told:  # fmt: skip
    """What a fact tells, out of its fields: the share where it is given, else its bounds."""
    if share is not None:
        exact = units(share)
        return Told(id, owner, asset, exact, exact, control)
    if at_least is None and at_most is None:
        return Told(id, owner, asset, None, None, control)
    ends = sorted((units(at_least or 0), WHOLE if at_most is None else units(at_most)))
    return Told(id, owner, asset, ends[0], ends[1], control)


class Graph:
    """The stakes by owner and by asset. It can change."""

    def __init__(self, facts: Iterable[Told] = ()) -> None:
        self.of_owner: dict[str, list[Stake]] = {}
        self.of_asset: dict[str, list[Stake]] = {}
        self._told: dict[tuple[str, str], tuple[Told, ...]] = {}
        with garbage_left_alone():
            told, of_owner, of_asset = self._told, self.of_owner, self.of_asset
            for fact in facts:
                pair = fact[1:3]
                there = told.get(pair)
                told[pair] = (fact,) if there is None else (*there, fact)
            for pair, facts_of in told.items():
                stake = _alone(*facts_of[0]) if len(facts_of) == 1 else _together(facts_of)
                for stakes, end in ((of_owner, pair[0]), (of_asset, pair[1])):
                    others = stakes.get(end)
                    if others is None:
                        stakes[end] = [stake]
                    else:
                        others.append(stake)

    def put(self, fact: Told) -> None:
        """Take in what a fact tells; none of its id is there."""
        pair = fact.owner, fact.asset
        self._replace(pair, (*self._told.get(pair, ()), fact))

    def remove(self, fact: Told) -> None:
        """Let what a fact tells go."""
        pair = fact.owner, fact.asset
        self._replace(pair, tuple(other for other in self._told[pair] if other.id != fact.id))

    def below(self, nodes: Iterable[str]) -> set[str]:
        """These, and everything that they hold, directly or through others."""
        found = set(nodes)
        queue = list(found)
        for node in queue:
            for stake in self.of_owner.get(node, ()):
                if stake.asset not in found:
                    found.add(stake.asset)
                    queue.append(stake.asset)
        return found

    def _replace(self, pair: tuple[str, str], facts: tuple[Told, ...]) -> None:
        if self._told.pop(pair, ()):
            for stakes, end in ((self.of_owner, pair[0]), (self.of_asset, pair[1])):
                left = [stake for stake in stakes.pop(end) if (stake.owner, stake.asset) != pair]
                if left:
                    stakes[end] = left
        if facts:
            self._told[pair] = facts
            self._add(_together(facts))

    def _add(self, stake: Stake) -> None:
        self.of_owner.setdefault(stake.owner, []).append(stake)
        self.of_asset.setdefault(stake.asset, []).append(stake)


def _alone(id: str, owner: str, asset: str, low: int | None, high: int | None, control: bool | None) -> Stake:
    """The stake that one fact tells of: what `_together` gives for it alone."""
    controls = control is True
    return Stake(owner, asset, low or 0, WHOLE if high is None else high, controls, controls, (id,))


def _together(facts: tuple[Told, ...]) -> Stake:
    """One stake out of what facts tell of it. What a fact does not tell takes nothing away from what another does."""
    _, owner, asset, _, _, _ = facts[0]
    bounds = [(fact.low, fact.high) for fact in facts if fact.low is not None and fact.high is not None]
    low, high = 0, WHOLE
    if bounds:
        low, high = max(low for low, _ in bounds), min(high for _, high in bounds)
        if low > high:
            low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
    control = {fact.control for fact in facts if fact.control is not None}
    telling = [fact.id for fact in facts if fact.low is not None or fact.control is not None] or [f.id for f in facts]
    return Stake(owner, asset, low, high, control == {True}, True in control, tuple(sorted(telling)))


def possible_share(stakes: Iterable[Stake], all_known: int) -> int:
    """The most that some owners of an asset can hold of it together, given what is known to be held of it in all.

    Shares that are not known are at most what the known ones of the others leave of the whole.
    """
    low = high = 0
    for stake in stakes:
        low += stake.low
        high += stake.high
    return most(low, high, all_known)


def most(low: int, high: int, all_known: int) -> int:
    """The same out of the sums of what they hold at least and at most."""
    return max(low, min(high, WHOLE - (all_known - low)))
