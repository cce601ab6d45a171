"""A rule as a page of plain English: what it says, where it comes from, what it cannot see, how it is tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from countermove.audit.neighbours import builds_on, used_by
from countermove.audit.sentence_shape import sentence_shape
from countermove.rulebook.case import Case
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.condition import ParameterReference
from countermove.rulebook.document import Citation
from countermove.rulebook.english import field_in_words, figure_in_english, kind_in_words, value_in_words
from countermove.rulebook.parameter import DatedValue
from countermove.rulebook.prose import Prose
from countermove.rulebook.rule import Caveat, Conclude, Recommend, Rule, Urgency
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.told import AUDIENCES, named

Link = Callable[[Rule], str]
"""How a page names another rule."""

_VERIFIED = {
    "yes": "read in its source",
    "partly": "read in part only",
    "no": "not read in any source: from memory, or set by this desk",
}


def rule_page(rulebook: Rulebook, rule: Rule, cases: Sequence[Case], link: Link = lambda other: other.id) -> list[str]:
    """The page, line by line, as Markdown that also reads well as plain text."""
    header, prose = rule.header, Prose(rulebook.parameters)
    lines = [
        f"# {header.title}",
        "",
        *_origin(rulebook, rule),
        "",
        "## When",
        "",
        "All of these have to hold:",
        "",
        *prose.clauses(rule.when),
    ]
    if not header.distinct:
        lines += ["", "One fact may stand in two of these places."]
    lines += ["", "## Then", "", *_then(rulebook, rule, prose)]
    if header.strength:
        lines += [
            "",
            f"How far the premises bear this: {figure_in_english(header.strength.value)} of 1. {header.strength.reason}",
        ]
    lines += _parameters(rulebook, rule)
    lines += ["", "## What it cannot see", "", *(f"- {gap}" for gap in header.known_gaps)]
    if header.notes:
        lines += ["", "## Notes", "", header.notes]
    lines += _neighbours(rulebook, rule, link)
    lines += ["", "## Sources", "", *(f"- {_citation(citation)}" for citation in header.citations)]
    lines += ["", f"## Cases ({len(cases)})", "", *(_case(case) for case in cases)]
    return lines


def _origin(rulebook: Rulebook, rule: Rule) -> Iterator[str]:
    header, step = rule.header, rulebook.step(rule)
    yield f"Rule `{rule.id}` of the rule set {rule.ruleset}; {header.status}; kept by the {header.owner}."
    paragraph = header.article.paragraph
    yield (
        f"Carries out step {step} of the article (paragraph {paragraph})."
        if step
        else f"Serves all steps; stands for paragraph {paragraph} of the article."
    )
    if set(header.audiences) < set(AUDIENCES):
        yield f"Speaks only to: {named(header.audiences)}."
    until = f" to {header.effective.until.in_words()}" if header.effective.until else " on"
    yield f"Speaks for days from {header.effective.valid_from.in_words()}{until}."
    yield f"Reviewed on {header.reviewed.on.in_words()}; the review stands until {header.reviewed.valid_until.in_words()}."
    if header.deprecated:
        successor = f" Use {header.deprecated.successor} instead." if header.deprecated.successor else ""
        yield f"No longer used: {header.deprecated.reason.rstrip('.')}.{successor}"


def _then(rulebook: Rulebook, rule: Rule, prose: Prose) -> Iterator[str]:
    then, words = rule.then, rulebook.phrases
    if isinstance(then, Recommend):
        action = rulebook.actions[then.action]
        to_whom = [audience for audience in rule.header.audiences if action.has_part(audience)]
        titles = "; ".join(f"{to and f'to {to}: '}**{title}**" for to, title in action.title.labelled(to_whom))
        yield f"Recommend: {titles} (action `{then.action}`). The target is {prose.source(then.target)}."
        yield ""
        sentences = (("Headline", then.headline), ("Because", then.because), ("Only on this condition", then.only_if))
        for label, told in sentences:
            for to, text in told.labelled(to_whom) if told else ():
                yield f"- {label}{to and f' to {to}'}: {sentence_shape(text, words)}"
        yield f"- Impact: {then.impact} of 5. {_urgency(then.urgency, prose)}"
    elif isinstance(then, Conclude):
        values = "; ".join(
            f"{'about' if name == 'about' else field_in_words(name)} {prose.source(value)}"
            for name, value in then.values.items()
        )
        yield f"Conclude a fact of the kind {kind_in_words(then.kind)}: {values}."
        if then.because:
            yield from ("", f"- Because: {sentence_shape(then.because, words)}")
    elif isinstance(then, Caveat):
        yield f"Attach this warning to {_addressed(then, prose)}:"
        for to, text in then.text.labelled(rule.header.audiences):
            yield from ("", f"> {to and f'To {to}: '}{sentence_shape(text, words)}")


def _addressed(then: Caveat, prose: Prose) -> str:
    parts = []
    if then.steps:
        parts.append(f"recommendations of step {' and step '.join(map(str, then.steps))}")
    if then.actions:
        parts.append(f"these actions: {', '.join(f'`{action}`' for action in then.actions)}")
    if then.target:
        parts.append(f"recommendations whose target is {prose.source(then.target)}")
    return "; ".join(parts)


def _urgency(urgency: Urgency, prose: Prose) -> str:
    if urgency.since:
        return f"Urgency halves every {figure_in_english(urgency.half_life_days or 0)} days after {prose.source(urgency.since)}."
    if urgency.deadline:
        return f"Urgency doubles every {figure_in_english(urgency.lead_days or 0)} days up to {prose.source(urgency.deadline)}."
    return f"Urgency stays at {figure_in_english(urgency.steady or 0)} of 1."


def _parameters(rulebook: Rulebook, rule: Rule) -> Iterator[str]:
    used: dict[str, None] = {}
    for clause in walk(rule.when):
        for condition in clause.where:
            used.update((reference.name, None) for reference in condition.parameters())
        if isinstance(clause, Aggregate):
            bounds = (clause.at_least, clause.at_most)
            used.update((bound.name, None) for bound in bounds if isinstance(bound, ParameterReference))
    if used:
        yield from ("", "## Parameters", "")
    for name in used:
        parameter = rulebook.parameters[name]
        yield f"- {parameter.title} (`{name}`, {parameter.unit}):"
        yield from (f"  - {_dated(value)}" for value in parameter.values)


def _dated(value: DatedValue) -> str:
    shown = (
        ", ".join(str(part).removeprefix("iso3166:") for part in value.value)
        if isinstance(value.value, list)
        else value_in_words(value.value)
    )
    place = f" ({value.jurisdiction.upper()})" if value.jurisdiction else ""
    until = f" to {value.until.in_words()}" if value.until else ""
    stale = f"; known to be right until {value.valid_until.in_words()}" if value.valid_until else ""
    return f"{shown}{place} from {value.valid_from.in_words()}{until}{stale}; {_VERIFIED[value.verified]}"


def _neighbours(rulebook: Rulebook, rule: Rule, link: Link) -> Iterator[str]:
    rules = rulebook.rules.values()
    before, after = builds_on(rule, rules), used_by(rule, rules)
    if before or after:
        yield from ("", "## Neighbours", "")
    if before:
        yield f"- Builds on what these rules conclude: {', '.join(map(link, before))}"
    if after:
        yield f"- These rules look at what it concludes: {', '.join(map(link, after))}"


def _citation(citation: Citation) -> str:
    parts = [citation.title]
    if citation.supports:
        parts.append(f"supports: {citation.supports}")
    if citation.url:
        parts.append(f"<{citation.url}>")
    parts.append(f"read on {citation.accessed.in_words()}" if citation.accessed else "not read")
    return "; ".join(parts)


def _case(case: Case) -> str:
    count = case.document.expect.matches
    outcome = "stays silent" if count == 0 else "fires once" if count == 1 else f"fires {count} times"
    return f"- {case.name} (asked on {case.document.as_of.in_words()}): {outcome}"
