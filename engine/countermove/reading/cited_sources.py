"""Which sources facts cite, how often and how graded; and a register of them, to be edited and put beside the data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from countermove.facts.evidence import MARKINGS, Evidence
from countermove.facts.fact import Fact
from countermove.facts.withdrawal import folded
from countermove.reading.own_registers import SUFFIX
from countermove.reading.source_register import shipped_entries

Grade = tuple[str, int]


@dataclass
class Cited:
    """One source as facts cite it. Names that differ in case or spacing alone are one."""

    source: str
    facts: int = 0
    grades: Counter[Grade] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    markings: Counter[str] = field(default_factory=Counter)

    @property
    def entry(self) -> str:
        """The word by which the shipped register names it; empty where it does not."""
        return next((str(e.id) for e in shipped_entries() if e.source and folded(e.source) == folded(self.source)), "")


def cited_in(facts: Iterable[Fact]) -> list[Cited]:
    """The sources of some facts, in order of name."""
    found: dict[str, Cited] = {}
    spellings: dict[str, set[str]] = {}
    for fact in facts:
        pieces: dict[Evidence, None] = dict.fromkeys(fact.evidence)
        pieces.update((piece, None) for other in fact.alternatives for piece in other.evidence)
        for piece in pieces:
            name = folded(piece.source)
            one = found.setdefault(name, Cited(piece.source))
            spellings.setdefault(name, set()).add(piece.source)
            one.grades[piece.reliability, piece.credibility] += 1
            one.markings[piece.marking] += 1
            if piece.origin:
                one.origins[piece.origin] += 1
        for name in {folded(piece.source) for piece in pieces}:
            found[name].facts += 1
    for name, one in found.items():
        one.source = min(spellings[name])
    return [found[name] for name in sorted(found)]


def register_of(cited: Sequence[Cited]) -> str:
    """A register of these sources as YAML text. Only what all facts agree on is written; what differs stands in a comment."""
    lines = [
        f"# Save this as ANYTHING{SUFFIX} beside the data, change what you know better, and take out the rest.",
        "# What stands here goes for every fact of that folder and the folders below that cites the source.",
    ]
    for one in cited:
        lines.append(f"- source: {json.dumps(one.source, ensure_ascii=False)}")
        if len(one.origins) == 1 and one.origins.total() == one.grades.total():
            lines.append(f"  origin: {json.dumps(min(one.origins), ensure_ascii=False)}")
        elif one.origins:
            lines.append(f"  # origin: {len(one.origins)} different ones")
        reliabilities, credibilities = {grade for grade, _ in one.grades}, {grade for _, grade in one.grades}
        if len(reliabilities) == 1:
            lines.append(f"  reliability: {min(reliabilities)}")
        if len(credibilities) == 1:
            lines.append(f"  credibility: {min(credibilities)}")
        if len(one.grades) > 1:
            lines.append(f"  # graded item by item: {grades_in_words(one)}")
        if set(one.markings) != {MARKINGS[0]}:
            lines.extend(
                f"  {'' if len(one.markings) == 1 else '# '}marking: {marking}" for marking in sorted(one.markings)
            )
    return "\n".join(lines) + "\n" if cited else f"{lines[0]}\n[]\n"


def grades_in_words(one: Cited) -> str:
    """The grades of a source's items, with counts where they differ."""
    grades = sorted(one.grades)
    return ", ".join(f"{r} {c} ({one.grades[r, c]})" if len(grades) > 1 else f"{r} {c}" for r, c in grades)
