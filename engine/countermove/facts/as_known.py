"""What was known on a day: facts reported by then, resting on the evidence published by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from countermove.facts.fact import Fact


def as_known(facts: Iterable[Fact], as_of: date) -> Iterator[Fact]:
    """The facts that count on a day. A fact may speak of the future; what counts is when it became known.

    A report dated to a month or year counts from its first day. Evidence published later is left out of a fact that earlier
    evidence bears.
    """
    for fact in facts:
        known = fact.known_from()
        if known is not None and known.first > as_of:
            continue
        kept = tuple(e for e in fact.evidence if e.published is None or e.published.first <= as_of)
        if kept or not fact.evidence or fact.reported:
            yield fact if len(kept) == len(fact.evidence) or not kept else fact.model_copy(update={"evidence": kept})
