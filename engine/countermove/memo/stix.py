"""A memo as a STIX 2.1 bundle, for OpenCTI, MISP and anything else that reads the standard. `docs/stix.md` says what becomes what.

One `report` holds everything. Each item is a `course-of-action`, tied to its targets; a `note` says how sure it is and what would
change it. Texts are written for readers that render Markdown (OpenCTI and MISP do) and come out as the text that they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.memo.briefing import Briefing, Claim, Item, RecommendationPart
from countermove.memo.markdown_text import escaped
from countermove.memo.plain_text import one_line, web_address
from countermove.memo.stix_facts import FactObjects
from countermove.memo.stix_objects import Graph, distinct, source_reference

_CONFIDENCE = {"low": 15, "moderate": 50, "high": 85}
"""The level of a recommendation on STIX's scale of low, medium and high (STIX 2.1, appendix A)."""
_LONGEST_NOTE = 20


def stix_bundle(briefing: Briefing) -> str:
    """The bundle as JSON text. The same briefing gives the same bytes. Raises OutputError where the stix2 library is missing."""
    graph = Graph(briefing.as_of, briefing.marking)
    objects = FactObjects(graph, briefing.facts)
    objects.add_all()
    by_id = {r.id: r for r in briefing.recommendations}
    told: set[str] = set()
    courses = []
    for item in briefing.items:
        ranked = [by_id[id] for id in item.recommendations if id in by_id]
        told.update(r.id for r in ranked)
        courses.append(_item(briefing, item, ranked, graph, objects))
    further = _by_action(r for r in briefing.recommendations if r.id not in told)
    courses += [_further(briefing, of_one_action, graph, objects) for of_one_action in further]
    _open_questions(briefing, courses, graph)
    _report(briefing, graph)
    return graph.bundle()


def _item(
    briefing: Briefing, item: Item, ranked: Sequence[RecommendationPart], graph: Graph, objects: FactObjects
) -> str:
    course = graph.add(
        "course-of-action", name=one_line(item.heading), description=_told(_what_to_do(item)),
        labels=_labels(item.step, item.band, item.family), external_references=_rules(briefing, ranked),
    )  # fmt: skip
    targets = _tie(course, ranked, graph, objects)
    graph.add(
        "note", abstract=f"How sure, and why: {one_line(item.heading)}", content=_told(_how_sure(briefing, item, ranked)),
        object_refs=distinct([course, *targets]),
        confidence=min((_CONFIDENCE[r.confidence.level] for r in ranked), default=None),
    )  # fmt: skip
    return course


def _further(briefing: Briefing, ranked: Sequence[RecommendationPart], graph: Graph, objects: FactObjects) -> str:
    """A course of action that the memo names only in brief."""
    best = ranked[0]
    sentences = [best.because, *([f"Only if: {best.only_if}"] if best.only_if else []), *best.caveats]
    course = graph.add(
        "course-of-action", name=one_line(best.headline), description=_told(sentences),
        labels=_labels(best.step, best.priority.band), external_references=_rules(briefing, ranked),
    )  # fmt: skip
    _tie(course, ranked, graph, objects)
    return course


def _tie(course: str, ranked: Sequence[RecommendationPart], graph: Graph, objects: FactObjects) -> list[str]:
    """Relationships from a course of action to the targets of its recommendations; the targets' ids."""
    found: list[str] = []
    for r in ranked:
        behind = distinct([fact for j in r.justifications for fact in j.facts])
        for target in objects.of_target(r.target.kind, r.target.id, behind):
            graph.relate(course, "related-to", target, escaped(r.headline), _CONFIDENCE[r.confidence.level])
            found.append(target)
        for pattern in objects.techniques(behind):
            graph.relate(course, "mitigates", pattern, confidence=_CONFIDENCE[r.confidence.level])
    return distinct(found)


def _what_to_do(item: Item) -> list[str]:
    why = [claim.text for claim in ((item.why_all,) if item.why_all else ()) + item.why_now]
    chosen = [option for option in item.options if option.name != "this"]
    return [
        item.do, *([f"Only if: {item.only_if}"] if item.only_if else []),
        *([f"By {item.deadline}."] if item.deadline else []), f"Who: {item.owner}.", *(f"Why: {text}" for text in why),
        *(f"How: {i.name} ({i.legal_basis}). {i.does} To agree: {i.must_agree}. {i.status}" for i in item.instruments),
        *(f"Or {option.name}: {option.what} {option.cost}" for option in chosen),
        *(f"Risk: {risk}" for risk in item.risks), *(f"Caveat: {claim.text}" for claim in item.caveats),
        *(f"Against it: {claim.text}" for claim in item.withheld),
        *(f"Withdraw on: {sign}" for sign in item.withdraw),
    ]  # fmt: skip


