"""Where the other audiences stand on an action: who of them would carry it out and by what, or why one has no part."""

from __future__ import annotations

from countermove.facts.naming import and_joined
from countermove.memo.audience import SHORT
from countermove.memo.phrases import sentence, upper_first
from countermove.rulebook.instrument import Action
from countermove.rulebook.rulebook import Rulebook

_SHOWN_INSTRUMENTS = 2


def allies(action: Action, rulebook: Rulebook, audience: str) -> tuple[str, ...]:
    """One sentence for each answer; those who answer alike stand together. Who has a part comes first."""
    acting: dict[str, list[str]] = {}
    without: dict[str, list[str]] = {}
    for other, called in SHORT.items():
        if other == audience:
            continue
        owner = next((owner for key, owner in action.owner.items() if key == other), None)
        if owner is None:
            reason = next(reason for key, reason in action.no_part.items() if key == other)
            without.setdefault(sentence(reason), []).append(called)
        else:
            acting.setdefault(f"{owner.rstrip('.')}{_by(action, rulebook, other)}.", []).append(called)
    lines = [f"{upper_first(and_joined(who))}: {answer}" for answer, who in acting.items()]
    for reason, who in without.items():
        lines.append(f"{upper_first(and_joined(who))} {'has' if len(who) == 1 else 'have'} no part. {reason}")
    return tuple(lines)


def _by(action: Action, rulebook: Rulebook, audience: str) -> str:
    """The first instruments of an audience, in brackets; nothing where it uses none."""
    own = next((names for key, names in action.instruments.items() if key == audience), ())
    names = [rulebook.instruments[name].name for name in own[:_SHOWN_INSTRUMENTS]]
    return f" ({'; '.join(names)})" if names else ""
