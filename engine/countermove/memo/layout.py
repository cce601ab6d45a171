"""What of a briefing stands in the body of a memo, and what in its annexes. Both forms of the memo, Markdown and HTML, follow it.

The body is short however many facts there are: the first items with all their parts, the others in brief, of open questions the first few.
Nothing is lost on the way: what the body leaves out stands in an annex. No sentence is made here, only shortened to its first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from countermove.facts.time import PartialDate
from countermove.memo.briefing import Briefing, Claim, InstrumentPart, Item, RecommendationPart, Trace
from countermove.memo.laid_item import Depth, LaidItem, body_words, count_words, lay_item
from countermove.memo.laid_others import SHOWN_OTHERS, LaidOther, lay_other
from countermove.memo.phrases import first_sentence, plural

BODY_WORDS = 1_800
"""How many words the body may have for an item to stand there whole, and not only with the first of each part."""
OPEN_QUESTIONS = 2
"""How many registers not read, gaps, contested facts and matters to re-check the body shows of each."""
SHARED_CAVEATS = 3
"""How many of the caveats that bear on several items the body shows: those that bear on most; Annex F has all."""
WORKED_FACTORS = 30
"""For how many recommendations Annex C lists the factors of the priority score."""

TRACE_LINES = 80
"""How many lines of each trace Annex B holds; the JSON briefing and `countermove why` have all."""
DEEPEST = 6
"""How deep a trace is indented at most."""

STEPS: Mapping[int, str] = {
    1: "defences in the gray zone", 2: "targeted sanctions", 3: "covert influence", 4: "regional task forces",
}  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True)
class Cut(Generic[T]):
    """The first of a list, and how many more there are."""

    shown: tuple[T, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SharedCaveat:
    """A caveat and the numbers of the items it bears on."""

    claim: Claim
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A briefing, laid out."""

    header: tuple[tuple[str, str], ...]
    marking_class: str
    legend: str
    items: tuple[LaidItem, ...]
    deadlines: bool
    """Whether any item has one, so that the table of priorities has a column for it."""
    further: tuple[RecommendationPart, ...]
    """Recommendations of items that the body does not show."""
    shared_caveats: tuple[SharedCaveat, ...]
    caveats: tuple[SharedCaveat, ...]
    others: Cut[LaidOther]
    """What is recommended to others: the first for the body, all for the annex."""
    all_others: tuple[LaidOther, ...]
    absences: Cut[str]
    """Those that items shown rest on."""
    gaps: Cut[str]
    contested: Cut[Claim]
    to_recheck: Cut[str]
    notes: Cut[str]
    open_questions: bool
    more_questions: str
    factors: tuple[RecommendationPart, ...]
    formula: str
    worked: str
    instruments: tuple[InstrumentPart, ...]
    cited_in: Mapping[int, tuple[int, ...]]
    """Number of a source → numbers of the items that rest on it."""
    traces: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]


def lay_out(briefing: Briefing) -> Layout:
    """Decide what goes where."""
    by_id = {r.id: r for r in briefing.recommendations}
    caveats = _caveats(briefing.items)
    shared = tuple(caveat for caveat in caveats if len(caveat.items) > 1)
    shown = shared[:SHARED_CAVEATS]
    items = _items(briefing, shared, _words_beside_items(briefing, shown)) if briefing.items else ()
    placed = {id for item in briefing.items for id in item.recommendations}
    instruments = {i.id: i for item in briefing.items for i in item.instruments}
    others = tuple(lay_other(part) for part in briefing.for_others)
    open_questions = (briefing.absences, briefing.gaps, briefing.contested, briefing.to_recheck, briefing.notes)
    absences = _cut([absence.text for absence in briefing.absences if absence.items])
    more = sum(max(len(texts) - OPEN_QUESTIONS, 0) for texts in open_questions[1:])
    more += len(briefing.absences) - len(absences.shown)
    return Layout(
        header=tuple(_header(briefing)), marking_class=briefing.marking[4:].partition("+")[0].lower(), legend=_legend(briefing), items=items,
        deadlines=any(laid.item.deadline for laid in items),
        further=tuple(r for r in briefing.recommendations if r.id not in placed), shared_caveats=shown, caveats=caveats,
        others=Cut(others[:SHOWN_OTHERS], max(len(others) - SHOWN_OTHERS, 0)), all_others=others,
        absences=absences, gaps=_cut([gap.text for gap in briefing.gaps]), contested=_cut(briefing.contested), to_recheck=_cut(briefing.to_recheck),
        notes=_cut(briefing.notes), open_questions=any(open_questions),
        more_questions=f"{more} more {'stands' if more == 1 else 'stand'} in Annexes D and F." if more else "", factors=briefing.recommendations[:WORKED_FACTORS],
        formula=_formula(briefing), worked=_worked(briefing),
        instruments=tuple(instruments[id] for id in sorted(instruments)), cited_in=_cited_in(items),
        traces=tuple((by_id[trace.recommendation].headline, _trace(trace)) for trace in briefing.traces),
    )  # fmt: skip


def _items(briefing: Briefing, shared: tuple[SharedCaveat, ...], words: int) -> tuple[LaidItem, ...]:
    """The items: the first ones with all their parts, as many and as many of these whole as the body has room for; the others in brief."""
    by_id = {r.id: r for r in briefing.recommendations}
    told = {caveat.claim.text for caveat in shared}
    rows = [[by_id[id] for id in item.recommendations] for item in briefing.items]
    laid: list[LaidItem] = []
    for whole, parts in ((3, 3), (2, 3), (1, 3), (0, 3), (0, 2), (0, 1)):
        laid = [lay_item(item, rows[i], told, _depth(i, whole, parts)) for i, item in enumerate(briefing.items)]
        if words + sum(body_words(item) for item in laid) <= BODY_WORDS:
            break
    return tuple(laid)


