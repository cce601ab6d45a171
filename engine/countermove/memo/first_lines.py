"""What stands first in a memo: its title, the bottom line and the decision asked for."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.memo.audience import SHORT
from countermove.memo.briefing import ForOthersPart, Item, RecommendationPart
from countermove.memo.phrases import bare_condition, first_sentence, lower_first
from countermove.rulebook.rulebook import Rulebook


class FirstLines:
    """The first lines, made of the first items. What is asked for is the order of the rule itself where an item has one target.

    A measure of low confidence that other advice could hold back is not asked for: the next item leads, and where there is no other,
    its evidence has to be verified first.
    """

    def __init__(
        self,
        items: Sequence[Item],
        recommendations: Sequence[RecommendationPart],
        others: Sequence[ForOthersPart],
        rulebook: Rulebook,
        audience: str,
    ) -> None:
        self._others, self._audience = others, SHORT[audience]
        self._best = {part.id: part for part in recommendations}
        actions = rulebook.actions.values()
        self._can_wait = {restrained for action in actions for restrained in action.restrains}
        self._items = [item for item in items if not self._to_verify(item)] or items

    def title(self) -> str:
        """The first order."""
        if self._items:
            return self._order(self._items[0])
        return (
            f"No recommendation for {self._audience} on these facts"
            if self._others
            else "No recommendation on these facts"
        )

    def bottom_line(self) -> tuple[str, ...]:
        """Two or three sentences: what to do, why now, how sure."""
        if not self._items:
            to = f" to {self._audience}" if self._others else ""
            return (f"The facts given lead to no recommendation{to} under the rules in force.",)
        first, *more = self._items[:3]
        best = self._first_target(first)
        what = "; ".join([self._order(first), *(lower_first(self._order(item)) for item in more)]) + "."
        over_all = f" ({first.confidence} over all its targets)" if first.confidence != best.confidence.level else ""
        sure = f"Confidence{' in the first' if more else ''} is {best.confidence.level}{over_all}: {best.confidence.reason}."
        return (what, first_sentence(first.why_all.text if first.why_all else best.because), sure)

    def decision(self) -> str:
        """What the reader is asked to approve, when, and on which condition."""
        if not self._items:
            return "None is asked for."
        first = self._items[0]
        if self._to_verify(first):
            return f"Approve no measure yet: {lower_first(self._order(first))} ({first.owner}). The confidence is low."
        condition = (
            f", in the first case on the condition that {bare_condition(first.only_if)}"
            if first.only_if and first.targets > 1
            else ""
        )
        when = (
            f" by {first.deadline}"
            if first.deadline
            else {"act now": " now", "this month": " this month"}.get(first.band, "")
        )
        return f"Approve{when}: {lower_first(self._order(first))} ({first.owner}){condition}."

    def _order(self, item: Item) -> str:
        """What is to be done, under its condition if it has one."""
        text = self._first_target(item).headline.rstrip(".") if item.targets == 1 else item.heading
        if self._to_verify(item):
            return f"Verify the evidence before you decide whether to {lower_first(text)}"
        if item.targets == 1 and item.only_if:
            return f"If {bare_condition(item.only_if)}, {lower_first(text)}"
        return text

    def _to_verify(self, item: Item) -> bool:
        low = self._first_target(item).confidence.level == "low"
        return low and item.family == "measure" and item.action in self._can_wait

    def _first_target(self, item: Item) -> RecommendationPart:
        return self._best[item.recommendations[0]]
