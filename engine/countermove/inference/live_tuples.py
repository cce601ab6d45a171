"""What a live inference holds: facts that are there, joined tuples that may be matches, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from countermove.facts.fact import Fact
from countermove.inference.live_branches import LiveBranch
from countermove.inference.match import Binding, Match, Total

Joined = tuple[int, ...]
"""Facts by number."""


new: Any = object.__new__
set_rule, set_bindings, set_totals = (vars(Match)[name].__set__ for name in ("rule", "bindings", "totals"))
_function, _value, _kind, _facts = (vars(Total)[name].__set__ for name in ("function", "value", "kind", "facts"))


def match_of(rule: str, bindings: tuple[Binding, ...], totals: tuple[tuple[str, Total], ...] = ()) -> Match:
    """The same as calling `Match`, in two thirds of the time: a frozen class looks each field up before it sets it."""
    match: Match = new(Match)
    set_rule(match, rule)
    set_bindings(match, bindings)
    set_totals(match, totals)
    return match


def total_of(kind: str, ids: Sequence[str]) -> Total:
    """The same as calling `Total` for facts that are counted, these by their ids."""
    total: Total = new(Total)
    _function(total, "count")
    _value(total, len(ids))
    _kind(total, kind)
    _facts(total, tuple(ids))
    return total


class Known:
    """One version of a fact while it is there. Its number may be another fact's in a later call."""

    __slots__ = ("candidates", "fact", "given", "id", "number", "op", "strands")

    def __init__(self, fact: Fact, id: str, number: int, given: Fact | None, op: int) -> None:
        self.fact = fact
        self.id = id
        self.number = number
        self.given = given
        """The fact as it was given, with evidence that is not published yet; None if it was concluded."""
        self.op = op
        """The step that brought it, counted over the whole life of the inference; -1 where it came by the short way."""
        self.candidates: Candidate | dict[Candidate, None] | None = None
        """The tuples in which it stands: one as it is, or several."""
        self.strands: dict[tuple[int, Joined], None] | None = None
        """Tuples of networks that make up a branch together with others."""

    def tuples(self) -> Iterable[Candidate]:
        """The tuples in which it stands."""
        candidates = self.candidates
        return candidates if isinstance(candidates, dict) else () if candidates is None else (candidates,)

    def leave(self, candidate: Candidate) -> None:
        """A tuple in which it stood is gone."""
        if self.candidates is candidate:
            self.candidates = None
        elif isinstance(self.candidates, dict):
            self.candidates.pop(candidate, None)


Numbered = list[Known]
"""Facts by number. `GONE` stands where there is none."""

Noted = tuple[Match | None, Match | None, int]
"""A match before and after it changed, and the step that changed it."""


class Candidate:
    """A tuple for which a branch of a rule may hold. `match` is what it makes while it does."""

    __slots__ = ("branch", "groups", "joined", "match")

    def __init__(self, branch: LiveBranch, joined: Joined) -> None:
        self.branch = branch
        self.joined = joined
        self.match: Match | None = None
        self.groups: tuple[Group, ...] = ()
        """For each `none`, `count` and `sum` the facts that it is about."""


class Group:
    """The facts of a pattern that have certain values, and the candidates beside which they stand."""

    __slots__ = ("candidates", "facts", "ids", "pattern", "values")

    def __init__(self, pattern: int, values: tuple[int, ...]) -> None:
        self.pattern = pattern
        self.values = values
        self.facts: dict[int, Known] = {}
        self.candidates: dict[Candidate, None] = {}
        self.ids: list[str] | None = None
        """In order, once they were asked for."""

    def total(self, kind: str) -> Total:
        """All facts, counted."""
        if self.ids is None:
            self.ids = sorted([known.id for known in self.facts.values()])
        return total_of(kind, self.ids)


GONE = Known(None, "", -1, None, -1)  # type: ignore[arg-type]
"""What stands for a fact that has gone."""
