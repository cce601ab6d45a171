"""The basis of facts that were worked out from others, step by step up to observed ones: that of the weakest link."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping

from countermove.assessment.grading import Basis, Grading
from countermove.facts.fact import Fact

Key = tuple[str, str]
"""(kind, fact id)"""


def worked_out(
    fact: Fact, get: Callable[[str, str], Fact], known: MutableMapping[Key, Basis], grading: Grading
) -> None:
    """Put the basis of a fact that was worked out among those `known`, with that of every fact it rests on.

    However many origins its links have, none of them bears out another: the fact is as good as the weakest of them, and rests on all.
    """
    stack = [fact]
    while stack:
        at = stack[-1]
        rests_on = at.rests_on()
        open_yet = [get(*key) for key in rests_on if key not in known]
        further = [need for need in open_yet if need.computed]
        for need in open_yet:
            if not need.computed:
                own = grading.observed(need.evidence, need.alternatives, need.wordings, need.contested)
                known[need.kind, need.id] = own
        stack += further
        if not further:
            stack.pop()
            known[at.kind, at.id] = grading.together([(kind, known[kind, id]) for kind, id in rests_on], 1)
