"""What is blocked through its owners, out of facts as objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.kinds.law import Ownership
from countermove.ownership.chains import facts_of
from countermove.ownership.definitions import tests_on
from countermove.ownership.doubt import doubt
from countermove.ownership.graph import Graph, told_by
from countermove.ownership.listed import Listings
from countermove.ownership.working_out import work_out
from countermove.rulebook.rulebook import Rulebook

LISTS = ("designation", "delisting", "court_ruling")
"""The kinds that tell who is listed."""
CONCERNED = frozenset(("ownership", *LISTS))
"""The kinds on which it depends what is blocked."""


def blocked_ownership(facts: Iterable[Fact], rulebook: Rulebook, as_of: date) -> list[Fact]:
    """The facts on everything that is blocked, or may be, through its owners, by each test of the rulebook; in order of id."""
    concerned = [fact for fact in facts if fact.kind in CONCERNED]
    if not any(fact.kind == "ownership" for fact in concerned):
        return []
    known = list(as_known(concerned, as_of))
    stakes = {fact.id: fact for fact in known if isinstance(fact, Ownership) and stands(fact, as_of)}
    listings = Listings(as_of, (fact for fact in known if fact.kind in LISTS))
    graph = Graph(map(told_by, stakes.values()))
    return [*facts_of(work_out(tests_on(rulebook, as_of), graph, listings, lambda id: doubt(stakes[id])))]


def stands(stake: Ownership, as_of: date) -> bool:
    """Whether a stake that is known has not surely ended."""
    return not (stake.until and stake.until.last < as_of)
