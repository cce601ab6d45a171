"""What is blocked, as facts: each with the stakes it rests on, the listed persons at the roots, and the chain between them.

A fact rests on no more stakes than the test needs, the best borne out first, so that a rumour of one more owner does not weaken it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from countermove.facts.kinds.derived import BlockedOwnership
from countermove.ownership.definitions import OwnershipTest
from countermove.ownership.graph import WHOLE, Graph, Stake, percent, possible_share
from countermove.ownership.spreading import Ranks, known_of

MOST_NAMED = 12
"""So many persons or companies are named in a list; a fact that rests on more says so in its chain."""
MOST_STEPS = 24
"""So many steps of a chain are told, those nearest to the asset."""

Doubt = Callable[[str], int]
"""How much doubt there is about the ownership fact of an id."""


@dataclass
class Reach:
    """What one test reaches: who is listed (with the designation), what is blocked, certainly or possibly, and the facts on it."""

    test: OwnershipTest
    listed: dict[str, str] = field(default_factory=dict)
    certain: Ranks = field(default_factory=dict)
    possible: Ranks = field(default_factory=dict)
    facts: dict[str, BlockedOwnership] = field(default_factory=dict)


def tell(reach: Reach, graph: Graph, doubt: Doubt, among: Collection[str] | None = None) -> None:
    """Make the facts on the assets that are blocked, or may be: all, or those `among` some. What is listed itself has none."""
    assets = reach.possible if among is None else [asset for asset in among if asset in reach.possible]
    unlisted = [asset for asset in assets if reach.possible[asset]]
    certain = [asset for asset in unlisted if asset in reach.certain]
    open_yet = [asset for asset in unlisted if asset not in reach.certain]
    for asset in sorted(certain, key=lambda asset: (reach.certain[asset], asset)):
        reach.facts[asset] = _certain(reach, graph, doubt, asset)
    for asset in sorted(open_yet, key=lambda asset: (reach.possible[asset], asset)):
        reach.facts[asset] = _possible(reach, graph, doubt, asset)


def _certain(reach: Reach, graph: Graph, doubt: Doubt, asset: str) -> BlockedOwnership:
    ranks, test = reach.certain, reach.test
    earlier = _of_earlier(graph, asset, ranks)
    in_order = _in_order((stake for stake in earlier if stake.low), doubt, lambda stake: stake.low)
    by_share = _enough(in_order, test)
    by_control = [] if by_share else _in_order((stake for stake in earlier if stake.controls), doubt, _low)[:1]
    chosen = by_share or by_control
    held = sum(stake.low for stake in chosen)
    return _fact(reach, graph, asset, chosen, held, certain=True, by_control=bool(by_control), hinges_above=False)


def _enough(stakes: Sequence[Stake], test: OwnershipTest) -> list[Stake]:
    """The first of the stakes that pass the test on what is surely held; none where all of them do not."""
    if not test.adds_up:
        return [stake for stake in stakes if test.reached(stake.low)][:1]
    total = 0
    for place, stake in enumerate(stakes, start=1):
        total += stake.low
        if test.reached(total):
            return list(stakes[:place])
    return []


def _possible(reach: Reach, graph: Graph, doubt: Doubt, asset: str) -> BlockedOwnership:
    test, known = reach.test, known_of(graph, asset)
    earlier = _of_earlier(graph, asset, reach.possible)
    sure = [stake for stake in graph.of_asset[asset] if stake.owner in reach.certain and stake.owner != asset]

    def opens(stakes: Iterable[Stake]) -> bool:
        stakes = list(stakes)
        return bool(stakes) and test.reached(possible_share(stakes, known))

    in_order = _in_order((stake for stake in earlier if stake.high), doubt, lambda stake: stake.high)
    in_order.sort(key=lambda stake: stake.owner not in reach.certain)
    count = next((count for count in range(1, len(in_order) + 1) if opens(in_order[:count])), 0)
    by_share = in_order[:count]
    claimed = [stake for stake in earlier if stake.may_control] if test.control else []
    by_control = [] if by_share else _in_order(claimed, doubt, _low)[:1]
    chosen = by_share or by_control
    chosen += [stake for stake in _in_order(sure, doubt, _low) if stake.low and stake not in chosen]
    held = sum(stake.low for stake in sure)
    hinges = not opens(sure) and not (test.control and any(stake.may_control for stake in sure))
    return _fact(reach, graph, asset, chosen, held, certain=False, by_control=bool(by_control), hinges_above=hinges)


def _low(stake: Stake) -> int:
    return stake.low


def _of_earlier(graph: Graph, asset: str, ranks: Ranks) -> list[Stake]:
    """The stakes of owners that are blocked by a shorter argument than the asset."""
    own = ranks[asset]
    return [stake for stake in graph.of_asset[asset] if ranks.get(stake.owner, own) < own]


def _in_order(stakes: Iterable[Stake], doubt: Doubt, share: Callable[[Stake], int]) -> list[Stake]:
    """The best borne out first, then the largest."""
    return sorted(stakes, key=lambda stake: (max(map(doubt, stake.facts)), -share(stake), stake.owner))


def _fact(
    reach: Reach, graph: Graph, asset: str, chosen: Sequence[Stake], held: int, *, certain: bool, by_control: bool, hinges_above: bool,
) -> BlockedOwnership:  # fmt: skip
    may = [stake for stake in graph.of_asset[asset] if stake.owner in reach.possible and stake.owner != asset]
    holders: dict[str, None] = {}
    through: dict[str, None] = {}
    steps: dict[str, None] = {}
    listings: dict[str, None] = {}
    above: dict[str, None] = {}
    for stake in chosen:
        upper = reach.facts.get(stake.owner) if stake.owner not in reach.listed else None
        if upper is None:
            holders[stake.owner] = listings[reach.listed[stake.owner]] = None
        else:
            holders.update(dict.fromkeys(upper.holders))
            through.update(dict.fromkeys((*upper.through, stake.owner)))
            steps.update(dict.fromkeys(upper.chain))
            above[upper.id] = None
    steps.update({_step(stake): None for stake in chosen})
    told = list(steps)
    if _LEFT_OUT in steps or len(told) > MOST_STEPS:
        told = [_LEFT_OUT, *[step for step in told if step != _LEFT_OUT][-MOST_STEPS:]]
    return BlockedOwnership(
        asset=asset, definition=reach.test.definition, authority=reach.test.authority, certain=certain,
        by_control=by_control, hinges_above=hinges_above, share_at_least=percent(held),
        share_at_most=percent(max(held, min(WHOLE, possible_share(may, known_of(graph, asset))))),
        holders=tuple(holders)[:MOST_NAMED], through=tuple(through)[-MOST_NAMED:], chain=tuple(told),
        stakes=tuple(id for stake in chosen for id in stake.facts), listings=tuple(listings), above=tuple(above),
    )  # fmt: skip


_LEFT_OUT = "Steps further up are left out"


def _step(stake: Stake) -> str:
    """A stake in words, by ids: names are put in where it is shown."""
    low, high = percent(stake.low), percent(stake.high)
    if stake.low == stake.high:
        return f"{stake.owner} holds {low:g} % of {stake.asset}"
    share = "an unknown share" if (stake.low, stake.high) == (0, WHOLE) else f"{low:g} to {high:g} %"
    control = " and is said to control it" if stake.may_control else ""
    return f"{stake.owner} holds {share} of {stake.asset}{control}"


def facts_of(reaches: Iterable[Reach]) -> list[BlockedOwnership]:
    """All the facts, in order of id."""
    return sorted((fact for reach in reaches for fact in reach.facts.values()), key=lambda fact: fact.id)


def by_id(reaches: Iterable[Reach]) -> Mapping[str, BlockedOwnership]:
    """All the facts by their id."""
    return {fact.id: fact for reach in reaches for fact in reach.facts.values()}
