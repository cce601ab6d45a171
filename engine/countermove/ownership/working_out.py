"""The whole of it in one short function: from the graph and the lists to the facts on what is blocked."""

from __future__ import annotations

from collections.abc import Iterable, Set

from countermove.ownership.chains import Doubt, Reach, tell
from countermove.ownership.definitions import OwnershipTest
from countermove.ownership.graph import Graph
from countermove.ownership.listed import Listings
from countermove.ownership.spreading import spread


def spread_all(tests: Iterable[OwnershipTest], graph: Graph, listings: Listings) -> list[Reach]:
    """What each test reaches, without the facts on it."""
    return [_spread_one(test, graph, listings) for test in tests]


def _spread_one(test: OwnershipTest, graph: Graph, listings: Listings) -> Reach:
    reach = Reach(test)
    for entity in listings:
        listing = listings.in_force(entity, test.authority)
        if listing is not None:
            reach.listed[entity] = listing
    spread(test, graph, reach.listed, reach.certain, certain=True)
    spread(test, graph, reach.listed, reach.possible, certain=False)
    return reach


def work_out(tests: Iterable[OwnershipTest], graph: Graph, listings: Listings, doubt: Doubt) -> list[Reach]:
    """What each test reaches, with the facts on it."""
    reaches = spread_all(tests, graph, listings)
    for reach in reaches:
        tell(reach, graph, doubt)
    return reaches


def work_out_anew(
    reaches: Iterable[Reach], graph: Graph, listings: Listings, doubt: Doubt, region: Set[str], relisted: Iterable[str]
) -> None:
    """Bring up to date what tests reach within a region, which holds with every node what it owns; outside it nothing has changed.

    `relisted` are those of whom the lists may say something else now; they are in the region.
    """
    relisted = list(relisted)
    for reach in reaches:
        for entity in relisted:
            listing = listings.in_force(entity, reach.test.authority)
            if listing is None:
                reach.listed.pop(entity, None)
            else:
                reach.listed[entity] = listing
        for asset in region:
            reach.facts.pop(asset, None)
        spread(reach.test, graph, reach.listed, reach.certain, certain=True, region=region)
        spread(reach.test, graph, reach.listed, reach.possible, certain=False, region=region)
        tell(reach, graph, doubt, region)
