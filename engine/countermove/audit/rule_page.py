"""A rule as a page of plain English: what it says, where it comes from, what it cannot see, how it is tested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.rulebook.case import Case
from countermove.rulebook.clause import Aggregate, walk
from countermove.rulebook.condition import ParameterReference
from countermove.rulebook.document import Citation
from countermove.rulebook.english import clauses_in_english, operand_in_english
from countermove.rulebook.rule import Caveat, Conclude, Recommend, Rule, Source, Urgency
from countermove.rulebook.rulebook import Rulebook


def rule_page(rulebook: Rulebook, rule: Rule, cases: Sequence[Case]) -> list[str]:
    """The page, line by line, as Markdown that also reads well as plain text."""
    return list(_lines(rulebook, rule, cases))


def _lines(rulebook: Rulebook, rule: Rule, cases: Sequence[Case]) -> Iterator[str]:
    header = rule.header
    step = rulebook.step(rule)
    yield from (f"# {header.title}", "")
    yield f"Rule {rule.id}, rule set {rule.ruleset}, {header.status}, kept by the {header.owner}."
    carries = f"Carries out step {step} of the article" if step else "Serves all steps of the article"
    yield f"{carries} (paragraph {header.article.paragraph})."
    until = f" until {header.effective.until.in_words()}" if header.effective.until else ""
    yield f"In effect from {header.effective.valid_from.in_words()}{until}; reviewed on {header.reviewed.on.in_words()}, which stands until {header.reviewed.valid_until.in_words()}."
    if header.deprecated:
        successor = f"; use {header.deprecated.successor}" if header.deprecated.successor else ""
        yield f"No longer used: {header.deprecated.reason.rstrip('.')}{successor}."
    yield from ("", "## When", "")
    for line in clauses_in_english(rule.when):
        yield f"- {line};" if not line.startswith(" ") else f"  {line}"
    if not header.distinct:
        yield "- one fact may stand in two places."
    yield from ("", "## Then", "")
    yield from _then(rulebook, rule)
    if header.strength:
        yield f"The premises bear this to {header.strength.value:g} of 1: {header.strength.reason}"
    yield from _parameters(rulebook, rule)
    yield from ("", "## What it cannot see", "")
    yield from (f"- {gap}" for gap in header.known_gaps)
    if header.notes:
        yield from ("", header.notes)
    yield from ("", "## Sources", "")
    yield from (f"- {_citation(citation)}" for citation in header.citations)
    yield from ("", f"## Cases ({len(cases)})", "")
    for case in cases:
        count = case.document.expect.matches
        outcome = "stays silent" if count == 0 else "fires once" if count == 1 else f"fires {count} times"
        yield f"- {case.name} (as of {case.document.as_of}): {outcome}"


def _then(rulebook: Rulebook, rule: Rule) -> Iterator[str]:
    then = rule.then
    if isinstance(then, Recommend):
        action = rulebook.actions[then.action]
        yield f"Recommend: {action.title} (action {action.id}), on {_source(then.target)}; impact {then.impact} of 5, {_urgency(then.urgency)}."
        if then.only_if:
            yield f"Only on this condition: {then.only_if}"
        yield f"Headline: {then.headline}"
        yield f"Because: {then.because}"
    elif isinstance(then, Conclude):
        values = ", ".join(f"{name.replace('_', ' ')} {_source(value)}" for name, value in then.values.items())
        yield f"Conclude the fact: {then.kind}, with {values}."
        if then.because:
            yield f"Because: {then.because}"
    elif isinstance(then, Caveat):
        steps = [f"step {step}" for step in then.steps]
        about = [*steps, *(f"the action {a}" for a in then.actions), *([f"the target {_source(then.target)}"] if then.target else [])]
        yield f"Attach a caveat to recommendations of {', '.join(about)}: {then.text}"


def _urgency(urgency: Urgency) -> str:
    if urgency.since:
        return f"urgency halves every {urgency.half_life_days:g} days after {operand_in_english(urgency.since, '')}"
    if urgency.deadline:
        return f"urgency doubles every {urgency.lead_days:g} days up to {operand_in_english(urgency.deadline, '')}"
    return f"steady urgency {urgency.steady:g}"


def _source(source: Source) -> str:
    return operand_in_english(source, "")


def _parameters(rulebook: Rulebook, rule: Rule) -> Iterator[str]:
    used: dict[str, None] = {}
    for clause in walk(rule.when):
        for condition in clause.where:
            used.update((reference.name, None) for reference in condition.parameters())
        if isinstance(clause, Aggregate):
            bounds = (clause.at_least, clause.at_most)
            used.update((bound.name, None) for bound in bounds if isinstance(bound, ParameterReference))
    if not used:
        return
    yield from ("", "## Parameters", "")
    for name in used:
        parameter = rulebook.parameters[name]
        yield f"- {parameter.title} ({name}, {parameter.unit}):"
        for value in parameter.values:
            until = f" to {value.until}" if value.until else ""
            place = f" {value.jurisdiction.upper()}" if value.jurisdiction else ""
            stale = f", known to be right until {value.valid_until}" if value.valid_until else ""
            shown = ", ".join(map(str, value.value)) if isinstance(value.value, list) else value.value
            yield f"    - {shown}{place} from {value.valid_from}{until}{stale}; verified: {value.verified}"


def _citation(citation: Citation) -> str:
    parts = [citation.title]
    if citation.supports:
        parts.append(f"supports {citation.supports}")
    if citation.url:
        parts.append(citation.url)
    parts.append(f"read {citation.accessed.in_words()}" if citation.accessed else "not read")
    return "; ".join(parts)


