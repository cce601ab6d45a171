"""What was known on a day: facts reported by then, resting on the evidence published by then, that tell of no later day.

What is planned may lie ahead (`Fact.foreseen`). Of other kinds a record that is older than what it tells of is a slip or a forecast:
it is left out until its day, and the memo says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from countermove.facts.fact import Fact
from countermove.facts.time import PartialDate


def as_known(facts: Iterable[Fact], as_of: date) -> Iterator[Fact]:
    """The facts that count on a day: what counts is when they became known (`Fact.known_from`).

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


def left_out(facts: Iterable[Fact], as_of: date) -> tuple[str, ...]:
    """The note on facts that were told by a day, but tell of a later one; none where there are none."""
    return note_of_later(sum(_is_later(fact, as_of) for fact in facts), as_of)


def note_of_later(count: int, as_of: date) -> tuple[str, ...]:
    """The same, given how many there are."""
    day = PartialDate.on(as_of).in_words()
    if not count:
        return ()
    told = (
        f"{count:,} facts tell of days after {day} and were"
        if count > 1
        else f"1 fact tells of a day after {day} and was"
    )
    return (f"{told} left out, though reported before: nothing of these kinds can be known ahead.",)


def _is_later(fact: Fact, as_of: date) -> bool:
    told, happened = fact.told_on(), fact.happened_on()
    return bool(fact.told_early() and told and happened and told.first <= as_of < happened.first)
