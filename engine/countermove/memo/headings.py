"""What an item is called: what is to be done, and on whom or on how many; and how sure it is over all its targets."""

from __future__ import annotations

import re

from countermove.assessment.groups import Group
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.shown import counted_in_words

_ORDER = ("low", "moderate", "high")
_PLACEHOLDER = re.compile(r"\{(targets|count)\}")


def heading(group: Group, rulebook: Rulebook, audience: str) -> str:
    """What is to be done, and on whom: the name where there is one target, their number where there are several."""
    action = rulebook.actions[group.action]
    count = group.count
    filled = {
        "targets": group.best.target.name if count == 1 else counted_in_words(count, "", action.plural.to(audience)),
        "count": counted_in_words(count, "", "").strip(),
    }
    template = action.heading_many or action.heading if count > 1 else action.heading
    return _PLACEHOLDER.sub(lambda found: filled[found[1]], template.to(audience))


def levels(group: Group) -> str:
    """The level of confidence, or from the lowest to the highest."""
    levels = sorted(group.levels, key=_ORDER.index)
    return levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"
