"""Makes one numbered item of the memo out of the recommendations of one action."""

from __future__ import annotations

from collections.abc import Iterable

from countermove.assessment.groups import Group
from countermove.assessment.recommendation import Justification, Recommendation
from countermove.facts.naming import Names
from countermove.inference.match import Inference
from countermove.memo.allied_listings import AlliedListings, listing_claims
from countermove.memo.allies import allies
from countermove.memo.briefing import Claim, InstrumentPart, Item, OptionName, OptionPart
from countermove.memo.caveats import CaveatFacts
from countermove.memo.doubts import instrument_status
from countermove.memo.group_ground import group_ground
from countermove.memo.headings import heading, levels
from countermove.memo.phrases import bare_condition, first_clause, lower_first, sentence, upper_first
from countermove.memo.sources import SourceList
from countermove.rulebook.instrument import Action, Option
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.shown import counted_in_words
from countermove.rulebook.told import Told

_SHOWN_TARGETS = 3
_SHOWN_INSTRUMENTS = 3


def compose_item(
    number: int, group: Group, rulebook: Rulebook, inference: Inference, sources: SourceList,
    caveats: CaveatFacts, allied: AlliedListings, names: Names, audience: str,
) -> Item:  # fmt: skip
    """One item of the memo."""
    best = group.best
    action = rulebook.actions[best.action]
    return Item(
        number=number, rank=best.rank, action=best.action, heading=heading(group, rulebook, audience), family=action.family, step=best.step,
        band=best.priority.band, score=best.priority.score, confidence=levels(group), owner=_owner(action, audience),
        deadline=best.deadline, only_if=best.only_if, do=_do(group), why_all=group_ground(group, rulebook, inference, sources, audience),
        why_now=tuple(_claims((r.justifications[0] for r in group.kept[:_SHOWN_TARGETS]), inference, sources)),
        how_sure=_how_sure(group), evidence=(*_evidence(best, inference, sources), *_allied(best, allied, names, sources)),
        instruments=tuple(_instrument(rulebook, name, inference) for name in _own(action, audience)[:_SHOWN_INSTRUMENTS]),
        allies=allies(action, rulebook, audience), options=_options(action, best, rulebook, audience), risks=action.risks.to(audience),
        withdraw=action.withdraw.to(audience), caveats=_caveats(group, caveats, sources), withheld=_withheld(group, inference, sources),
        recommendations=tuple(r.id for r in group.kept), targets=group.count, last_rank=group.last_rank,
    )  # fmt: skip


def _owner(action: Action, audience: str) -> str:
    return next(owner for other, owner in action.owner.items() if other == audience)


def _own(action: Action, audience: str) -> tuple[str, ...]:
    return action.instruments.get(audience, ())  # type: ignore[call-overload, no-any-return]


def _do(group: Group) -> str:
    """The order for the best target; advice that holds only under a condition begins with it."""
    best = group.best
    text = sentence(best.headline)
    if best.only_if:
        text = f"If {bare_condition(best.only_if)}: {lower_first(text)}"
    more = group.count - 1
    if more:
        listed = len(group.kept)
        where = "in Annex A" if listed == group.count else f"the first {listed:,} in Annex A"
        text += f" Likewise {counted_in_words(more, 'more', 'more')}, {where}."
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


def _allied(best: Recommendation, allied: AlliedListings, names: Names, sources: SourceList) -> tuple[Claim, ...]:
    """Listings of the best target by allies, where no ground of the item rests on them."""
    told = {key for justification in best.justifications for key in justification.facts}
    return listing_claims(allied.get(best.target.id, ()), told, names, sources)


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


def _options(action: Action, best: Recommendation, rulebook: Rulebook, audience: str) -> tuple[OptionPart, ...]:
    """This course and the others. What this one costs is what its first instrument takes, by name: time, and who has to agree; or that it has none.

    Restraint takes no instrument: those named with it are for what may come later.
    """
    own = [rulebook.instruments[name] for name in _own(action, audience)[:1]]
    cost = "None of the addressee's own is in the rulebook: it takes an ally's."
    if not any(action.instruments.values()):
        cost = "None is named in the rulebook: the owner acts within its own remit."
    if action.family == "restrain":
        cost = "No power is used and no measure is taken."
    elif own:
        cost = f"By {own[0].name}. Time: {sentence(first_clause(own[0].lead_time))} To agree: {sentence(first_clause(own[0].must_agree))}"
        cost += f" Cost: {sentence(own[0].cost)}" if own[0].cost else ""
    options = [OptionPart(name="this", what=sentence(best.headline), cost=cost)]
    others: Iterable[tuple[OptionName, Told[Option] | None]] = (
        ("less", action.weaker), ("more", action.stronger), ("nothing", action.nothing),
    )  # fmt: skip
    for name, told in others:
        if told:
            option = told.to(audience)
            options.append(OptionPart(name=name, what=option.what.to(audience), cost=option.cost.to(audience)))
    return tuple(options)
