"""What the names in a rule stand for while it is read: matched facts, counts and sums, parameters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from countermove.facts.registry import KINDS, FieldType, fields
from countermove.reading.yaml_source import Path, YamlSource, suggestion
from countermove.rulebook.condition import FieldReference, ParameterReference
from countermove.rulebook.parameter import JURISDICTIONS, Parameter
from countermove.rulebook.phrases import Phrases
from countermove.rulebook.told import AUDIENCES
from countermove.rulebook.typing import type_of_value

_AGGREGATE_FIELDS: Mapping[str, tuple[str, ...]] = {"count": ("count",), "sum": ("sum", "count")}
_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
_RESERVED = ("parameters", "as_of", "and", "or", "not", "if", "else", "in", "is", "true", "false", "none")
"""Words that mean something else in a reference or a sentence."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What an alias stands for: a fact of a kind, or a count or sum over facts of a kind."""

    what: Literal["fact", "count", "sum", "unreadable"]
    kind: str


@dataclass
class Scope:
    """The names that can be used at one point of a rule. Faults go to the source they were found in."""

    source: YamlSource
    parameters: Mapping[str, Parameter]
    broken: frozenset[str] = frozenset()
    """Parameters, actions and phrase tables that are at fault themselves."""
    phrases: Phrases = field(default_factory=dict)
    audiences: Collection[str] = AUDIENCES
    """Whom the rule speaks to."""
    names: dict[str, Bound] = field(default_factory=dict)
    partly: set[str] = field(default_factory=set)
    """Names that some branches of an `any` give, and others not, or for something else."""
    incomplete: bool = False
    """Whether an earlier clause is at fault so that its name is not known; then nobody is blamed for using it."""

    def bind(self, alias: str, bound: Bound, path: Path) -> None:
        """Introduce a name; it must be new, a plain word, and none of the reserved ones."""
        if not _NAME.match(alias):
            self.source.fault("CM116", f"'{alias}' cannot be a name", path, "use small letters, digits and underscores")
        elif alias in _RESERVED:
            self.source.fault("CM116", f"'{alias}' is reserved", path, "choose another name")
        elif alias in self.names or alias in self.partly:
            self.source.fault("CM116", f"the name '{alias}' is taken by an earlier clause", path, "choose another name")
        self.names[alias] = bound

    def reference(self, text: str, path: Path) -> tuple[FieldReference, FieldType] | None:
        """`$alias.field` with the type of the field, or None with the fault noted."""
        alias, dot, name = text.removeprefix("$").partition(".")
        if alias in self.partly:
            hint = "bind it in each branch, to a fact of the same kind"
            self.source.fault("CM115", f"'${alias}' is not the same in every branch of 'any'", path, hint)
            return None
        if alias not in self.names:
            if self.incomplete:
                return None
            hint = suggestion(alias, list(self.names)) or (
                f"names so far: {', '.join(self.names)}" if self.names else "no clause above names a fact"
            )
            self.source.fault("CM115", f"'${alias}' is not a name that an earlier clause gives", path, hint)
            return None
        if self.names[alias].what == "unreadable":  # its own clause is at fault, and says so
            return None
        found = self.field(self.names[alias], name if dot else "", text, path)
        return (FieldReference(alias, name), found) if found else None

    def unreadable(self, alias: object) -> None:
        """Take note of a name whose clause is at fault, so that later clauses are not blamed for it."""
        if isinstance(alias, str):
            self.names.setdefault(alias, Bound("unreadable", ""))
        else:
            self.incomplete = True

    def field(self, bound: Bound, name: str, text: str, path: Path) -> FieldType | None:
        """The type of a field of what an alias stands for."""
        if bound.what != "fact":
            known = _AGGREGATE_FIELDS[bound.what]
            if name in known:
                return FieldType(name, "number", True)
            self.source.fault(
                "CM112",
                f"'{text}' does not exist: a {bound.what} has only {', '.join(known)}",
                path,
                f"write ${text.removeprefix('$').partition('.')[0]}.{known[0]}",
            )
            return None
        return self.kind_field(bound.kind, name, path, text)

    def kind_field(self, kind: str, name: str, path: Path, text: str = "", *, at_key: bool = False) -> FieldType | None:
        """The type of a kind's field, or None with the fault noted."""
        known = fields(kind)
        if name in known:
            return known[name]
        if not name:
            self.source.fault(
                "CM112", f"'{text}' does not say which field", path, f"write {text}.FIELD: {', '.join(known)}"
            )
            return None
        hint = suggestion(name, list(known)) or f"its fields: {', '.join(known)}"
        what = f"'{text}': " if text else ""
        self.source.fault("CM112", f"{what}the kind '{kind}' has no field '{name}'", path, hint, at_key=at_key)
        return None

    def kind(self, name: object, path: Path) -> str | None:
        """A kind's name, or None with the fault noted."""
        if isinstance(name, str) and name in KINDS:
            return name
        hint = suggestion(str(name), list(KINDS)) or "`countermove facts kinds` lists them"
        self.source.fault("CM111", f"there is no kind of fact '{name}'", path, hint)
        return None

    def parameter(
        self, name: str, path: Path, jurisdiction: str | None = None, at: FieldReference | None = None
    ) -> tuple[ParameterReference, FieldType] | None:
        """A parameter reference with the type of its values, or None with the fault noted."""
        parameter = self.parameters.get(name)
        if parameter is None:
            if name in self.broken:
                return None
            hint = suggestion(name, list(self.parameters)) or "parameters live in rules/parameters, one file each"
            self.source.fault("CM117", f"there is no parameter '{name}'", path, hint)
            return None
        if jurisdiction is not None and jurisdiction not in JURISDICTIONS:
            hint = suggestion(str(jurisdiction), JURISDICTIONS) or f"one of {', '.join(JURISDICTIONS)}"
            self.source.fault("CM117", f"there is no jurisdiction '{jurisdiction}'", path, hint)
            return None
        places = sorted({v.jurisdiction for v in parameter.values if v.jurisdiction})
        general = any(v.jurisdiction is None for v in parameter.values)
        if jurisdiction not in places and not general:
            wanted = f"for '{jurisdiction}'" if jurisdiction else "without a jurisdiction"
            hint = f"write {{parameter: {name}, jurisdiction: {places[0]}}}; it has values for {', '.join(places)}"
            self.source.fault("CM117", f"the parameter '{name}' has no value {wanted}", path, hint)
            return None
        value = parameter.values[0].value
        if isinstance(value, dict) or value is None:
            self.source.fault(
                "CM117",
                f"the parameter '{name}' is a table, which a condition cannot compare with",
                path,
                "use one that holds a plain value or a list",
            )
            return None
        if parameter.unit == "date":  # it stands in its file as text
            return ParameterReference(name, jurisdiction, at), FieldType(name, "day", True)
        value = tuple(value) if isinstance(value, list) else value
        return ParameterReference(name, jurisdiction, at), type_of_value(name, value)

    def branch(self) -> Scope:
        """A scope for one branch of `any`: it sees the names so far; what it adds stays its own."""
        return replace(self, names=dict(self.names), partly=set(self.partly))

    def join(self, branches: Sequence[Scope]) -> None:
        """Take over the names that every branch gives alike; the others cannot be used, nor given anew."""
        self.incomplete = any(branch.incomplete for branch in branches)
        for name in {name for branch in branches for name in branch.names}:
            given = [branch.names.get(name) for branch in branches]
            if any(bound and bound.what == "unreadable" for bound in given):
                self.unreadable(name)
            elif given[0] and all(bound == given[0] for bound in given):
                self.names[name] = given[0]
            elif not self.incomplete:
                self.partly.add(name)
        self.partly |= {name for branch in branches for name in branch.partly}

    def undollared(self, text: str) -> str:
        """ "did you mean $ship.id?" for a text that is a reference but for its dollar; else an empty text."""
        alias, dot, name = text.partition(".")
        return f"did you mean ${text}?" if dot and alias in self.names and name.isidentifier() else ""
