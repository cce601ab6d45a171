"""A user's own registers of sources, beside the data: in `ANYTHING.sources.yaml` one who knows the sources says how they are graded.

What it says of a source goes for every fact read from its folder and the folders below, within the folder that was named. A register nearer
to a file goes before one above it, field by field.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from countermove.errors import Fault
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative, Fact
from countermove.facts.merge import merge_same
from countermove.facts.withdrawal import folded
from countermove.reading.outcome import SourceFile, printable
from countermove.reading.source_register import Entry, registered, registered_ids
from countermove.reading.yaml_source import YamlSource, suggestion

SUFFIX = ".sources.yaml"
_LARGEST = 1_000_000
_NAMED = 10
_OVERRIDES = ("origin", "reliability", "credibility", "marking")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a register says of one source: the fields of its evidence, with the values that they get."""

    register: str
    source: str
    changes: tuple[tuple[str, Any], ...]


class Grader:
    """Puts what registers say of sources into the evidence of facts, and counts the facts that this changed."""

    def __init__(self, judgements: Mapping[str, Judgement], changed: Counter[Judgement], met: set[str]) -> None:
        self._judgements, self._changed, self._met = judgements, changed, met
        self._known: dict[Evidence, tuple[Evidence, Judgement | None]] = {}

    def graded(self, fact: Fact) -> Fact:
        """The fact with its evidence graded anew; where values are contested, the one that is now best supported stays."""
        by: dict[Judgement, None] = {}
        evidence = self._pieces(fact.evidence, by)
        others = [(other, self._pieces(other.evidence, by)) for other in fact.alternatives]
        if not by:
            return fact
        self._changed.update(by.keys())
        alternatives = tuple(Alternative(field=o.field, value=o.value, evidence=pieces) for o, pieces in others)
        fact = fact.model_copy(update={"evidence": evidence, "alternatives": alternatives})
        return merge_same([fact]) if alternatives else fact

    def _pieces(self, pieces: Sequence[Evidence], by: dict[Judgement, None]) -> tuple[Evidence, ...]:
        found: dict[Evidence, None] = {}
        for piece in pieces:
            if piece not in self._known:
                if len(self._known) > 10_000:
                    self._known.clear()
                self._known[piece] = self._graded(piece)
            graded, judgement = self._known[piece]
            found[graded] = None
            if judgement:
                by[judgement] = None
        return tuple(found)

    def _graded(self, piece: Evidence) -> tuple[Evidence, Judgement | None]:
        name = folded(piece.source)
        judgement = self._judgements.get(name)
        if judgement is None:
            return piece, None
        self._met.add(name)
        graded = piece.model_copy(update=dict(judgement.changes))
        return (graded, judgement) if graded != piece else (piece, None)


