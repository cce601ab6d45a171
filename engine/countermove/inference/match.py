"""What inference gives back: matches, and the facts derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS
from countermove.inference.fact_base import FactBase
from countermove.location import Location
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.rule import Conclude


@dataclass(frozen=True, slots=True)
class Total:
    """The outcome of a `count` or `sum`: the value, and the ids of the facts that went into it."""

    function: str
    value: float
    kind: str
    facts: tuple[str, ...]

    @property
    def count(self) -> float:
        return self.value if self.function == "count" else len(self.facts)

    @property
    def sum(self) -> float:
        return self.value


Binding = tuple[str, str, str]
"""(alias, kind, fact id); a match holds them sorted by alias"""


@dataclass(frozen=True, slots=True)
class Match:
    """One distinct tuple of facts for which a rule holds. Rule and bindings tell it from every other match."""

    rule: str
    bindings: tuple[Binding, ...]
    totals: tuple[tuple[str, Total], ...] = field(default=(), compare=False)

    def fact_keys(self) -> list[tuple[str, str]]:
        """(kind, id) of every fact it rests on: matched, and counted or summed. In order, each once."""
        keys = [(kind, id) for _, kind, id in self.bindings]
        keys += [(total.kind, id) for _, total in self.totals for id in total.facts]
        return list(dict.fromkeys(keys))

    def leading_keys(self, counted: int) -> list[tuple[str, str]]:
        """As `fact_keys`, but of those counted or summed no more than the first so many of each clause."""
        keys = [(kind, id) for _, kind, id in self.bindings]
        keys += [(total.kind, id) for _, total in self.totals for id in total.facts[:counted]]
        return list(dict.fromkeys(keys))

    def names(self, base: FactBase) -> dict[str, Fact | Total]:
        """What the rule's aliases stand for."""
        names: dict[str, Fact | Total] = {alias: base.get(kind, id) for alias, kind, id in self.bindings}
        names.update(self.totals)
        return names


@dataclass(frozen=True)
class Inference:
    """All matches of a rulebook over a fact base, in a fixed order, and for each derived fact the matches behind it.

    `parameters_used` are those that active rules name, each with the jurisdiction they name it for.
    """

    as_of: date
    engine: str
    base: FactBase
    matches: tuple[Match, ...]
    derivations: Mapping[tuple[str, str], tuple[Match, ...]]
    parameters_used: frozenset[tuple[str, str | None]] = frozenset()


def conclusion(then: Conclude, names: Mapping[str, Fact | Total], location: Location | None = None) -> Fact:
    """The derived fact that follows from a match. A value that is not known is left out, so it stays unknown.

    Raises EngineError, with the rule's location, where the kind does not allow such a fact, or where the fact would be made of the
    id of a derived one: ids made of ids could go on for ever.
    """
    values: dict[str, object] = {"kind": then.kind}
    for name, source in then.values.items():
        if isinstance(source, Constant):
            values[name] = source.value
        elif isinstance(source, FieldReference):
            named = names[source.alias]
            if source.field == "id" and isinstance(named, Fact) and named.derived:
                raise EngineError(
                    f"the rule concludes a fact from the id of the {named.kind} '{source.alias}', which a rule concludes",
                    hint=f"name a field that tells what the {named.kind} is about",
                    location=location,
                )
            value = getattr(named, source.field)
            if value is not None and value != ():
                values[name] = value
    try:
        return KINDS[then.kind].model_validate(values)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'as a whole'}: {fault['msg']}" for fault in error.errors()
        )
        behind = ", ".join(sorted(fact.id for fact in names.values() if isinstance(fact, Fact)))
        raise EngineError(
            f"what the rule concludes from {behind} is no {then.kind} ({wrong})", location=location,
            hint="let the rule ask that the field is known, and of the right form",
        ) from None  # fmt: skip