def _how_sure(briefing: Briefing, item: Item, ranked: Sequence[RecommendationPart]) -> list[str]:
    first = ranked[:_LONGEST_NOTE]
    return [
        item.how_sure, *_cited(item.evidence),
        *(f"{r.headline}: {r.because} Confidence {r.confidence.level} ({r.confidence.reason})." for r in first),
        *([f"And {len(ranked) - len(first)} more targets."] if len(ranked) > len(first) else []),
        *(f"To find out: {gap.text}" for gap in briefing.gaps if gap.action == item.action),
        *(f"Not read: {absence.text}" for absence in briefing.absences if item.number in absence.items),
    ]  # fmt: skip


def _open_questions(briefing: Briefing, courses: Sequence[str], graph: Graph) -> None:
    """What the memo leaves open as a whole, tied to every course of action."""
    shown = {item.action for item in briefing.items}
    sentences = [
        *(f"Contested: {text}" for text in _cited(briefing.contested)),
        *(f"To find out: {gap.text}" for gap in briefing.gaps if gap.action not in shown),
        *(f"Not read: {absence.text}" for absence in briefing.absences if not absence.items),
        *(f"To check again: {text}" for text in briefing.to_recheck), *briefing.notes,
        *(f"For others ({', '.join(actor.called for actor in other.actors)}): {other.first.text} {other.no_part}"
          for other in briefing.for_others),
    ]  # fmt: skip
    if sentences and courses:
        graph.add("note", abstract="What is open", content=_told(sentences), object_refs=distinct(courses))


def _report(briefing: Briefing, graph: Graph) -> None:
    inputs = sum(i.records for i in briefing.inputs)
    imprint = f"Rulebook {briefing.rulebook.version} ({briefing.rulebook.sha256}), {inputs} records read."
    graph.add(
        "report", name=f"{one_line(briefing.title)} ({briefing.as_of.isoformat()})", report_types=["threat-report"],
        description=_told([*briefing.bottom_line, briefing.decision, f"To: {briefing.to}. From: {briefing.sender}.", imprint]),
        published=graph.day, labels=["countermove", f"audience-{briefing.audience}"],
        object_refs=graph.ids() or [graph.author],
        external_references=[
            source_reference(
                one_line(source.source), url=web_address(source.url),
                description=one_line(f"[{source.number}] graded {source.grade}" + (f", {source.published}" if source.published else "")),
            )
            for source in briefing.sources
        ],
    )  # fmt: skip


def _by_action(ranked: Iterable[RecommendationPart]) -> Iterable[Sequence[RecommendationPart]]:
    """Recommendations by their action, the best first."""
    found: dict[str, list[RecommendationPart]] = {}
    for r in sorted(ranked, key=lambda r: (r.rank, r.id)):
        found.setdefault(r.action, []).append(r)
    return found.values()


def _rules(briefing: Briefing, ranked: Sequence[RecommendationPart]) -> list[dict[str, str]]:
    """References to the rules behind a course of action, and to the article's paragraphs that they carry out."""
    grounds = [j for r in ranked for j in r.justifications]
    own = f"Countermove rulebook {briefing.rulebook.version}"
    paragraphs = sorted({j.paragraph for j in grounds if j.paragraph is not None})
    return [
        *(source_reference(own, external_id=rule, description="rule") for rule in sorted({j.rule for j in grounds})),
        *(source_reference("Source article", external_id=f"paragraph {paragraph}") for paragraph in paragraphs),
    ]


def _labels(step: int, band: str, family: str = "") -> list[str]:
    return [f"step-{step}", band.replace(" ", "-"), *([family] if family else [])]


def _cited(claims: Iterable[Claim]) -> list[str]:
    """Claims with the numbers of their sources, which the report's references repeat."""
    return [
        f"{claim.text} (sources {', '.join(map(str, claim.sources))})" if claim.sources else claim.text
        for claim in claims
    ]


def _told(sentences: Iterable[str]) -> str:
    """Sentences as paragraphs, each of them text and nothing else."""
    return "\n\n".join(escaped(sentence) for sentence in sentences if sentence.strip())
