"""From matches to ranked recommendations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from countermove.assessment.basis import facts_behind
from countermove.assessment.confidence import Confidences
from countermove.assessment.gaps import Gap, find_gaps
from countermove.assessment.groups import Group, grouped
from countermove.assessment.priority import Priorities
from countermove.assessment.recommendation import Justification, Recommendation, Target
from countermove.assessment.restraint import reconciled
from countermove.assessment.sentences import Sentences
from countermove.assessment.unread import UnreadByRule, read_in, unread_by_rule
from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.facts.time import day_of
from countermove.inference.match import Inference, Match, Total
from countermove.inference.truth import Context
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.instrument import Action
from countermove.rulebook.rule import Caveat, Recommend, Rule, Source
from countermove.rulebook.rulebook import Rulebook

_KIND_OF_SCHEME = {"imo": "vessel", "mmsi": "vessel", "iso3166": "country", "domain": "media_channel"}


@dataclass(frozen=True)
class Assessment:
    """Ranked recommendations, and what would have to be found out for more."""

    recommendations: tuple[Recommendation, ...]
    """In order of rank: all of them, or those that the groups keep."""
    gaps: tuple[Gap, ...]
    groups: tuple[Group, ...]
    """By action and step, in the order of their best."""
    others: tuple[Recommendation, ...] = ()
    """Those in which the audience has no part, highest priority first: all of them, or those that their groups keep."""
    other_groups: tuple[Group, ...] = ()
    """By action and step, in the order of their best."""
    unread: UnreadByRule = field(default_factory=dict)
    """Rules that look something up in a register of which the facts hold nothing, with these registers."""

    @property
    def ranked(self) -> int:
        """How many recommendations there are in all."""
        return sum(group.count for group in self.groups)


def assess(inference: Inference, rulebook: Rulebook, audience: str) -> Assessment:
    """Merge matches into recommendations, weigh, reconcile and rank them for an audience, and list the gaps."""
    names = Names(inference.base)
    ranked, others = recommendations(inference, rulebook, audience, names)
    found = (*ranked, *others)
    made = {(r.action, r.target.id) for r in found} | {(w.action, r.target.id) for r in found for w in r.withheld}
    gaps = find_gaps(inference, rulebook, names, frozenset(made), audience)
    unread = unread_by_rule(rulebook, Context(rulebook, inference.as_of), read_in(inference))
    return Assessment(ranked, gaps, grouped(ranked), others, grouped(others), unread)


def recommendations(
    inference: Inference, rulebook: Rulebook, audience: str, names: Names
) -> tuple[tuple[Recommendation, ...], tuple[Recommendation, ...]]:
    """Everything that the matches of a run recommend: in order of rank, and in which the audience has no part."""
    sentences = Sentences(names, rulebook.phrases)
    confidences = Confidences(inference, rulebook)
    priorities = Priorities(rulebook, inference.as_of, audience)
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in inference.matches:
        rule = rulebook.rules[match.rule]
        then = rule.then
        if isinstance(then, Recommend) and audience in rule.header.audiences:
            target = source_text(then.target, match.names(inference.base))
            if target is not None:
                groups.setdefault((then.action, target), []).append(match)
    made = [
        recommendation_of(
            rulebook, inference, confidences, priorities, sentences, names, audience, action, target, matches
        )
        for (action, target), matches in groups.items()
    ]
    caveats = list(_caveats(rulebook, inference, sentences, audience))
    parted: tuple[list[Recommendation], list[Recommendation]] = [], []
    for recommendation in reconciled(made, rulebook):
        own = rulebook.actions[recommendation.action].has_part(audience)
        parted[not own].append(with_caveats(recommendation, caveats))
    return _ranked(parted[0]), tuple(sorted(parted[1], key=in_order))


def source_text(source: Source, names: dict[str, Fact | Total]) -> str | None:
    """What a `target` or a conclusion's value stands for in a match; None where the fact does not carry it."""
    value = source.value if isinstance(source, Constant) else getattr(names[source.alias], source.field)
    return None if value is None else str(value)


