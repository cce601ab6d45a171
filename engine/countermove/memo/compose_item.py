"""Makes one numbered item of the memo out of the recommendations of one action."""

from __future__ import annotations

import re
from collections.abc import Iterable

from countermove.assessment.groups import Group
from countermove.assessment.recommendation import Justification, Recommendation
from countermove.inference.match import Inference
from countermove.memo.audience import SHORT
from countermove.memo.briefing import Claim, InstrumentPart, Item, OptionPart
from countermove.memo.caveats import CaveatFacts
from countermove.memo.doubts import instrument_status
from countermove.memo.phrases import and_joined, first_clause, lower_first, sentence, upper_first
from countermove.memo.sources import SourceList
from countermove.rulebook.instrument import Action
from countermove.rulebook.rulebook import Rulebook

_SHOWN_TARGETS = 3
_SHOWN_INSTRUMENTS = 3
_ORDER = ("low", "moderate", "high")
_PLACEHOLDER = re.compile(r"\{(targets|count)\}")


def heading(group: Group, rulebook: Rulebook) -> str:
    """What is to be done, and on whom: the name where there is one target, their number where there are several."""
    action = rulebook.actions[group.action]
    count = group.count
    filled = {"targets": group.best.target.name if count == 1 else f"{count:,} {action.plural}", "count": f"{count:,}"}
    template = action.heading_many or action.heading if count > 1 else action.heading
    return _PLACEHOLDER.sub(lambda found: filled[found[1]], template)


def compose_item(
    number: int, group: Group, rulebook: Rulebook, inference: Inference, sources: SourceList,
    caveats: CaveatFacts, audience: str,
) -> Item:  # fmt: skip
    """One item of the memo."""
    best = group.best
    action = rulebook.actions[best.action]
    return Item(
        number=number, rank=best.rank, action=best.action, heading=heading(group, rulebook), family=action.family, step=best.step,
        band=best.priority.band, score=best.priority.score, confidence=_levels(group), owner=_owner(action, audience),
        deadline=best.deadline, only_if=best.only_if, do=_do(group),
        why_now=tuple(_claims((r.justifications[0] for r in group.kept[:_SHOWN_TARGETS]), inference, sources)),
        how_sure=_how_sure(group), evidence=tuple(_evidence(best, inference, sources)),
        instruments=tuple(_instrument(rulebook, name, inference) for name in _own(action, audience)[:_SHOWN_INSTRUMENTS]),
        allies=tuple(_allies(action, rulebook, audience)), options=_options(action, best, rulebook, audience), risks=action.risks,
        withdraw=action.withdraw, caveats=_caveats(group, caveats, sources), withheld=_withheld(group, inference, sources),
        recommendations=tuple(r.id for r in group.kept), targets=group.count, last_rank=group.last_rank,
    )  # fmt: skip


def _levels(group: Group) -> str:
    levels = sorted(group.levels, key=_ORDER.index)
    return levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"


def _owner(action: Action, audience: str) -> str:
    return action.owner.get(audience) or "owner to be named"  # type: ignore[call-overload]


def _own(action: Action, audience: str) -> tuple[str, ...]:
    return action.instruments.get(audience, ())  # type: ignore[call-overload, no-any-return]


def _do(group: Group) -> str:
    """The order for the best target; advice that holds only under a condition begins with it."""
    best = group.best
    text = sentence(best.headline)
    if best.only_if:
        condition = best.only_if.rstrip(".")
        condition = condition if condition.lower().startswith("if ") else f"If {condition}"
        text = f"{upper_first(condition)}: {lower_first(text)}"
    more = group.count - 1
    if more:
        listed = len(group.kept)
        where = "in Annex A" if listed == group.count else f"the first {listed} in Annex A"
        text += f" Likewise {more:,} more, {where}."
    return text


def _claims(justifications: Iterable[Justification], inference: Inference, sources: SourceList) -> list[Claim]:
    """One sentence for each justification, with its sources; the same sentence once."""
    claims: dict[str, Claim] = {}
    for justification in justifications:
        facts = [inference.base.get(kind, id) for kind, id in justification.facts]
        claims.setdefault(justification.because, Claim(text=justification.because, sources=sources.numbers(facts)))
    return list(claims.values())


