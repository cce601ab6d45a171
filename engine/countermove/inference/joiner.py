"""What a library has to do to join facts for the engine: take facts into patterns, give joined tuples back.

It sees small integers alone. Facts, patterns and networks are numbers; a value is the number that stands for it, so that two values
are equal when their numbers are. What makes a fact belong to a pattern, and whatever else a rule asks, is decided outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Part:
    """One place in a network: the pattern that a fact there satisfies, and the variable for which each of its values stands."""

    pattern: int
    variables: tuple[int, ...]


Network = tuple[Part, ...]
"""Its tuples: a fact for each part, such that values which stand for one variable are equal. One fact may stand in two parts."""


class Joiner(Protocol):
    """Joins facts by networks that are fixed when it is made."""

    def add(self, pattern: int, fact: int, values: tuple[int, ...]) -> None:
        """A fact satisfies a pattern, with these values in the order of the pattern's variables."""

    def remove(self, pattern: int, fact: int) -> None:
        """A fact no longer satisfies a pattern. The tuples in which it stands are the caller's to withdraw."""

    def joined(self) -> Iterable[tuple[int, tuple[int, ...]]]:
        """The tuples that have come about since the last call, each once: number of the network, facts by part."""

    def close(self) -> None:
        """Give everything back. Nothing else may be called afterwards."""


MakeJoiner = Callable[[Sequence[Network]], Joiner]
