"""Makes the briefing out of an assessment: which items, in which order, and the sentences that stand first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from countermove.assessment.assess import Assessment
from countermove.assessment.explanation import trace_lines
from countermove.assessment.recommendation import Recommendation
from countermove.facts.as_known import left_out
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.naming import Names, called
from countermove.inference.match import Inference
from countermove.inference.truth import Context
from countermove.memo.absences import absences
from countermove.memo.allied_listings import allied_listings
from countermove.memo.audience import ADDRESSEE
from countermove.memo.authors import author_claims, disputed_authors
from countermove.memo.briefing import (
    Briefing,
    ConfidencePart,
    GapPart,
    Input,
    JustificationPart,
    PriorityPart,
    RecommendationPart,
    RulebookImprint,
    TargetPart,
    Trace,
    WithheldPart,
)  # fmt: skip
from countermove.memo.caveats import caveat_facts
from countermove.memo.compose_item import compose_item
from countermove.memo.doubts import contested_claims, to_recheck
from countermove.memo.first_lines import FirstLines
from countermove.memo.for_others import for_others
from countermove.memo.gap_text import gap_text
from countermove.memo.headings import heading
from countermove.memo.sources import SourceList, strictest_marking
from countermove.rulebook.rulebook import Rulebook

BODY_ITEMS = 10
"""How many items the body of a memo holds unless asked otherwise; two readable pages of recommendations."""


def compose(
    facts: FactSet, rulebook: Rulebook, inference: Inference, assessment: Assessment, audience: str, top: int | None
) -> Briefing:
    """The briefing. With `top`, only the `top` highest items are kept at all; without, all are kept and the body shows the first ten.
    Of recommendations beyond rank `groups.KEPT_RANKS` only the best of an item are kept."""
    groups = assessment.groups if top is None else assessment.groups[:top]
    kept = tuple(sorted((r for group in groups for r in group.kept), key=lambda r: r.rank))
    shown = groups[: BODY_ITEMS if top is None else top]
    names, sources = Names(inference.base), SourceList()
    context = Context(rulebook, inference.as_of)
    caveats = caveat_facts(inference, rulebook, names, audience)
    on_lists = (*inference.base.of_kind("designation"), *inference.base.of_kind("delisting"))
    allied = allied_listings(on_lists, [group.best.target.id for group in shown], inference.as_of, audience)
    items = tuple(
        compose_item(number, group, rulebook, inference, sources, caveats, allied, names, audience)
        for number, group in enumerate(shown, start=1)
    )
    recommendations = tuple(_part(r, rulebook, inference, sources) for r in kept)
    disputed = disputed_authors(kept, inference)
    contested = (
        *author_claims(disputed, inference, sources, names),
        *contested_claims(kept, inference, sources, names),
    )
    others = tuple(for_others(group, rulebook, inference, sources, audience) for group in assessment.other_groups)
    first = FirstLines(items, recommendations, others, rulebook, audience)
    cited = _cited_facts(kept, [group.best for group in assessment.other_groups], inference)
    told = {fact.id for fact in cited}
    cited += [fact for facts_of in (*allied.values(), *disputed.values()) for fact in facts_of if fact.id not in told]
    cited.sort(key=lambda fact: fact.id)
    seen = [*cited, *(fact for r in kept for text in r.caveats for fact in caveats.get(text, ()))]
    seen += [fact for gap in assessment.gaps for target in gap.shown for fact in inference.base.with_id(target)]
    instruments = {instrument.id for item in items for instrument in item.instruments}
    return Briefing(
        title=first.title(), to=ADDRESSEE[audience], sender=f"Countermove, rulebook {rulebook.version}", as_of=inference.as_of,
        audience=audience, marking=strictest_marking(seen),
        rulebook=RulebookImprint(
            version=rulebook.version, sha256=rulebook.sha256, active_rules=len(rulebook.active(inference.as_of))
        ),
        engine=inference.engine,
        inputs=tuple(
            Input(path=i.path, format=i.format, records=i.records, used=i.used, set_aside=i.set_aside, quarantined=i.quarantined,
                  facts=i.facts, set_aside_reasons=dict(i.set_aside_reasons))
            for i in facts.inputs
        ),
        bottom_line=first.bottom_line(), decision=first.decision(), items=items,
        more_items=tuple(f"{heading(group, rulebook, audience)} (rank {group.best.rank:,}, step {group.step})" for group in groups[len(shown):]),
        recommendations=recommendations, ranked=assessment.ranked, for_others=others,
        absences=absences(groups, len(shown), assessment.unread, inference),
        gaps=tuple(
            GapPart(text=gap_text(gap, rulebook, names, context, audience), rule=gap.rule, action=gap.action, kind=gap.kind, field=gap.field, count=gap.count,
                    examples=gap.examples)
            for gap in assessment.gaps
        ),
        contested=contested, to_recheck=to_recheck(rulebook, instruments, kept, inference), notes=(*facts.notes, *left_out(facts.facts, inference.as_of)),
        traces=tuple(
            Trace(recommendation=group.best.id, lines=tuple(trace_lines(group.best, inference, rulebook, names))) for group in shown
        ),
        sources=sources.listed(), facts={fact.id: _fact_part(fact, inference) for fact in cited},
    )  # fmt: skip


def _part(r: Recommendation, rulebook: Rulebook, inference: Inference, sources: SourceList) -> RecommendationPart:
    return RecommendationPart(
        id=r.id, rank=r.rank, tied=r.tied, step=r.step, ruleset=r.ruleset, rules=r.rules, action=r.action,
        target=TargetPart(kind=r.target.kind, id=r.target.id, name=r.target.name), headline=r.headline, because=r.because,
        only_if=r.only_if, deadline=r.deadline,
        priority=PriorityPart(score=r.priority.score, band=r.priority.band, factors=r.priority.factors, exponents=r.priority.exponents),
        confidence=ConfidencePart(
            level=r.confidence.level, low=r.confidence.low, high=r.confidence.high, origins=r.confidence.origins,
            contested=r.confidence.contested, reason=r.confidence.reason,
        ),
        justifications=tuple(
            JustificationPart(
                rule=j.match.rule, bindings={alias: id for alias, _, id in j.match.bindings}, facts=tuple(id for _, id in j.facts),
                because=j.because, sources=sources.numbers(inference.base.get(kind, id) for kind, id in j.facts),
                paragraph=rulebook.rules[j.match.rule].header.article.paragraph,
            )
            for j in r.justifications
        ),
        instruments=r.instruments, caveats=r.caveats,
        withheld=tuple(
            WithheldPart(
                action=w.action, headline=w.headline, rules=tuple(dict.fromkeys(j.match.rule for j in w.justifications)),
                sources=sources.numbers(inference.base.get(kind, id) for j in w.justifications for kind, id in j.facts),
            )
            for w in r.withheld
        ),
    )  # fmt: skip


def _cited_facts(
    recommendations: Sequence[Recommendation], others: Sequence[Recommendation], inference: Inference
) -> list[Fact]:
    keys = {key for r in others for key in r.justifications[0].facts}
    keys |= {key for r in recommendations for j in r.justifications for key in j.facts}
    keys |= {key for r in recommendations for w in r.withheld for j in w.justifications for key in j.facts}
    return sorted((inference.base.get(kind, id) for kind, id in keys), key=lambda fact: fact.id)


def _fact_part(fact: Fact, inference: Inference) -> Mapping[str, Any]:
    part: dict[str, Any] = fact.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    part["kind"] = fact.kind
    derivations = inference.derivations.get((fact.kind, fact.id), ())
    if derivations:
        part["derived_from"] = [
            {
                "rule": m.rule,
                "bindings": {alias: id for alias, _, id in m.bindings},
                **({"counted": {alias: len(total.facts) for alias, total in m.totals}} if m.totals else {}),
            }
            for m in derivations
        ]
    return {"called": called(fact), **part}


def default_as_of(facts: FactSet) -> date | None:
    """The latest day on which a fact was reported: the day a memo is written for where none is given. None without dated facts.

    A fact that was told before it is said to have happened does not count: a slip of the pen must not move the day.
    """
    told = (fact.known_from() for fact in facts.facts if not fact.told_early())
    known = [known for known in told if known is not None]
    return max((k.last if k.exact else k.first for k in known), default=None)
