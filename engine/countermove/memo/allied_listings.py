"""Which of the other audiences have listed a target already, from the facts: what an ally has done says more than what it could do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from countermove.facts.fact import Fact
from countermove.facts.kinds.law import Delisting, Designation
from countermove.facts.naming import Names, and_joined
from countermove.facts.time import PartialDate
from countermove.memo.audience import SHORT
from countermove.memo.briefing import Claim
from countermove.memo.phrases import upper_first
from countermove.memo.sources import SourceList
from countermove.rulebook.shown import on_in_words

AlliedListings = Mapping[str, tuple[Designation, ...]]
"""For each target, the first standing listing by each audience other than the addressee."""


def allied_listings(facts: Iterable[Fact], targets: Collection[str], as_of: date, audience: str) -> AlliedListings:
    """The listings that stand on the day. One whose end came, or that a delisting on record may have ended, is left out."""
    made: dict[tuple[str, str], list[Designation]] = {}
    ended: set[tuple[str, str]] = set()
    for fact in facts:
        if not isinstance(fact, Designation | Delisting):
            continue
        key = (fact.entity, fact.authority)
        if fact.entity not in targets or fact.authority == audience or fact.authority not in SHORT:
            continue
        if isinstance(fact, Delisting):
            ended.add(key)
        elif (fact.until is None or fact.until.first > as_of) and (fact.date is None or fact.date.last <= as_of):
            made.setdefault(key, []).append(fact)
    found: dict[str, tuple[Designation, ...]] = {}
    for authority in SHORT:
        for target in dict.fromkeys(targets):  # one ship can be the best target of several items
            listed = made.get((target, authority), []) if (target, authority) not in ended else []
            if listed:
                found[target] = (*found.get(target, ()), min(listed, key=_earliest))
    return found


def listing_claims(
    listings: Iterable[Designation], told: Collection[tuple[str, str]], names: Names, sources: SourceList
) -> tuple[Claim, ...]:
    """One sentence on the listings of a target of which the grounds of an item do not tell already; none where there are no others."""
    untold = [fact for fact in listings if (fact.kind, fact.id) not in told]
    if not untold:
        return ()
    who = and_joined([SHORT[fact.authority] + (f" ({on_in_words(fact.date)})" if fact.date else "") for fact in untold])
    verb = "has" if len(untold) == 1 else "have"
    text = f"{upper_first(who)} {verb} listed {names.of(untold[0].entity)}."
    return (Claim(text=text, sources=sources.numbers(untold)),)


def _earliest(fact: Designation) -> tuple[date, str]:
    day: PartialDate | None = fact.date
    return (day.first if day else date.max, fact.id)
