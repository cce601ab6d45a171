"""Whom or what a list names, and the facts that make it: the ship, company or person, its other names, and its listings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.facts.evidence import Evidence
from countermove.facts.time import PartialDate
from countermove.reading.country_words import country_code
from countermove.reading.making import Making
from countermove.reading.outcome import short

SubjectKind = Literal["vessel", "company", "person"]
Quality = Literal["name", "former", "strong", "weak"]

_BEST: dict[str, tuple[str, ...]] = {
    "vessel": ("imo", "mmsi"),
    "company": ("lei", "inn", "ogrn", "imo-company"),
    "person": ("inn",),
}
"""By which of its numbers something is known, the best first; else by the list's own."""


_PEOPLES = {"palestinian": "Palestine", "burma": "Myanmar", "west bank": "Palestine"}
"""Words that lists write for a country and that are no name of one."""


AS_THEN_CALLED = 3
"""Credibility of what a list says of a ship beside its number: its name and flag when it was listed, which ships change often."""


@dataclass
class Subject:
    """One that a list names. `own` is the list's id for it, `numbers` are the ids that the list gives besides."""

    kind: SubjectKind
    own: str
    numbers: list[str] = field(default_factory=list)
    name: str = ""
    others: list[tuple[str, Quality | None]] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The best of its ids. Of a scheme by which it has several numbers, none stands for it."""
        for scheme in _BEST[self.kind]:
            of_scheme = {number for number in self.numbers if number.startswith(f"{scheme}:")}
            if len(of_scheme) == 1:
                return of_scheme.pop()
        return self.own

    @property
    def same_as(self) -> tuple[str, ...]:
        """All its other ids. A radio identity passes from ship to ship, so it is none of them."""
        known = dict.fromkeys([*self.numbers, self.own])
        return tuple(each for each in known if each != self.id and not each.startswith("mmsi:"))


def add_subject(making: Making, piece: Evidence, subject: Subject) -> str | None:
    """Make the facts of what is named; its id, or None where it cannot be made.

    A ship is made twice: as the one of its number, and, less certain, as it was then called. A source that knows its name of today
    is believed before the list.
    """
    names = {subject.name: None} if subject.name else {}
    listed: list[str] = []
    apart: list[tuple[str, Quality | None]] = []
    for text, quality in subject.others:
        if text and text not in names:
            names[text] = None
            plain = subject.kind != "vessel" and quality in (None, "name", "strong")
            former = subject.kind == "vessel" and quality == "former"
            if plain or former:
                listed.append(text)
            else:
                apart.append((text, quality))
    fields = dict(subject.fields)
    fields["former_names" if subject.kind == "vessel" else "aliases"] = listed
    if subject.kind == "vessel" and subject.id.startswith("imo:"):
        fields["imo"] = subject.id.removeprefix("imo:")
    which = {"id": subject.id, "same_as": subject.same_as}
    if subject.kind == "vessel":
        id = making.add("vessel", piece, imo=fields.pop("imo", None), **which)
        piece = piece.model_copy(update={"credibility": max(piece.credibility, AS_THEN_CALLED)})
    id = making.add(subject.kind, piece, name=subject.name, **which, **fields)
    if id:
        for text, quality in apart:
            making.add("alias", piece, entity=id, name=text, quality=quality)
    return id


def add_listings(
    making: Making, piece: Evidence, entity: str, measures: Sequence[str], date: PartialDate | None, **given: Any
) -> None:
    """A designation for each measure; one without where the list tells none that the model knows."""
    for measure in measures or (None,):
        making.add("designation", piece, entity=entity, measure=measure, date=date, **given)


def country_of(making: Making, label: str, text: str) -> str | None:
    """The id of a country in words; a note where it is not known by this name."""
    if not text:
        return None
    name, _, before = text.partition(", ")
    code = (
        country_code(text)
        or country_code(f"{before} {name}".strip())
        or country_code(_PEOPLES.get(text.casefold(), ""))
    )
    if not code:
        making.note(f"'{label}' is {short(text)}, which is not a country that is known by this name; left out")
        return None
    return f"iso3166:{code}"


def year_in(text: str) -> int | None:
    """A year of build, where the text is nothing else."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and 1800 <= int(text) <= 2099 else None


def tonnes_in(text: str) -> float | None:
    """A tonnage, with commas between thousands or without."""
    plain = text.replace(",", "").strip()
    return float(plain) if plain.isascii() and plain.isdigit() and 0 < int(plain) < 2_000_000 else None


def joined(parts: Iterable[str], glue: str = " ") -> str:
    """The parts that say something, joined, with single spaces."""
    return " ".join(glue.join(part for part in parts if part).split())
