"""Numbers the sources of a memo, in the order in which it first rests on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from countermove.facts.evidence import MARKINGS, Evidence, Marking
from countermove.facts.fact import Fact
from countermove.memo.briefing import Source

_Key = tuple[str, ...]
_SHOWN_PLACES = 4


class SourceList:
    """One number a source: pieces of evidence that differ only in their place within the source share it."""

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}
        self._evidence: list[Evidence] = []
        self._places: list[dict[str, None]] = []
        self._facts: Counter[int] = Counter()
        self._counted: set[tuple[int, str]] = set()

    def numbers(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """The numbers of the sources of these facts, of the values not used among them too; ascending. New ones are numbered."""
        found = set()
        for fact in facts:
            for evidence in evidence_of(fact):
                number = self._number(evidence)
                found.add(number)
                if (number, fact.id) not in self._counted:
                    self._counted.add((number, fact.id))
                    self._facts[number] += 1
        return tuple(sorted(found))

    def _number(self, evidence: Evidence) -> int:
        key = tuple(str(v) for v in (
            evidence.source, evidence.origin, evidence.reliability, evidence.credibility, evidence.url, evidence.document,
            evidence.archived, evidence.marking, evidence.accessed, "" if evidence.url is None else evidence.published,
        ))  # fmt: skip
        if key not in self._numbers:
            self._numbers[key] = len(self._evidence) + 1
            self._evidence.append(evidence)
            self._places.append({})
        number = self._numbers[key]
        if evidence.locator:
            self._places[number - 1].setdefault(evidence.locator)
        return number

    def listed(self) -> tuple[Source, ...]:
        """All sources numbered so far."""
        return tuple(
            Source(
                number=number, source=e.source, origin=e.independent_of, grade=f"{e.reliability}{e.credibility}",
                published=e.published.in_words() if e.published and e.url else None,
                accessed=e.accessed.in_words() if e.accessed else None, url=e.url, document=e.document, archived=e.archived,
                places=tuple(places)[:_SHOWN_PLACES], more_places=max(len(places) - _SHOWN_PLACES, 0),
                marking=e.marking, facts=self._facts[number],
            )
            for number, (e, places) in enumerate(zip(self._evidence, self._places, strict=True), start=1)
        )  # fmt: skip


def evidence_of(fact: Fact) -> Iterator[Evidence]:
    """What a fact rests on, and what the values that were not used rest on."""
    yield from fact.evidence
    for alternative in fact.alternatives:
        yield from alternative.evidence


def strictest_marking(facts: Iterable[Fact]) -> Marking:
    """The strictest handling marking of all sources of these facts."""
    return max((e.marking for fact in facts for e in evidence_of(fact)), key=MARKINGS.index, default=MARKINGS[0])
