"""A record into facts by a profile, whatever file it came from: its cells go in, what becomes of it comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.reading.cell_conditions import compile_when, split_conditions
from countermove.reading.cell_lookup import Scope
from countermove.reading.cell_values import compile_named, compile_value
from countermove.reading.long_text import cut_to_length
from countermove.reading.outcome import Outcome, SetAside, SourceFile, Used
from countermove.reading.profile import Profile, Template
from countermove.reading.profile_value import Value
from countermove.reading.refused_record import Told, of_fact, refused
from countermove.reading.row_text import Condition, Reading, RowText, UnreadableCell
from countermove.reading.source_register import registered

_NOTHING = "the row holds nothing that this format's profile reads"


@dataclass(frozen=True, slots=True)
class _Maker:
    """A template made ready: a function for each of its parts."""

    kind: str
    model: type[Fact]
    when: Condition
    each: Reading | None
    when_element: Condition | None
    fields: tuple[tuple[str, Reading, bool], ...]
    evidence: tuple[tuple[str, Reading], ...]
    own_evidence: bool


class RecordFacts:
    """What the records of one profile become."""

    def __init__(self, profile: Profile) -> None:
        scope = Scope(profile.form != "csv", frozenset(profile.names))
        for name, value in profile.values.items():
            scope.named[name] = compile_named(name, value, scope)
        self._evidence = {name: compile_value(value, scope) for name, value in _evidence(profile).items()}
        self._set_aside = [(compile_when(rule.when, scope), rule.reason) for rule in profile.set_aside]
        self._makers = [self._maker(template, scope) for template in profile.facts]

    def _maker(self, template: Template, scope: Scope) -> _Maker:
        own = template.evidence_instead or template.evidence
        evidence = {} if template.evidence_instead else self._evidence
        evidence = evidence | {name: compile_value(value, scope) for name, value in own.items()}
        model = KINDS[template.kind]
        of_record, of_element = split_conditions(template.when, scope)
        return _Maker(
            template.kind,
            model,
            compile_when(of_record, scope),
            compile_value(template.each, scope, objects=True) if template.each else None,
            compile_when(of_element, scope) if of_element else None,
            tuple(
                (n, compile_value(v, scope), _is_list(model.model_fields[n].annotation))
                for n, v in template.fields.items()
            ),
            tuple(evidence.items()),
            bool(own),
        )

    def outcome(
        self,
        cells: Mapping[str, Any],
        record: Any,
        source: SourceFile,
        line: int,
        place: str,
        shown: Sequence[str] = (),
        *,
        by_line: bool = True,
    ) -> Outcome:
        """What becomes of a record. `record` is how it is kept if it is refused, `place` tells where in the file it stands."""
        text = RowText(cells, f"{source.name} {place}")
        for holds, reason in self._set_aside:
            more = holds(text)
            if more is not None:
                return SetAside(line, f"{reason}: {more}" if more else reason)
        facts: list[Fact] = []
        problems: list[Told] = []
        for maker in self._makers:
            if maker.when(text) is not None:
                for element in self._elements(maker, text, problems):
                    text.element = element
                    self._make(maker, text, facts, problems)
        if problems:
            return refused(source, line, "CM312", record, problems, shown=shown, by_line=by_line)
        if not facts:
            return SetAside(line, _NOTHING)
        notes = tuple(f"{text.locator}: {note}" for note in dict.fromkeys(text.notes))
        return Used(line, tuple(facts), notes)

    def _elements(self, maker: _Maker, text: RowText, problems: list[Told]) -> Iterator[Any]:
        if maker.each is None:
            yield None
            return
        try:
            found = maker.each(text)
        except UnreadableCell as error:
            problems.append(Told.of_cell(error))
            return
        for element in found if isinstance(found, list) else [] if found is None else [found]:
            text.element = element
            try:
                fits = maker.when_element is None or maker.when_element(text) is not None
            except UnreadableCell as error:
                problems.append(Told.of_cell(error))
                continue
            if fits:
                yield element

    def _make(self, maker: _Maker, text: RowText, facts: list[Fact], problems: list[Told]) -> None:
        data: dict[str, Any] = {"kind": maker.kind}
        before = len(problems)
        for name, read, wants_list in maker.fields:
            try:
                value = read(text)
            except UnreadableCell as error:
                problems.append(Told.of_cell(error))
                continue
            if value is None:
                continue
            if wants_list:
                value = value if isinstance(value, (list, tuple)) else [value]
            elif isinstance(value, list):
                if len(value) > 1:
                    reason = f"{len(value)} values where one is wanted"
                    problems.append(Told.of_value(maker.kind, name, "; ".join(map(str, value)), reason))
                    continue
                value = value[0]
            data[name] = value
        evidence = self._piece(maker, text, problems)
        if len(problems) > before or evidence is None:
            return
        data["evidence"] = (evidence,)
        if "id" not in data and not maker.model.key:
            reason = f"nothing in the row tells which {maker.kind.replace('_', ' ')} it is (no id)"
            problems.append(Told.of_record(reason))
            return
        try:
            facts.append(maker.model.model_validate(data))
        except ValidationError as error:
            shorter = cut_to_length(data, error, text.notes)
            try:
                if shorter is None:
                    raise
                facts.append(maker.model.model_validate(shorter))
            except ValidationError as still:
                problems.extend(of_fact(still, maker.kind, maker.kind))

    def _piece(self, maker: _Maker, text: RowText, problems: list[Told]) -> Evidence | None:
        if text.evidence and not maker.own_evidence:
            return text.evidence
        given: dict[str, Any] = {"locator": text.locator}
        for name, read in maker.evidence:
            try:
                value = read(text)
            except UnreadableCell as error:
                problems.append(Told.of_cell(error))
                return None
            if isinstance(value, list):
                value = value[0]
            if value is not None:
                given[name] = int(value) if name == "credibility" and str(value).isdigit() else value
        try:
            piece = Evidence.model_validate(given)
        except ValidationError as error:
            problems.extend(of_fact(error, maker.kind, "evidence"))
            return None
        if not maker.own_evidence:
            text.evidence = piece
        return piece


def _evidence(profile: Profile) -> dict[str, Value]:
    """The evidence that a profile states: what it says itself goes before what the register says."""
    known = registered(profile.source_register) if profile.source_register else {}
    return {name: Value(constant=value) for name, value in known.items()} | profile.evidence


def _is_list(annotation: Any) -> bool:
    """Whether a field holds many values."""
    if get_origin(annotation) is tuple:
        return Ellipsis in get_args(annotation)
    return any(_is_list(part) for part in get_args(annotation))
