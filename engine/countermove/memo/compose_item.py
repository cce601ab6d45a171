"""Makes one numbered item of the memo out of the recommendations of one action."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.assessment.recommendation import Recommendation
from countermove.inference.match import Inference
from countermove.memo.audience import SHORT
from countermove.memo.briefing import Claim, InstrumentPart, Item, OptionPart
from countermove.memo.doubts import instrument_status
from countermove.memo.sources import SourceList
from countermove.rulebook.instrument import Action
from countermove.rulebook.rulebook import Rulebook

_SHOWN_TARGETS = 3
_SHOWN_INSTRUMENTS = 3
_ORDER = ("low", "moderate", "high")


def heading(group: Sequence[Recommendation], rulebook: Rulebook) -> str:
    """What is to be done, and on whom: the name where there is one target, their number where there are several."""
    action = rulebook.actions[group[0].action]
    count = len(group)
    targets = group[0].target.name if count == 1 else f"{count} {action.plural}"
    return action.heading.replace("{targets}", targets).replace("{count}", str(count))


def compose_item(
    number: int, group: Sequence[Recommendation], rulebook: Rulebook, inference: Inference, sources: SourceList, audience: str
) -> Item:
    """One item; the recommendations come in order of rank, the best first."""
    best = group[0]
    action = rulebook.actions[best.action]
    return Item(
        number=number, rank=best.rank, action=best.action, heading=heading(group, rulebook), family=action.family, step=best.step,
        band=best.priority.band, score=best.priority.score, confidence=_levels(group), owner=_owner(action, audience),
        deadline=best.deadline, only_if=best.only_if, do=_do(group),
        why_now=tuple(_claims(group, inference, sources)), how_sure=_how_sure(group),
        evidence=tuple(_evidence(best, inference, sources)),
        instruments=tuple(
            _instrument(rulebook, name, inference) for name in action.instruments.get(audience, ())[:_SHOWN_INSTRUMENTS]  # type: ignore[call-overload]
        ),
        allies=tuple(_allies(action, rulebook, audience)), options=_options(action, best), risks=action.risks,
        withdraw=action.withdraw, caveats=best.caveats,
        withheld=tuple(w.headline for r in group[:_SHOWN_TARGETS] for w in r.withheld),
        recommendations=tuple(r.id for r in group),
    )  # fmt: skip


def _levels(group: Sequence[Recommendation]) -> str:
    levels = sorted({r.confidence.level for r in group}, key=_ORDER.index)
    return levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"


def _owner(action: Action, audience: str) -> str:
    return action.owner.get(audience) or "owner to be named"  # type: ignore[call-overload]


def _do(group: Sequence[Recommendation]) -> str:
    condition = f"{group[0].only_if.rstrip('.')}: " if group[0].only_if else ""
    text = condition + group[0].headline.rstrip(".") + "."
    more = len(group) - 1
    if more:
        text += f" The same holds for {more} more, listed in the annex in order of rank."
    return text


def _claims(group: Sequence[Recommendation], inference: Inference, sources: SourceList) -> list[Claim]:
    """Why now, for the best targets: one sentence each, with its sources."""
    claims = []
    for recommendation in group[:_SHOWN_TARGETS]:
        first = recommendation.justifications[0]
        claims.append(Claim(text=first.because, sources=sources.numbers(inference.base.get(k, i) for k, i in first.facts)))
    return claims


def _evidence(best: Recommendation, inference: Inference, sources: SourceList) -> list[Claim]:
    """What else justifies the best target: one sentence a further rule."""
    claims, told = [], {best.because}
    for justification in best.justifications:
        if justification.because not in told and len(claims) < _SHOWN_TARGETS:
            told.add(justification.because)
            facts = (inference.base.get(kind, id) for kind, id in justification.facts)
            claims.append(Claim(text=justification.because, sources=sources.numbers(facts)))
    return claims


def _how_sure(group: Sequence[Recommendation]) -> str:
    best = group[0].confidence
    text = f"{best.level.capitalize()} ({best.low:.2f} to {best.high:.2f}): {best.reason}."
    if len(group) > 1:
        lowest = min(group, key=lambda r: (r.confidence.low, r.rank)).confidence
        if lowest.low < best.low:
            text += f" Over all targets it goes down to {lowest.low:.2f}."
    return text


def _instrument(rulebook: Rulebook, name: str, inference: Inference) -> InstrumentPart:
    found = rulebook.instruments[name]
    return InstrumentPart(
        id=found.id, name=found.name, jurisdiction=found.jurisdiction, does=found.does, legal_basis=found.legal_basis,
        addressee=found.addressee, must_agree=found.must_agree, lead_time=found.lead_time, limits=found.limits,
        status=instrument_status(found, inference.as_of),
    )  # fmt: skip


def _allies(action: Action, rulebook: Rulebook, audience: str) -> list[str]:
    """Where the other audiences stand: the instrument they would use, or that the rulebook knows none."""
    lines = []
    for other, called in SHORT.items():
        if other == audience:
            continue
        names = [rulebook.instruments[name].name for name in action.instruments.get(other, ())[:2]]  # type: ignore[call-overload]
        subject = called[0].upper() + called[1:]
        lines.append(f"{subject} would use: {'; '.join(names)}." if names else f"{subject} has no instrument for this in the rulebook.")
    return lines


def _options(action: Action, best: Recommendation) -> tuple[OptionPart, ...]:
    options = [OptionPart(name="this", what=best.headline.rstrip(".") + ".", cost=f"Priority score {best.priority.score:.2f}.")]
    if action.weaker:
        options.append(OptionPart(name="less", what=action.weaker.what, cost=action.weaker.cost))
    if action.stronger:
        options.append(OptionPart(name="more", what=action.stronger.what, cost=action.stronger.cost))
    return (*options, OptionPart(name="nothing", what=action.nothing.what, cost=action.nothing.cost))
