"""What is recommended to others: actions in which the addressee has no part, with who acts and why the addressee does not."""

from __future__ import annotations

from countermove.assessment.groups import Group
from countermove.inference.match import Inference
from countermove.memo.audience import SHORT
from countermove.memo.briefing import ActorPart, Claim, ForOthersPart
from countermove.memo.headings import heading, levels
from countermove.memo.phrases import sentence
from countermove.memo.sources import SourceList
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.told import AUDIENCES


def for_others(
    group: Group, rulebook: Rulebook, inference: Inference, sources: SourceList, audience: str
) -> ForOthersPart:
    """One action for others, in the words in which the first of them is told."""
    best, action = group.best, rulebook.actions[group.action]
    numbers = sources.numbers(inference.base.get(kind, id) for kind, id in best.justifications[0].facts)
    return ForOthersPart(
        action=action.id, heading=heading(group, rulebook, action.speaker(audience)), step=group.step, family=action.family,
        targets=group.count, first=Claim(text=sentence(best.headline), sources=numbers),
        why=Claim(text=best.because, sources=numbers), confidence=levels(group),
        no_part=sentence(next(reason for other, reason in action.no_part.items() if other == audience)),
        actors=tuple(
            ActorPart(audience=other, called=SHORT[other], owner=action.owner[other]) for other in AUDIENCES if other in action.owner
        ),
        recommendations=tuple(r.id for r in group.kept),
    )  # fmt: skip
