"""Matches of rules that can hold in several ways (`any`): one match, however many of its ways hold."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.inference.live_tuples import Candidate
from countermove.inference.match import Match


class Ways:
    """The candidates that make a match, by branch. The totals of the match are those of the first branch in the file that holds."""

    def __init__(self) -> None:
        self._by_match: dict[Match, dict[int, Candidate]] = {}
        self._moved: dict[Match, tuple[Match | None, int]] = {}
        """Matches whose candidates changed since the last look, as they were before, with the step that did it."""

    def set(self, candidate: Candidate, before: Match | None, after: Match | None, op: int) -> None:
        """A candidate makes another match than before, or none any more, or one at last."""
        one = after if after is not None else before
        if one is None:
            return
        ways = self._by_match.setdefault(one, {})
        if one not in self._moved:
            first = ways[min(ways)] if ways else None
            standing = before if first is candidate else first.match if first is not None else None
            self._moved[one] = standing, op
        if after is None:
            del ways[candidate.branch.number]
        else:
            ways[candidate.branch.number] = candidate

    def standing(self, match: Match) -> Match | None:
        """The match as it stands; None if it does not."""
        ways = self._by_match.get(match)
        return ways[min(ways)].match if ways else None

    def moved(self) -> Iterator[tuple[Match | None, Match | None, int]]:
        """What became of matches since the last call: before, after, and the step that did it."""
        if self._moved:
            moved, self._moved = self._moved, {}
            for match, (before, op) in moved.items():
                yield before, self.standing(match), op
                if not self._by_match[match]:
                    del self._by_match[match]

    def __iter__(self) -> Iterator[Match]:
        for match in self._by_match:
            standing = self.standing(match)
            if standing is not None:
                yield standing
