"""CSV files by profile: which profile fits a header, and the reading of every row into facts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from pydantic import ValidationError

from countermove.errors import Fault
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.reading.cell_conditions import compile_when
from countermove.reading.cell_values import compile_named, compile_value
from countermove.reading.csv_rows import BrokenRow, Row, rows
from countermove.reading.outcome import (
    FileFault,
    Outcome,
    Refused,
    SetAside,
    SourceFile,
    Used,
    control_character,
    printable,
    refusal,
    short,
)
from countermove.reading.profile import Profile, Template
from countermove.reading.row_text import Condition, Reading, RowText, UnreadableCell, clean
from countermove.reading.validation_words import reasons


def header_of(line: str, delimiter: str) -> list[str]:
    """The column names in a header line; empty where it is none."""
    try:
        return [clean(cell) for cell in next(csv.reader(io.StringIO(line), delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return []


def fitting(profiles: Iterable[Profile], first_line: str, file_name: str) -> list[Profile]:
    """The profiles whose columns a header has: of those, the ones that ask for most."""
    found = []
    for profile in profiles:
        if profile.file and not fnmatchcase(file_name, profile.file):
            continue
        if set(profile.recognise) <= set(header_of(first_line, profile.delimiter)):
            found.append(profile)
    most = max((len(profile.recognise) + (1000 if profile.file else 0) for profile in found), default=0)
    return [profile for profile in found if len(profile.recognise) + (1000 if profile.file else 0) == most]


@dataclass(frozen=True, slots=True)
class _Maker:
    """A template made ready: a function for each of its parts."""

    kind: str
    model: type[Fact]
    when: Condition
    each: Reading | None
    fields: tuple[tuple[str, Reading], ...]
    evidence: tuple[tuple[str, Reading], ...]
    own_evidence: bool


class CsvReader:
    """Reads files of one profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.id = profile.id
        self.title = profile.title
        self._named: dict[str, Reading] = {}
        for name, value in profile.values.items():
            self._named[name] = compile_named(name, value, self._named)
        self._evidence = {name: compile_value(value, self._named) for name, value in profile.evidence.items()}
        self._set_aside = [(compile_when(rule.when), rule.reason) for rule in profile.set_aside]
        self._makers = [self._maker(template) for template in profile.facts]

    def _maker(self, template: Template) -> _Maker:
        own = template.evidence_instead or template.evidence
        evidence = {} if template.evidence_instead else self._evidence
        evidence = evidence | {name: compile_value(value, self._named) for name, value in own.items()}
        return _Maker(
            template.kind,
            KINDS[template.kind],
            compile_when(template.when),
            compile_value(template.each, self._named) if template.each else None,
            tuple((name, compile_value(value, self._named)) for name, value in template.fields.items()),
            tuple(evidence.items()),
            bool(own),
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        with source.path.open(encoding=self._encoding(source), errors="surrogateescape", newline="") as stream:
            try:
                yield from self._rows(source, rows(stream, self._profile.delimiter))
            except UnicodeError as error:
                yield FileFault(Fault("CM314", f"this is not {self._profile.encoding} text: {error}", source.at()))

    def _encoding(self, source: SourceFile) -> str:
        """The profile's encoding; a byte-order mark knows better."""
        with source.path.open("rb") as stream:
            if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                return "utf-16"
        return "utf-8-sig" if self._profile.encoding == "utf-8" else self._profile.encoding

    def _rows(self, source: SourceFile, found: Iterator[Row | BrokenRow]) -> Iterator[Outcome]:
        header: list[str] | None = None
        for row in found:
            if isinstance(row, BrokenRow):
                yield refusal(
                    source, row.line, "CM310", row.text, [row.reason], "mend the row, or the quotation marks above it"
                )
            elif header is None:
                header = [clean(cell) for cell in row.cells]
                problem = self._header_problem(header)
                if problem:
                    yield FileFault(Fault("CM316", problem, source.at(row.line), "mend the header"))
                    return
            else:
                yield self._outcome(source, header, row)

    def _header_problem(self, header: list[str]) -> str:
        missing = [name for name in self._profile.recognise if name not in header]
        if missing:
            return f"the header lacks {', '.join(missing)}, which {self.id} files have"
        wanted = {*self._profile.recognise, *self._profile.optional}
        twice = [name for name, times in Counter(header).items() if times > 1 and name in wanted]
        return f"the column {short(twice[0])} stands twice in the header" if twice else ""

    def _outcome(self, source: SourceFile, header: list[str], row: Row) -> Outcome:
        cells = dict(zip(header, map(clean, row.cells), strict=True))
        whole = "\n".join(row.cells)
        if not whole.isprintable():
            try:
                whole.encode("utf-8")
            except UnicodeEncodeError:
                return self._refused(source, row, cells, "CM314", ["the row holds bytes that are not UTF-8 text"])
            if control := control_character(whole):
                return self._refused(source, row, cells, "CM314", [f"the row holds the control character {control}"])
        text = RowText(cells, row.line)
        for holds, reason in self._set_aside:
            more = holds(text)
            if more is not None:
                return SetAside(row.line, f"{reason}: {more}" if more else reason)
        facts: list[Fact] = []
        problems: list[str] = []
        for maker in self._makers:
            if maker.when(text) is not None:
                for element in self._elements(maker, text, problems):
                    text.element = element
                    self._make(maker, text, source, facts, problems)
        if problems:
            return self._refused(source, row, cells, "CM312", list(dict.fromkeys(problems)))
        if not facts:
            return SetAside(row.line, "the row holds nothing that this format's profile reads")
        return Used(
            row.line,
            tuple(facts),
            tuple(f"{source.name} line {row.line}: {note}" for note in dict.fromkeys(text.notes)),
        )

    def _elements(self, maker: _Maker, text: RowText, problems: list[str]) -> list[Any]:
        if maker.each is None:
            return [None]
        try:
            found = maker.each(text)
        except UnreadableCell as error:
            problems.append(str(error))
            return []
        return found if isinstance(found, list) else [] if found is None else [found]

    def _make(self, maker: _Maker, text: RowText, source: SourceFile, facts: list[Fact], problems: list[str]) -> None:
        data: dict[str, Any] = {"kind": maker.kind}
        ok = True
        for name, read in maker.fields:
            try:
                value = read(text)
            except UnreadableCell as error:
                problems.append(str(error))
                ok = False
                continue
            if value is not None:
                data[name] = value
        evidence = self._piece(maker, text, source, problems)
        if not ok or evidence is None:
            return
        data["evidence"] = (evidence,)
        if "id" not in data and not maker.model.key:
            problems.append(f"nothing in the row tells which {maker.kind.replace('_', ' ')} it is (no id)")
            return
        try:
            facts.append(maker.model.model_validate(data))
        except ValidationError as error:
            problems.extend(f"{maker.kind}: {reason}" for reason in reasons(error, maker.kind))

    def _piece(self, maker: _Maker, text: RowText, source: SourceFile, problems: list[str]) -> Evidence | None:
        if text.evidence and not maker.own_evidence:
            return text.evidence
        given: dict[str, Any] = {"locator": f"{source.name} line {text.line}"}
        for name, read in maker.evidence:
            try:
                value = read(text)
            except UnreadableCell as error:
                problems.append(str(error))
                return None
            if value is not None:
                given[name] = int(value) if name == "credibility" and str(value).isdigit() else value
        try:
            piece = Evidence.model_validate(given)
        except ValidationError as error:
            problems.extend(f"evidence: {reason}" for reason in reasons(error, maker.kind))
            return None
        if not maker.own_evidence:
            text.evidence = piece
        return piece

    def _refused(self, source: SourceFile, row: Row, cells: dict[str, str], code: str, found: list[str]) -> Refused:
        line = ",".join(row.cells)
        return refusal(source, row.line, code, cells, found, "", printable(line)[:200])
