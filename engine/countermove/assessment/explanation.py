"""Why a recommendation stands, as indented text: rules, the facts that matched, and the sources behind them."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.assessment.recommendation import Justification, Recommendation
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.naming import Names, called, defanged, plain
from countermove.facts.registry import fields
from countermove.inference.match import Inference, Match
from countermove.inference.truth import value_of
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.wording import in_words

_QUIET = ("id", "reported", "contested_with", "summary", "reason", "note", "chain", "stakes", "listings", "above")
SHOWN_FACTS = 12
"""How many facts of a match are shown."""
_SHOWN_WAYS = 12
_SHOWN_LINKS = 40


def trace_lines(
    recommendation: Recommendation, inference: Inference, rulebook: Rulebook, names: Names
) -> Iterator[str]:
    """The whole explanation, line by line; two blanks of indent a level."""
    priority = recommendation.priority
    yield recommendation.headline
    factors = " · ".join(f"{name} {value:g}^{priority.exponents[name]:g}" for name, value in priority.factors.items())
    yield f"  priority {priority.score:g} ({priority.band}) = {factors}"
    confidence = recommendation.confidence
    yield f"  confidence {confidence.level}, {confidence.low:.2f} to {confidence.high:.2f}: {confidence.reason}"
    for justification in recommendation.justifications:
        yield from _justification(justification, inference, rulebook, names, "  ")
    for withheld in recommendation.withheld:
        yield f"  speaks against: {withheld.headline}"
        for justification in withheld.justifications:
            yield from _justification(justification, inference, rulebook, names, "    ")


def _justification(
    justification: Justification, inference: Inference, rulebook: Rulebook, names: Names, indent: str
) -> Iterator[str]:
    yield f"{indent}because {justification.because}"
    yield from _match(justification.match, inference, rulebook, names, indent + "  ", set())


def _match(
    match: Match, inference: Inference, rulebook: Rulebook, names: Names, indent: str, told: set[tuple[str, str]]
) -> Iterator[str]:
    """A match with its facts; what a derived fact follows from is told once, so that a circle ends."""
    rule = rulebook.rules[match.rule]
    yield f"{indent}rule {rule.id}: {rule.header.title} (article paragraph {rule.header.article.paragraph})"
    bound = [(alias, kind, id) for alias, kind, id in match.bindings]
    bound += [(alias, total.kind, id) for alias, total in match.totals for id in total.facts]
    for alias, kind, id in bound[:SHOWN_FACTS]:
        fact = inference.base.get(kind, id)
        label = "counted" if alias.startswith("#") else alias
        yield f"{indent}  {label}: {fact_line(fact, names)}"
        ways = inference.derivations.get((kind, id), ()) if (kind, id) not in told else ()
        told.add((kind, id))
        for derivation in ways[:_SHOWN_WAYS]:
            yield from _match(derivation, inference, rulebook, names, indent + "    ", told)
        if len(ways) > _SHOWN_WAYS:
            yield f"{indent}    and in {len(ways) - _SHOWN_WAYS:,} more ways"
        if fact.computed:
            yield from _worked_out(fact, inference, names, indent + "    ", told)
        else:
            yield from _sources(fact, inference, indent + "    ")
    if len(bound) > SHOWN_FACTS:
        yield f"{indent}  and {len(bound) - SHOWN_FACTS:,} more facts"


def _worked_out(
    fact: Fact, inference: Inference, names: Names, indent: str, told: set[tuple[str, str]]
) -> Iterator[str]:
    """The facts from which one was worked out, with their sources, nearest first, each once: those that were worked out in turn after it."""
    queue = [fact]
    shown = 0
    for at in queue:
        for key in at.rests_on():
            if key in told:
                continue
            told.add(key)
            link = inference.base.get(*key)
            queue += [link] if link.computed else []
            shown += 1
            if shown <= _SHOWN_LINKS:
                yield f"{indent}rests on: {fact_line(link, names)}"
                yield from _sources(link, inference, indent + "  ")
    if shown > _SHOWN_LINKS:
        yield f"{indent}and on {shown - _SHOWN_LINKS:,} more facts"


def _sources(fact: Fact, inference: Inference, indent: str) -> Iterator[str]:
    for evidence in fact.evidence:
        yield f"{indent}{_evidence(evidence)}"
    if not fact.evidence and not fact.computed and (fact.kind, fact.id) not in inference.derivations:
        yield f"{indent}source: none is given"


def _evidence(evidence: Evidence) -> str:
    parts = [defanged(plain(evidence.source)), f"grade {evidence.reliability}{evidence.credibility}"]
    if evidence.locator:
        parts.append(plain(evidence.locator))
    if evidence.published:
        parts.append(evidence.published.in_words())
    return "source: " + ", ".join(parts)


def fact_line(fact: Fact, names: Names) -> str:
    """A fact in one line: its kind and what it is called, if it has a name, then what it says, then its id."""
    name_shown = called(fact)
    parts = []
    for name, field in fields(fact.kind).items():
        value = value_of(fact, name)
        if name in _QUIET or value is None or (isinstance(value, str) and defanged(plain(value)) == name_shown):
            continue
        if field.type == "entity":
            value = names.of(value)
        elif field.type == "list" and field.item and field.item.type == "entity":
            value = tuple(names.of(v) for v in value)
        elif isinstance(value, str):
            value = defanged(plain(value))
        elif isinstance(value, tuple) and field.type == "list":
            value = tuple(defanged(plain(v)) if isinstance(v, str) else v for v in value)
        shown = in_words(value)
        unit = f" {field.unit}" if field.unit and field.type == "number" else ""
        parts.append(f"{name.replace('_', ' ')} {shown}{unit}")
    named = "" if name_shown == defanged(plain(fact.id)) else f" {name_shown}"
    said = f": {', '.join(parts)}" if parts else ""
    return f"{fact.kind.replace('_', ' ')}{named}{said} [{plain(fact.id)}]"