def _depth(place: int, whole: int, parts: int) -> Depth:
    return "full" if place < whole else "tight" if place < parts else "brief"


def _words_beside_items(briefing: Briefing, shared: tuple[SharedCaveat, ...]) -> int:
    """How many words the body has beside the items themselves: the first page, shared caveats and open questions."""
    texts = [
        *(f"{label} {text}" for label, text in _header(briefing)),
        *briefing.bottom_line,
        briefing.decision,
        _legend(briefing),
    ]
    texts += [f"{item.heading} {item.owner} {item.band} {item.confidence}" for item in briefing.items]
    texts += [first_sentence(caveat.claim.text) for caveat in shared]
    texts += [f"{other.part.heading} {other.line}" for other in map(lay_other, briefing.for_others[:SHOWN_OTHERS])]
    texts += [
        text
        for texts in (
            [absence.text for absence in briefing.absences if absence.items],
            [gap.text for gap in briefing.gaps],
            briefing.to_recheck,
            briefing.notes,
        )
        for text in texts[:OPEN_QUESTIONS]
    ]
    return count_words(texts) + count_words([claim.text for claim in briefing.contested[:OPEN_QUESTIONS]])


def _caveats(items: Sequence[Item]) -> tuple[SharedCaveat, ...]:
    """Every caveat once; those that bear on most items first."""
    found: dict[str, tuple[Claim, list[int]]] = {}
    for item in items:
        for claim in item.caveats:
            found.setdefault(claim.text, (claim, []))[1].append(item.number)
    caveats = [SharedCaveat(claim, tuple(numbers)) for claim, numbers in found.values()]
    return tuple(sorted(caveats, key=lambda c: (-len(c.items), c.items, c.claim.text)))


def _cut(texts: Sequence[T]) -> Cut[T]:
    return Cut(tuple(texts[:OPEN_QUESTIONS]), max(len(texts) - OPEN_QUESTIONS, 0))


def _header(briefing: Briefing) -> Iterable[tuple[str, str]]:
    yield "To", briefing.to
    yield "From", briefing.sender
    yield "As of", f"{PartialDate.on(briefing.as_of).in_words()}, for the audience {briefing.audience.upper()}"
    yield "Marking", briefing.marking
    rulebook = briefing.rulebook
    active = f"{rulebook.active_rules} active {plural(rulebook.active_rules, 'rule')}"
    told = f"version {rulebook.version} (SHA-256 {rulebook.sha256[:12]}…), {active}; engine: {briefing.engine}"
    yield "Rulebook", told
    yield "Inputs", _inputs(briefing)


def _inputs(briefing: Briefing) -> str:
    inputs = briefing.inputs
    if not inputs:
        return "facts given in a program, from no file"
    used, aside, refused = (sum(getattr(i, name) for i in inputs) for name in ("used", "set_aside", "quarantined"))
    told = f"{used:,} {plural(used, 'record')} used, {aside:,} set aside, {refused:,} quarantined"
    return f"{facts_from_files(briefing)}: {told} (Annex D)"


def facts_from_files(briefing: Briefing) -> str:
    """How many facts the memo rests on, as its header counts them, and from how many files."""
    facts, files = sum(i.facts for i in briefing.inputs), len(briefing.inputs)
    return f"{facts:,} {plural(facts, 'fact')} from {files} {plural(files, 'file')}"


def _legend(briefing: Briefing) -> str:
    """What the figures in the table of priorities mean."""
    steps = ", ".join(f"{number} {name}" for number, name in STEPS.items())
    return f"Ranks: those of the item's targets, of {briefing.ranked:,} in all. Steps: {steps}."


def _formula(briefing: Briefing) -> str:
    """The score as a formula, with the exponents in force."""
    first = briefing.recommendations[:1]
    return "" if not first else " × ".join(f"{name}^{power:g}" for name, power in first[0].priority.exponents.items())


def _worked(briefing: Briefing) -> str:
    """The score of the first recommendation, worked out."""
    first = briefing.recommendations[:1]
    if not first:
        return ""
    priority = first[0].priority
    return (
        " × ".join(f"{priority.factors[name]:g}^{power:g}" for name, power in priority.exponents.items())
        + f" = {priority.score:g}"
    )


def _cited_in(items: Sequence[LaidItem]) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = {}
    for laid in items:
        cited = [
            n
            for claim in (
                *laid.item.why_now,
                *([laid.item.why_all] if laid.item.why_all else []),
                *laid.item.evidence,
                *laid.item.caveats,
                *laid.item.withheld,
            )
            for n in claim.sources
        ]
        cited += [n for row in laid.rows for j in row.justifications for n in j.sources]
        for number in cited:
            found.setdefault(number, {})[laid.item.number] = None
    return {number: tuple(numbers) for number, numbers in found.items()}


def _trace(trace: Trace) -> tuple[tuple[int, str], ...]:
    """The first lines of a trace, without the headline that it begins with, and where the others are to be had."""
    lines = trace.lines[1:]
    more = len(lines) - TRACE_LINES
    told = (
        (f"{more:,} more {plural(more, 'line')}: countermove why '{trace.recommendation}' with the same inputs",)
        if more > 0
        else ()
    )
    return (*tree(lines[:TRACE_LINES]), *((0, line) for line in told))


def tree(lines: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Indented lines with their depth, which grows by one at most from a line to the next, and no further than to `DEEPEST`."""
    placed: list[tuple[int, str]] = []
    open_indents: list[int] = []
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        placed.append((min(len(open_indents), DEEPEST), line.strip()))
        open_indents.append(indent)
    return tuple(placed)