def _evidence(best: Recommendation, inference: Inference, sources: SourceList) -> list[Claim]:
    """What else justifies the best target: one sentence a further rule or match."""
    others = (j for j in best.justifications if j.because != best.because)
    return _claims(others, inference, sources)[:_SHOWN_TARGETS]


def _how_sure(group: Group) -> str:
    best = group.best.confidence
    text = f"{upper_first(best.level)} ({best.low:.2f} to {best.high:.2f}): {best.reason}."
    if group.lowest < best.low:
        text += f" Over all targets it goes down to {group.lowest:.2f}."
    return text


def _caveats(group: Group, caveats: CaveatFacts, sources: SourceList) -> tuple[Claim, ...]:
    """The caveats of the best target, and those of the next ones that differ."""
    texts = dict.fromkeys(text for r in group.kept[:_SHOWN_TARGETS] for text in r.caveats)
    return tuple(Claim(text=text, sources=sources.numbers(caveats.get(text, ()))) for text in texts)


def _withheld(group: Group, inference: Inference, sources: SourceList) -> tuple[Claim, ...]:
    """The measures that this advice holds back on the first targets, with the grounds that speak for them."""
    return tuple(
        Claim(
            text=f"{w.headline.rstrip('.')}. {sentence(w.justifications[0].because)}",
            sources=sources.numbers(inference.base.get(kind, id) for j in w.justifications for kind, id in j.facts),
        )
        for r in group.kept[:_SHOWN_TARGETS] for w in r.withheld
    )  # fmt: skip


def _instrument(rulebook: Rulebook, name: str, inference: Inference) -> InstrumentPart:
    found = rulebook.instruments[name]
    return InstrumentPart(
        id=found.id, name=found.name, jurisdiction=found.jurisdiction, does=found.does, legal_basis=found.legal_basis,
        addressee=found.addressee, must_agree=found.must_agree, lead_time=found.lead_time, limits=found.limits,
        verified=found.verified, status=instrument_status(found, inference.as_of),
    )  # fmt: skip


def _allies(action: Action, rulebook: Rulebook, audience: str) -> list[str]:
    """Where the other audiences stand: the instruments they would use, or that the rulebook knows none. Equal answers are joined."""
    answers: dict[tuple[str, ...], list[str]] = {}
    for other, called in SHORT.items():
        if other != audience:
            names = tuple(rulebook.instruments[name].name for name in _own(action, other)[:2])
            answers.setdefault(names, []).append(called)
    lines = []
    for names, who in answers.items():
        subject = upper_first(and_joined(who))
        has = "has" if len(who) == 1 else "have"
        lines.append(
            f"{subject} would use: {'; '.join(names)}."
            if names
            else f"{subject} {has} no instrument for this in the rulebook."
        )
    return lines


def _options(action: Action, best: Recommendation, rulebook: Rulebook, audience: str) -> tuple[OptionPart, ...]:
    """This course and the others. What this one costs is what its first instrument takes: time, and who has to agree."""
    own = [rulebook.instruments[name] for name in _own(action, audience)[:1]]
    cost = "No instrument of the addressee's own is in the rulebook: it takes an ally's."
    if own:
        cost = f"Time: {sentence(first_clause(own[0].lead_time))} To agree: {sentence(first_clause(own[0].must_agree))}"
        cost += f" Cost: {sentence(own[0].cost)}" if own[0].cost else ""
    options = [OptionPart(name="this", what=sentence(best.headline), cost=cost)]
    if action.weaker:
        options.append(OptionPart(name="less", what=action.weaker.what, cost=action.weaker.cost))
    if action.stronger:
        options.append(OptionPart(name="more", what=action.stronger.what, cost=action.stronger.cost))
    return (*options, OptionPart(name="nothing", what=action.nothing.what, cost=action.nothing.cost))
