"""What is recommended to others, laid out: a line for the body, and the whole for the annex."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.facts.naming import and_joined
from countermove.memo.briefing import ForOthersPart
from countermove.memo.phrases import plural

SHOWN_OTHERS = 3
"""How many actions for others the body names; Annex A has all."""


@dataclass(frozen=True, slots=True)
class LaidOther:
    """An action for others."""

    part: ForOthersPart
    line: str
    """For whom it is, and why it is not for the addressee."""
    extent: str
    """Step, targets and confidence."""
    actors: str
    """Who acts, of each audience that has a part."""


def lay_other(part: ForOthersPart) -> LaidOther:
    """One action for others."""
    called = and_joined([actor.called for actor in part.actors])
    return LaidOther(
        part=part, line=f"For {called}. {part.no_part}",
        extent=f"step {part.step}, {part.targets:,} {plural(part.targets, 'target')}, confidence {part.confidence}",
        actors="; ".join(f"for {actor.called}, {actor.owner}" for actor in part.actors) + ".",
    )  # fmt: skip
