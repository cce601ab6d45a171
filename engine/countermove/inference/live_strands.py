"""Branches whose facts are joined in several networks, because some are not equated with others at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product

from countermove.inference.live_branches import LiveBranch
from countermove.inference.live_tuples import Joined, Known, Numbered


class Strands:
    """The tuples of each network of such branches. A tuple of a branch is one of each of its networks, strung together."""

    def __init__(self, branches: Mapping[int, Sequence[LiveBranch]], known: Numbered) -> None:
        self._branches = branches
        self._known = known
        self._tuples: dict[int, dict[Joined, None]] = {network: {} for network in branches}

    def add(self, network: int, joined: Joined) -> Iterator[tuple[LiveBranch, Joined]]:
        """Take a tuple in; the tuples of branches that it makes up with those that are there."""
        self._tuples[network][joined] = None
        for number in joined:
            known = self._known[number]
            if known.strands is None:
                known.strands = {}
            known.strands[network, joined] = None
        for branch in self._branches[network]:
            for place, one in enumerate(branch.networks):
                if one == network:
                    others = [self._others(i, other, place, network, joined) for i, other in enumerate(branch.networks)]
                    for strung in product(*others):
                        yield branch, tuple(chain.from_iterable(strung))

    def _others(self, i: int, other: int, place: int, network: int, joined: Joined) -> Iterable[Joined]:
        """What can stand at a place of a branch while the new tuple stands at another. Where it can stand at both, it is found from
        the first of them alone."""
        if i == place:
            return (joined,)
        return [some for some in self._tuples[other] if i > place or other != network or some != joined]

    def take_out(self, known: Known) -> None:
        """A fact is gone."""
        for network, joined in known.strands or ():
            self._tuples[network].pop(joined, None)
            for other in joined:
                strands = self._known[other].strands
                if strands is not None and other != known.number:
                    strands.pop((network, joined), None)
