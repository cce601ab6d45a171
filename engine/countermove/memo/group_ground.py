"""The ground that all targets of an item share, in one sentence: how many, and from when to when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.assessment.groups import Group
from countermove.assessment.recommendation import Justification
from countermove.facts.time import PartialDate, day_of
from countermove.inference.match import Inference
from countermove.memo.briefing import Claim
from countermove.memo.phrases import sentence
from countermove.memo.sources import SourceList
from countermove.rulebook.rule import Recommend, Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.shown import counted_in_words, on_in_words

_SLOT = re.compile(r"(on |[Aa]ll )?\{(count|first|last)\}")


def group_ground(
    group: Group, rulebook: Rulebook, inference: Inference, sources: SourceList, audience: str
) -> Claim | None:
    """The action's sentence on all its targets, for the first rule that justifies every one of them.

    None where there is but one target, where not all are kept, or where a date that the sentence tells is not known or tells nothing.
    """
    if group.count == 1 or len(group.kept) < group.count:
        return None
    for rule, told in rulebook.actions[group.action].grounds_many.items():
        grounds = [[j for j in r.justifications if j.match.rule == rule] for r in group.kept]
        if all(grounds):
            every = [j for some in grounds for j in some]
            text = _filled(told.to(audience), group.count, list(_dates(rulebook.rules[rule], every, inference)))
            if text:
                numbers = sources.numbers(inference.base.get(kind, id) for j in every for kind, id in j.facts)
                return Claim(text=sentence(text), sources=numbers)
    return None


def _dates(rule: Rule, justifications: list[Justification], inference: Inference) -> Iterator[PartialDate | None]:
    """The dates from which the rule counts how urgent it is; None for one that is not known."""
    assert isinstance(rule.then, Recommend)  # noqa: S101 - only such rules justify
    reference = rule.then.urgency.since or rule.then.urgency.deadline
    for justification in justifications if reference else ():
        named = justification.match.names(inference.base)[reference.alias] if reference else None
        when = getattr(named, reference.field) if reference else None
        yield day_of(when) if when else None


def _filled(template: str, count: int, dates: list[PartialDate | None]) -> str | None:
    known = [date for date in dates if date is not None]
    ends = (min(known, key=lambda d: (d.first, d.last)), max(known, key=lambda d: (d.last, d.first))) if known else None
    if any(slot[2] != "count" for slot in _SLOT.finditer(template)) and (
        ends is None or ends[0] == ends[1] or len(known) < len(dates)
    ):
        return None

    def shown(slot: re.Match[str]) -> str:
        if slot[2] == "count":
            both = {"All ": "Both", "all ": "both"}.get(slot[1] or "") if count == 2 else None
            return both or (slot[1] or "") + counted_in_words(count, "", "").strip()
        assert ends is not None  # noqa: S101 - asked above
        date = ends[slot[2] == "last"]
        return on_in_words(date) if slot[1] == "on " else (slot[1] or "") + date.in_words()

    return _SLOT.sub(shown, template)
