"""Who is listed: the designations that freeze assets and are in force on a day, person by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from countermove.facts.fact import Fact
from countermove.facts.kinds.law import CourtRuling, Delisting, Designation
from countermove.facts.time import PartialDate
from countermove.ownership.doubt import doubt

FREEZING = ("asset_freeze", "blocking")
"""The measures that reach what a person owns."""


class Listings:
    """What is known of the listings of each person or company. It can change."""

    def __init__(self, as_of: date, facts: Iterable[Fact] = ()) -> None:
        self._as_of = as_of
        self._about: dict[str, dict[tuple[str, str], Fact]] = {}
        for fact in facts:
            self.put(fact)

    def put(self, fact: Fact) -> str:
        """Take in a designation, delisting or ruling, in the place of one of its id; whom it is about."""
        about = subject_of(fact)
        self._about.setdefault(about, {})[fact.kind, fact.id] = fact
        return about

    def remove(self, fact: Fact) -> str:
        """Let one go; whom it was about."""
        about = subject_of(fact)
        facts = self._about[about]
        del facts[fact.kind, fact.id]
        if not facts:
            del self._about[about]
        return about

    def __iter__(self) -> Iterator[str]:
        return iter(self._about)

    def in_force(self, entity: str, authority: str) -> str | None:
        """The designation by which an authority's freeze reaches somebody, the best borne out of several; None where there is none.

        It freezes assets, has not ended, and was neither lifted nor annulled for good on or after its day. As in the rules, a date that
        leaves this open ends nothing.
        """
        facts = self._about.get(entity, {}).values()
        standing = [
            fact
            for fact in facts
            if isinstance(fact, Designation)
            and fact.authority == authority
            and fact.measure in FREEZING
            and not (fact.until and fact.until.last < self._as_of)
            and not any(_ends(other, fact) for other in facts)
        ]
        return min(standing, key=lambda fact: (doubt(fact), fact.id)).id if standing else None


def subject_of(fact: Fact) -> str:
    """Whom a designation, delisting or ruling is about."""
    return fact.subject if isinstance(fact, CourtRuling) else fact.entity  # type: ignore[attr-defined]


def _ends(other: Fact, listing: Designation) -> bool:
    """Whether a delisting or a ruling surely ends a designation of the same person."""
    if isinstance(other, Delisting):
        return other.authority == listing.authority and _not_before(other.date, listing.date)
    return (
        isinstance(other, CourtRuling)
        and other.authority == listing.authority
        and other.measure == "listing"
        and other.outcome == "annulled"
        and other.final is True
        and _not_before(other.date, listing.date)
    )


def _not_before(day: PartialDate | None, other: PartialDate | None) -> bool:
    return day is not None and other is not None and day.first >= other.last
