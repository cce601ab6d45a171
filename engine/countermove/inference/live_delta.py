"""From what a run noted in one call to the net changes that the caller is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.inference.live_changes import NOTHING, Change, Delta, Key, same
from countermove.inference.live_run import Run, Step
from countermove.inference.live_standing import resting_on
from countermove.inference.live_tuples import Noted
from countermove.inference.match import Binding, Match

Found = tuple[Match, int]
"""A match, and the step that did it."""


def delta(run: Run, steps: Sequence[Step]) -> Delta:
    """Net changes of the run's present call, which took these steps, in order."""
    journal = run.journal
    if not journal and not run.replaced:
        return NOTHING
    if not run.plan.simple or run.replaced:
        return _net(run, steps)
    gained: list[
        Found
    ] = []  # where no fact is concluded or replaced, no match is noted twice, and none changes through others
    lost: list[Found] = []
    changed: list[Found] = []
    for old, new, op in journal:
        if new is None:
            if old is not None:
                lost.append((old, op))
        elif old is None:
            gained.append((new, op))
        else:
            changed.append((new, op))
    return _told(run, steps, gained, lost, changed)


def one_by_one(gained: list[Change], journal: Sequence[Noted], cause: Key) -> Delta:
    """The same for one fact that took the short way: what it gained alone, and what else was noted. No match is in it twice."""
    lost: list[Change] = []
    changed: list[Change] = []
    for old, new, _ in journal:
        if new is None:
            if old is not None:
                lost.append(told(Change, (old, cause)))
        elif old is None:
            gained.append(told(Change, (new, cause)))
        else:
            changed.append(told(Change, (new, cause)))
    for found in (gained, lost, changed):
        if len(found) > 1:
            found.sort(key=rank)
    return Delta(tuple(gained), tuple(lost), tuple(changed))


def rank(change: Change) -> tuple[str, tuple[Binding, ...]]:
    """By rule and bindings."""
    return change[0].rule, change[0].bindings


def _net(run: Run, steps: Sequence[Step]) -> Delta:
    """The same where matches may have come and gone within the call."""
    before: dict[Match, Match | None] = {}
    after: dict[Match, tuple[Match | None, int]] = {}
    for old, new, op in run.journal:
        match = new if new is not None else old
        if match is None:
            continue
        before.setdefault(match, old)
        went = after.get(match)
        if new is not None or went is None or went[0] is not None:  # of several losses the first counts
            after.pop(match, None)
            after[match] = new, op
    gained: list[Found] = []
    lost: list[Found] = []
    changed: dict[Match, int] = {}
    back: dict[Match, int] = {}
    for match, (new, op) in after.items():
        old = before[match]
        if new is None:
            if old is not None:
                lost.append((old, op))
        elif old is None:
            gained.append((new, op))
        elif old.totals != new.totals:
            changed[new] = op
        else:
            back[new] = op
    if changed or back or run.was or run.derivations.moved:
        _spread(run, changed, {match for match, _ in gained})
    return _told(run, steps, gained, lost, list(changed.items()))


def _spread(run: Run, changed: dict[Match, int], new: set[Match]) -> None:
    """Add the matches that rest on facts which are other ones now, or follow from other matches than before."""
    derivations = run.derivations
    others: dict[Key, int] = {}
    for key, fact in run.was.items():
        known = run.find(*key)
        if known is not None and not same(known.fact, fact):
            others[key] = known.op
    for key, (behind, op) in derivations.moved.items():
        if run.find(*key) is not None and derivations.behind.get(key, {}).keys() != behind:
            others.setdefault(key, op)
    for match, op in changed.items():
        if match in derivations.concluded:
            others.setdefault(derivations.concluded[match], op)
    queue = list(others)
    for key in queue:
        if run.find(*key) is None:
            continue
        for match in resting_on(run, key):
            if match not in changed and match not in new:
                changed[match] = others[key]
                further = derivations.concluded.get(match)
                if further is not None and further not in others:
                    others[further] = others[key]
                    queue.append(further)


def _told(run: Run, steps: Sequence[Step], gained: list[Found], lost: list[Found], changed: list[Found]) -> Delta:
    """What was found, in order, each with its cause."""
    if len(steps) == 1:
        cause = steps[0][0]
        return Delta(
            _caused(run, gained, cause) if gained else (),
            _caused(run, lost, cause) if lost else (),
            _caused(run, changed, cause) if changed else (),
        )
    first = run.first
    return Delta(*(
        tuple([told(Change, (match, steps[op - first][0])) for match, op in _in_order(run, found)])
        for found in (gained, lost, changed)
    ))  # fmt: skip


def _caused(run: Run, found: list[Found], cause: Key) -> tuple[Change, ...]:
    """Changes that all have one cause."""
    if len(found) == 1:
        return (told(Change, (found[0][0], cause)),)
    return tuple([told(Change, (match, cause)) for match, _ in _in_order(run, found)])


told: Any = tuple.__new__  # the same as calling `Change` or `Delta`, in half the time


def _in_order(run: Run, found: list[Found]) -> list[Found]:
    """In order of rule and bindings. Where a rule's bindings differ in the ids alone, these are enough to compare."""
    if len(found) < 16:
        found.sort(key=_place)
        return found
    by_rule: dict[str, list[Found]] = {}
    for one in found:
        by_rule.setdefault(one[0].rule, []).append(one)
    ordered: list[Found] = []
    for rule in sorted(by_rule):
        some = by_rule[rule]
        if rule not in run.plan.sole:
            some.sort(key=_place)
        elif len(some[0][0].bindings) == 1:
            some.sort(key=lambda one: one[0].bindings[0][2])
        else:
            some.sort(key=lambda one: [id for _, _, id in one[0].bindings])
        ordered += some
    return ordered


def _place(found: Found) -> tuple[str, tuple[Binding, ...]]:
    return found[0].rule, found[0].bindings