def recommendation_of(
    rulebook: Rulebook, inference: Inference, confidences: Confidences, priorities: Priorities, sentences: Sentences,
    names: Names, audience: str, action_id: str, target: str, matches: Sequence[Match],
) -> Recommendation:  # fmt: skip
    action = rulebook.actions[action_id]
    to = action.speaker(audience)
    weighed = []
    deadlines = []
    for match in matches:
        rule = rulebook.rules[match.rule]
        then = rule.then
        assert isinstance(then, Recommend)  # noqa: S101 - only such matches come here
        bound = match.names(inference.base)
        justification = Justification(
            match, sentences.fill(then.headline.to(to), bound), sentences.fill(then.because.to(to), bound),
            sentences.fill(then.only_if.to(to), bound, begins=False) if then.only_if else None, facts_behind(inference, match),
        )  # fmt: skip
        urgency = priorities.urgency(then.urgency, bound)
        weighed.append((then.impact, urgency, confidences.of_match(match).interval, justification))
        if then.urgency.deadline:
            when = getattr(bound[then.urgency.deadline.alias], then.urgency.deadline.field)
            deadlines += [day_of(when)] if when else []
    weighed.sort(key=lambda w: (-w[0], -w[1], -w[2].low, w[3].match.rule, w[3].match.bindings))
    basis = confidences.of_matches(matches)
    priority = priorities.score(
        max(w[0] for w in weighed), max(w[1] for w in weighed), basis.interval.middle, priorities.leverage(action)
    )
    first = rulebook.rules[weighed[0][3].match.rule]
    return Recommendation(
        id=f"{action_id}:{target}", step=step_of(rulebook, first), ruleset=first.ruleset, action=action_id,
        target=Target(_kind_of(inference, matches[0], first, target), target, names.of(target)), priority=priority,
        confidence=confidences.stated(basis), justifications=tuple(w[3] for w in weighed),
        instruments=_instruments(action, audience),
        deadline=min(deadlines, key=lambda d: (d.first, d.last)).in_words() if deadlines else None,
    )  # fmt: skip


def step_of(rulebook: Rulebook, rule: Rule) -> int:
    """The step of the article that a recommending rule carries out. Raises ValueError where it names none."""
    step = rulebook.step(rule)
    if step is None:
        raise ValueError(
            f"the rule '{rule.id}' recommends, but neither it nor its rule set names a step of the article"
        )
    return step


def _instruments(action: Action, audience: str) -> tuple[str, ...]:
    """The audience's instruments first, then the others', each once."""
    own = action.instruments.get(audience, ())  # type: ignore[call-overload]
    others = [name for key in sorted(action.instruments) for name in action.instruments[key]]
    return tuple(dict.fromkeys([*own, *others]))


def _kind_of(inference: Inference, match: Match, rule: Rule, target: str) -> str:
    """The kind of the fact with the target's id; else what its scheme stands for; else the kind of the fact that names it."""
    for fact in inference.base.with_id(target):
        return fact.kind
    scheme, colon, _ = target.partition(":")
    if colon:
        return _KIND_OF_SCHEME.get(scheme, scheme)
    source = rule.then.target if isinstance(rule.then, Recommend) else None
    return next(
        (kind for alias, kind, _ in match.bindings if isinstance(source, FieldReference) and alias == source.alias),
        "text",
    )


def _caveats(
    rulebook: Rulebook, inference: Inference, sentences: Sentences, audience: str
) -> Iterable[tuple[Caveat, str | None, str]]:
    for match in inference.matches:
        rule = rulebook.rules[match.rule]
        then = rule.then
        if isinstance(then, Caveat) and audience in rule.header.audiences:
            bound = match.names(inference.base)
            text = sentences.fill(then.text.to(audience), bound)
            yield then, source_text(then.target, bound) if then.target else None, text


def with_caveats(recommendation: Recommendation, caveats: Iterable[tuple[Caveat, str | None, str]]) -> Recommendation:
    texts = {
        text for then, target, text in caveats
        if (not then.steps or recommendation.step in then.steps)
        and (not then.actions or recommendation.action in then.actions)
        and (then.target is None or target == recommendation.target.id)
    }  # fmt: skip
    return replace(recommendation, caveats=tuple(sorted(texts))) if texts else recommendation


def in_order(recommendation: Recommendation) -> tuple[float, int, str]:
    """What orders recommendations: score and impact, falling, then id."""
    return -recommendation.priority.score, -recommendation.priority.impact, recommendation.id


def _ranked(recommendations: Iterable[Recommendation]) -> tuple[Recommendation, ...]:
    """In total order. Equal scores are declared as ties."""
    ordered = sorted(recommendations, key=in_order)
    count = Counter(r.priority.score for r in ordered)
    return tuple(replace(r, rank=i, tied=count[r.priority.score] > 1) for i, r in enumerate(ordered, start=1))