@dataclass
class OwnRegisters:
    """The registers in the folders that were met, each read once."""

    faults: list[Fault] = field(default_factory=list)
    _own: dict[Path, Mapping[str, Judgement]] = field(default_factory=dict)
    _graders: dict[tuple[Path, Path], Grader | None] = field(default_factory=dict)
    _changed: Counter[Judgement] = field(default_factory=Counter)
    _met: set[str] = field(default_factory=set)

    def grader(self, source: SourceFile, top: Path) -> Grader | None:
        """What registers say that go for a file: those from the folder `top` down to its own. None where there are none."""
        folder = Path(os.path.abspath(source.path)).parent  # noqa: PTH100 (links stay)
        if (folder, top) not in self._graders:
            found: dict[str, Judgement] = {}
            for place, name in reversed(list(_upwards(folder, Path(source.shown).parent, top))):
                for who, nearer in self._judgements(place, name).items():
                    above = found[who].changes if who in found else ()
                    changes = tuple(sorted({**dict(above), **dict(nearer.changes)}.items()))
                    found[who] = Judgement(nearer.register, nearer.source, changes)
            self._graders[folder, top] = Grader(found, self._changed, self._met) if found else None
        return self._graders[folder, top]

    def notes(self) -> Iterator[str]:
        """What was graded anew, and how; and which sources of a register nothing cites."""
        for judgement in sorted(self._changed, key=lambda each: (each.register, each.source, repr(each.changes))):
            count = self._changed[judgement]
            facts = "1 fact" if count == 1 else f"{count} facts"
            yield f"{facts}: source {judgement.source} {_in_words(dict(judgement.changes))} by {judgement.register}."
        idle: dict[str, list[str]] = {}
        for judgements in self._own.values():
            for source, judgement in judgements.items():
                if source not in self._met:
                    idle.setdefault(judgement.register, []).append(judgement.source)
        for register, names in sorted(idle.items()):
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            yield f"{register}: no fact read here cites {'; '.join(sorted(names)[:_NAMED])}{more}."

    def _judgements(self, folder: Path, shown: Path) -> Mapping[str, Judgement]:
        """What the registers in a folder say, by the source's name, folded."""
        if folder not in self._own:
            found: dict[str, Judgement] = {}
            for path in registers_in(folder):
                self._read(path, printable((shown / path.name).as_posix()), found)
            self._own[folder] = found
        return self._own[folder]

    def _read(self, path: Path, shown: str, found: dict[str, Judgement]) -> None:
        source = _yaml(path, shown)
        entries = source.data if isinstance(source.data, list) else []
        if not source.faults and not isinstance(source.data, list):
            source.fault("CM106", "a list of sources is wanted here", (), "begin each with '- source: …' or '- id: …'")
        for place, data in enumerate(entries):
            entry = source.validate(Entry, data, (place,))
            judgement = _judgement(entry, source, place, shown) if entry else None
            if judgement is None:
                continue
            first = found.setdefault(folded(judgement.source), judgement)
            if first is not judgement:
                hint = "leave one of them: only the first is used"
                source.fault("CM341", f"{judgement.source} is judged already, in {first.register}", (place,), hint)
        self.faults.extend(source.faults)


def registers_in(folder: Path) -> list[Path]:
    """The registers of sources that stand in a folder, in order of name."""
    try:
        return sorted(
            path for path in folder.iterdir() if path.name.endswith(SUFFIX) and path.name[0] != "." and path.is_file()
        )
    except OSError:
        return []


def _yaml(path: Path, shown: str) -> YamlSource:
    try:
        if path.stat().st_size > _LARGEST:
            source = YamlSource(shown, "[]")
            source.fault("CM340", "a register of sources is not as large as this", (), "keep it under a million bytes")
            return source
    except OSError:
        pass
    return YamlSource.of_file(shown, path)


def _judgement(entry: Entry, source: YamlSource, place: int, shown: str) -> Judgement | None:
    """What an entry says of the source that it names; None where it names none."""
    name = entry.source
    if name is None and entry.id is None:
        source.fault(
            "CM105", "'source' is missing", (place,), "add 'source:' with the source's name, or 'id:' with its word"
        )
        return None
    if name is None and entry.id is not None:
        try:
            name = str(registered(entry.id)["source"])
        except KeyError:
            hint = suggestion(entry.id, registered_ids()) or "`countermove facts sources` lists them; or add 'source:'"
            source.fault("CM342", f"'{entry.id}' is not a source of the shipped register", (place, "id"), hint)
            return None
    changes = tuple((name, value) for name in _OVERRIDES if (value := getattr(entry, name)) is not None)
    return Judgement(shown, str(name), changes)


def _upwards(folder: Path, shown: Path, top: Path) -> Iterator[tuple[Path, Path]]:
    """A folder and those above it as far as `top`, each with the path by which messages name it."""
    while True:
        yield folder, shown
        if folder in (top, folder.parent):
            return
        folder, shown = folder.parent, shown.parent


def _in_words(changes: Mapping[str, Any]) -> str:
    grades = " ".join(str(changes[name]) for name in ("reliability", "credibility") if name in changes)
    words = [f"graded {grades}"] if grades else []
    words += [f"traced to {changes['origin']}"] if "origin" in changes else []
    words += [f"marked {changes['marking']}"] if "marking" in changes else []
    return ", ".join(words)
