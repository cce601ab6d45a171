"""What the model of a profile cannot see: that its kinds, fields, columns and names exist, and what becomes of each column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from countermove.facts.evidence import Credibility, Evidence, Marking, Reliability
from countermove.facts.registry import KINDS, fields
from countermove.reading.profile import Profile, Template
from countermove.reading.profile_value import PLACE, Scalar, Value, columns_of, is_of_element, parts_of
from countermove.reading.source_register import registered
from countermove.reading.yaml_source import YamlSource, suggestion

_At = tuple[str | int, ...]
_GRADES: Mapping[str, Sequence[Scalar]] = {
    "reliability": get_args(Reliability),
    "credibility": get_args(Credibility),
    "marking": get_args(Marking),
}
_GIVEN_ELSEWHERE = ("kind", "evidence", "alternatives")


def check(profile: Profile, source: YamlSource) -> None:
    """Note every fault of a profile that its model let through."""
    _Check(profile, source).run()


class _Check:
    def __init__(self, profile: Profile, source: YamlSource) -> None:
        self._profile, self._source = profile, source
        self._columns = list(profile.names)
        self._named: list[str] = []

    def run(self) -> None:
        profile = self._profile
        self._columns_exist(profile.recognise_values, ("recognise_values",), keys=True)
        self._columns_exist(profile.spellings, ("spellings",), keys=True)
        for name, value in profile.values.items():
            self._value(value, ("values", name))
            self._named.append(name)
        self._evidence(profile.evidence, ("evidence",))
        self._source_named()
        for place, rule in enumerate(profile.set_aside):
            self._columns_exist(rule.when, ("set_aside", place, "when"), keys=True)
        for place, template in enumerate(profile.facts):
            self._template(template, ("facts", place))
        read = used_columns(profile)
        for name in profile.unused:
            if name in read:
                hint = "take it out of 'unused', or out of the facts"
                self._fault(f"'{name}' stands under 'unused' and is read", ("unused", name), hint, at_key=True)

    def _source_named(self) -> None:
        register = self._profile.source_register
        if register is None:
            if "source" not in self._profile.evidence:
                self._fault("'source' is missing: who says so?", ("evidence",), "add 'source: {constant: …}'")
            return
        try:
            registered(register)
        except KeyError:
            hint = "name the source itself: 'source: {constant: …}' under 'evidence'"
            self._fault(f"'{register}' is not a source of the register", ("source_register",), hint)

    def _template(self, template: Template, at: _At) -> None:
        model = KINDS.get(template.kind)
        if model is None or model.derived:
            known = [kind for kind, found in KINDS.items() if not found.derived]
            message = f"'{template.kind}' is not a kind of fact that can be given"
            self._fault(message, (*at, "kind"), suggestion(template.kind, known))
            return
        each = template.each is not None
        self._columns_exist(template.when, (*at, "when"), keys=True, each=each)
        if template.each:
            self._value(template.each, (*at, "each"))
        known = [field for field in model.model_fields if field not in _GIVEN_ELSEWHERE]
        for name, value in template.fields.items():
            self._key(name, (*at, "fields", name), known, template.kind)
            self._value(value, (*at, "fields", name), each=each)
            self._words(value, _words_of(template.kind, name), (*at, "fields", name))
        self._evidence(template.evidence, (*at, "evidence"), each=each)
        self._evidence(template.evidence_instead, (*at, "evidence_instead"), each=each)
        missing = [n for n, info in model.model_fields.items() if info.is_required() and n not in template.fields]
        missing += ["id"] if not model.key and "id" not in template.fields else []
        for name in missing:
            message = f"{'an' if template.kind[0] in 'aeiou' else 'a'} {template.kind} needs the field '{name}'"
            self._fault(message, (*at, "fields"), f"add '{name}:' to the fields")

    def _evidence(self, block: Mapping[str, Value], at: _At, *, each: bool = False) -> None:
        for key, value in block.items():
            self._key(key, (*at, key), list(Evidence.model_fields), "evidence")
            self._value(value, (*at, key), each=each)
            self._words(value, _GRADES.get(key, ()), (*at, key))

    def _words(self, value: Value, known: Sequence[Scalar], at: _At) -> None:
        """Words that the profile itself sets must be words of the field; those of a column show only when it is read."""
        if not known or value.prefix or value.suffix or value.join or value.as_:
            return
        given: list[tuple[_At, Scalar]] = [((*at, "map", word), to) for word, to in (value.map or {}).items()]
        if value.constant is not None and value.map is None and value.split is None:
            given.append(((*at, "constant"), value.constant))
        for place, word in given:
            if word not in known and str(word) not in map(str, known):
                hint = suggestion(str(word), list(map(str, known))) or f"words: {', '.join(map(str, known))}"
                self._fault(f"'{word}' is not a word of '{at[-1]}'", place, hint)

    def _key(self, key: str, at: _At, known: list[str], of: str) -> None:
        if key not in known:
            hint = suggestion(key, known) or f"fields: {', '.join(known)}"
            self._fault(f"'{key}' is not a field of {of}", at, hint, at_key=True)

    def _columns_exist(self, names: Iterable[str], at: _At, *, keys: bool = False, each: bool = False) -> None:
        for name in names:
            if name in self._columns:
                continue
            place = (*at, name) if keys else at
            if is_of_element(name):
                if not each:
                    self._fault(
                        "'element' is known only in a template with 'each'", place, "add 'each: …'", at_key=keys
                    )
                continue
            lists = "'columns'" if self._profile.columns else "'recognise' or 'optional'"
            hint = suggestion(name, self._columns) or f"name the column under {lists}"
            self._fault(f"'{name}' is not a column of this format", place, hint)

    def _value(self, value: Value, at: _At, *, each: bool = False) -> None:
        for path, part in parts_of(value):
            here = (*at, *path)
            self._columns_exist(columns_of(part), here)
            self._columns_exist(part.when, (*here, "when"), keys=True, each=each)
            places = [place for place in PLACE.findall(part.template or "") if place not in self._named]
            self._columns_exist(places, (*here, "template"), each=each)
            if part.element is not None and at[0] == "values":
                message = "a named value is read once a row and cannot use 'element'"
                self._fault(message, here, "write it where it is used")
            elif part.element is not None and not each:
                self._fault("'element' is known only in a template with 'each'", here, "add 'each: …' to the template")
            if part.use is not None and part.use not in self._named:
                hint = suggestion(part.use, self._named) or "a value must be named under 'values', above its use"
                self._fault(f"'{part.use}' is not a named value of this profile", (*here, "use"), hint)

    def _fault(self, message: str, at: _At, hint: str = "", *, at_key: bool = False) -> None:
        self._source.fault("CM331", message, at, hint, at_key=at_key)


def _words_of(kind: str, name: str) -> tuple[str, ...]:
    """The words of a choice, or of a list of choices; none where a field takes any text."""
    found = fields(kind).get(name)
    return () if found is None else (found.item or found).choices


def used_columns(profile: Profile) -> dict[str, str]:
    """Every column that a profile reads, and what it becomes: fields of kinds, evidence, or a condition."""
    found: dict[str, list[str]] = {}
    reads: dict[str, list[str]] = {}
    for name, value in profile.values.items():
        reads[name] = list(_reads(value, reads))

    def note(value: Value, becomes: str) -> None:
        for column in _reads(value, reads):
            found.setdefault(column, []).append(becomes)

    for rule in profile.set_aside:
        for column in rule.when:
            found.setdefault(column, []).append("what is set aside")
    for template in profile.facts:
        kind = template.kind.replace("_", " ")
        if template.each:
            note(template.each, f"each {kind}")
        for column in template.when:
            found.setdefault(column, []).append(f"whether there is a {kind}")
        for name, value in template.fields.items():
            note(value, f"{kind}: {name}")
        for value in (*template.evidence.values(), *template.evidence_instead.values()):
            note(value, "evidence")
    for value in profile.evidence.values():
        note(value, "evidence")
    names = set(profile.names)
    return {column: "; ".join(dict.fromkeys(told)) for column, told in found.items() if column in names}


def _reads(value: Value, named: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The columns that a value comes from, through named values too."""
    for _, part in parts_of(value):
        yield from columns_of(part)
        yield from part.when
        for name in (*PLACE.findall(part.template or ""), part.use or ""):
            yield from named.get(name, (name,) if name else ())
