"""In which order derived facts are weighed: each after those it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.errors import EngineError
from countermove.inference.match import Match

Key = tuple[str, str]
Way = tuple[Match, frozenset[Key]]
"""A match behind a derived fact, and the derived facts among its own."""


def in_turn(derivations: Mapping[Key, Sequence[Match]]) -> Iterator[tuple[Key, list[Match]]]:
    """Every derived fact once, with the matches that bear it; each comes after every derived fact in those matches.

    Where facts rest on each other in a circle, each of them counts only what was concluded in an earlier round of inference:
    nothing bears itself. Raises EngineError where a fact of a kind that rules conclude was given and is concluded from itself alone.
    """
    ways = {
        key: [(match, frozenset(k for k in match.fact_keys() if k in derivations)) for match in matches]
        for key, matches in derivations.items()
    }
    rounds = _rounds(ways)
    pending = dict(ways)
    while pending:
        ready = [key for key in pending if not any(needs & pending.keys() for _, needs in ways[key])]
        if ready:
            for key in ready:
                yield key, [match for match, _ in pending.pop(key)]
            continue
        circle = _without_ends(pending)
        for key in sorted(circle, key=lambda k: (rounds[k], k)):
            earlier = [match for match, needs in ways[key] if all(rounds[n] < rounds[key] for n in needs & circle)]
            yield key, earlier
        for key in circle:
            del pending[key]


def _rounds(ways: Mapping[Key, Sequence[Way]]) -> dict[Key, int]:
    """The round in which each fact was first concluded, counted from 0."""
    found: dict[Key, int] = {}
    number = 0
    while len(found) < len(ways):
        new = [key for key in ways if key not in found and any(needs <= found.keys() for _, needs in ways[key])]
        if not new:
            kind, id = min(key for key in ways if key not in found)
            raise EngineError(
                f"the {kind} '{id}' was given, and follows from itself: how well it is borne out cannot be weighed",
                hint="give the facts that it was concluded from, and leave what rules conclude to the rules",
            )
        found.update(dict.fromkeys(new, number))
        number += 1
    return found


def _without_ends(pending: Mapping[Key, Sequence[Way]]) -> frozenset[Key]:
    """What stays when everything that bears nothing else is taken away, again and again: the circles, and what lies between them."""
    inner = frozenset(pending)
    while True:
        needed = frozenset(need for key in inner for _, needs in pending[key] for need in needs)
        if inner <= needed:
            return inner
        inner &= needed
