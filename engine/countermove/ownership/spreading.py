"""How a block spreads from owners to what they own, level by level, until nothing changes: the least fixpoint of a test.

`certain` counts the least that owners certainly blocked hold, `possible` the most that owners possibly blocked can hold. At every level
the test is applied anew; shares are never multiplied along a chain. Nothing is blocked because of itself: what is blocked has a rank,
and rests on owners of lower rank alone.
"""

from __future__ import annotations

from collections.abc import Collection, Set

from countermove.ownership.definitions import OwnershipTest
from countermove.ownership.graph import Graph, Stake, most

Ranks = dict[str, int]
"""What is blocked, with the length of the shortest argument for it: 0 for what is listed itself."""


def spread(
    test: OwnershipTest,
    graph: Graph,
    listed: Collection[str],
    ranks: Ranks,
    *,
    certain: bool,
    region: Set[str] | None = None,
) -> None:
    """Fill in the ranks: all, or those within a `region`, which holds with every node what it owns; outside it they stand."""
    arriving: dict[int, list[Stake]] = {}
    if region is None:
        for node in listed:
            ranks[node] = 0
            arriving.setdefault(0, []).extend(graph.of_owner.get(node, ()))
    else:
        for node in region:
            if node in listed:
                ranks[node] = 0
            else:
                ranks.pop(node, None)
        for node in region:
            for stake in graph.of_asset.get(node, ()):
                if stake.owner in ranks:
                    arriving.setdefault(ranks[stake.owner], []).append(stake)
    count = _Certain(test) if certain else _Possible(test, graph)
    while arriving:
        rank = min(arriving)
        reached: dict[str, None] = {}
        for stake in arriving.pop(rank):
            if stake.asset not in ranks and stake.owner != stake.asset and count.add(stake):
                reached[stake.asset] = None
        for asset in reached:
            ranks[asset] = rank + 1
            if asset in graph.of_owner:
                arriving.setdefault(rank + 1, []).extend(graph.of_owner[asset])


class _Certain:
    """Adds up what is surely held. `add` tells whether the asset passes the test with this stake."""

    def __init__(self, test: OwnershipTest) -> None:
        self._test = test
        self._sums: dict[str, int] = {}

    def add(self, stake: Stake) -> bool:
        """Count a stake of an owner that is blocked."""
        held = stake.low
        if self._test.adds_up:
            held = self._sums[stake.asset] = self._sums.get(stake.asset, 0) + stake.low
        return self._test.reached(held) or (self._test.control and stake.controls)


class _Possible:
    """Adds up what can be held."""

    def __init__(self, test: OwnershipTest, graph: Graph) -> None:
        self._test = test
        self._graph = graph
        self._sums: dict[str, tuple[int, int, int]] = {}

    def add(self, stake: Stake) -> bool:
        """Count a stake of an owner that may be blocked."""
        asset = stake.asset
        low, high, known = self._sums.get(asset) or (0, 0, known_of(self._graph, asset))
        low, high = low + stake.low, high + stake.high
        self._sums[asset] = low, high, known
        return self._test.reached(most(low, high, known)) or (self._test.control and stake.may_control)


def known_of(graph: Graph, asset: str) -> int:
    """How much of an asset is known to be held, by whomever."""
    return sum(stake.low for stake in graph.of_asset.get(asset, ()))
