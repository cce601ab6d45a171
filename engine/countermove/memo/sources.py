"""Numbers the sources of a memo, in the order in which it first rests on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from countermove.facts.evidence import MARKINGS, Evidence
from countermove.facts.fact import Fact
from countermove.memo.briefing import Source

_Key = tuple[str, ...]


class SourceList:
    """One number a source: pieces of evidence that differ only in their place within the source share it."""

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}
        self._evidence: list[Evidence] = []
        self._facts: Counter[int] = Counter()
        self._counted: set[tuple[int, str]] = set()

    def numbers(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """The numbers of the sources of these facts, ascending; new ones are numbered as they come."""
        found = set()
        for fact in facts:
            for evidence in fact.evidence:
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
        return self._numbers[key]

    def listed(self) -> tuple[Source, ...]:
        """All sources numbered so far."""
        return tuple(
            Source(
                number=number, source=e.source, origin=e.independent_of, grade=f"{e.reliability}{e.credibility}",
                published=e.published.in_words() if e.published and e.url else None,
                accessed=e.accessed.in_words() if e.accessed else None, url=e.url, document=e.document, archived=e.archived,
                marking=e.marking, facts=self._facts[number],
            )
            for number, e in enumerate(self._evidence, start=1)
        )  # fmt: skip

    def marking(self) -> str:
        """The strictest handling marking of all sources."""
        return max((e.marking for e in self._evidence), key=MARKINGS.index, default=MARKINGS[0])
