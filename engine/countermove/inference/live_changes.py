"""What a call to a live inference changed: matches that came, went, or rest on something else now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from countermove.facts.fact import Fact
from countermove.inference.match import Inference, Match

Key = tuple[str, str]
"""(kind, id) of a fact."""


class Change(NamedTuple):
    """A match that came, went or changed, and the (kind, id) of the fact given or taken back that did it.

    None is the cause where the day moved on. Of several facts in one call that a match needed, the last is what did it; of several
    whose loss would have ended it, the first.
    """

    match: Match
    cause: Key | None


class Delta(NamedTuple):
    """Net changes of one call, each list in order of rule and bindings.

    `changed` are matches that stand as before but rest on something else: a count or sum has another value or other facts, a fact has
    been replaced by another version, or a derived fact follows from other matches (or from such as changed themselves).
    """

    gained: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()


NOTHING = Delta()


def difference(before: Inference, after: Inference) -> Delta:
    """What changed from one day to another. No fact is the cause."""
    old, new = {match: match for match in before.matches}, {match: match for match in after.matches}
    known = {(fact.kind, fact.id): fact for fact in before.base}
    others = {
        key for key, fact in ((key_of(fact), fact) for fact in after.base)
        if key in known and not same(known[key], fact)
    }  # fmt: skip
    others |= {
        key for key in before.derivations.keys() & after.derivations.keys()
        if set(before.derivations[key]) != set(after.derivations[key])
    }  # fmt: skip
    changed = {match for match in new if match in old and old[match].totals != match.totals}
    changed |= resting_on(others, (match for match in new if match in old), after.derivations, changed)
    return Delta(
        tuple(Change(match, None) for match in after.matches if match not in old),
        tuple(Change(match, None) for match in before.matches if match not in new),
        tuple(Change(match, None) for match in after.matches if match in changed),
    )


def one_after_the_other(first: Delta, second: Delta) -> Delta:
    """What two calls changed together. Of a match that both concern, the second tells why."""
    if not (any(first) and any(second)):
        return second if any(second) else first
    before: dict[Match, bool] = {}
    after: dict[Match, Change] = {}
    gone: dict[Match, Change] = {}
    for delta in (first, second):
        for there, changes in ((True, delta.lost), (False, delta.gained), (True, delta.changed)):
            for change in changes:
                before.setdefault(change.match, there)
                after.pop(change.match, None)
                gone.pop(change.match, None)
                (gone if changes is delta.lost else after)[change.match] = change

    def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
        return tuple(sorted(changes, key=lambda change: (change.match.rule, change.match.bindings)))

    return Delta(
        in_order(change for match, change in after.items() if not before[match]),
        in_order(change for match, change in gone.items() if before[match]),
        in_order(change for match, change in after.items() if before[match]),
    )


def resting_on(
    others: set[Key], matches: Iterable[Match], derivations: Mapping[Key, Iterable[Match]], changed: Iterable[Match]
) -> set[Match]:
    """Of some matches those that rest on facts that are other ones now, at once or through what follows from changed matches."""
    above: dict[Key, list[Match]] = {}
    for match in matches:
        for key in match.fact_keys():
            above.setdefault(key, []).append(match)
    concluded = {match: key for key, behind in derivations.items() for match in behind}
    found: set[Match] = set()
    queue = [*others, *(concluded[match] for match in changed if match in concluded)]
    seen = set(queue)
    for key in queue:
        for match in above.get(key, ()):
            if match not in found:
                found.add(match)
                further = concluded.get(match)
                if further is not None and further not in seen:
                    seen.add(further)
                    queue.append(further)
    return found


def key_of(fact: Fact) -> Key:
    """What tells a fact from every other."""
    return fact.kind, fact.id


def same(one: Fact, other: Fact) -> bool:
    """Whether two facts are the same in everything that is ever shown: 0.0 and -0.0 are not."""
    return one is other or (one == other and repr(one) == repr(other))
