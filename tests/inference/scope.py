"""What a generated rule has named so far, and the facts for which it is being written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from making import DAY
from pools import World
from recommending_tables import book

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.registry import FieldType, fields
from countermove.inference.fact_base import FactBase
from countermove.inference.match import Total
from countermove.inference.truth import Context, holds
from countermove.rulebook.condition import Condition, FieldReference
from countermove.rulebook.typing import FAMILY

CONTEXT = Context(book([]), DAY)


@dataclass
class Scope:
    """Names of facts and totals, and a witness for each: facts at random would seldom meet what a rule asks at random, so most of
    what it asks is chosen to be true of its witnesses. A kind of which nothing is known has none."""

    world: World
    base: FactBase
    level: int
    kinds: dict[str, str] = field(default_factory=dict)
    totals: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Alias → the function of the clause, and its kind."""
    witnesses: dict[str, Fact | Total] = field(default_factory=dict)

    @classmethod
    def of(cls, world: World, facts: list[Fact], level: int) -> Scope:
        """Nothing named yet, in a world with these facts."""
        return cls(world, FactBase(as_known(facts, DAY)), level)

    def fields(self, wanted: Callable[[FieldType], bool]) -> list[FieldReference]:
        """Those fields of earlier facts that are wanted."""
        return [
            FieldReference(alias, name)
            for alias, kind in self.kinds.items()
            for name, described in fields(kind).items()
            if wanted(described)
        ]

    def references(self, family: str, item: str | None = None) -> list[FieldReference]:
        """All fields of that family of earlier facts (lists: of such items), and totals."""
        found = self.fields(
            lambda d: (
                FAMILY[d.type] == family and (item is None or (d.item is not None and FAMILY[d.item.type] == item))
            )
        )
        if family == "number":
            for alias, (function, _) in self.totals.items():
                found += [FieldReference(alias, name) for name in ("count", "sum") if name in (function, "count")]
        return found

    def true_of(self, witness: Fact | None, condition: Condition) -> bool:
        """Whether a condition holds for a fact and the witnesses so far."""
        if witness is None or any(reference.alias not in self.witnesses for reference in condition.references()):
            return False
        return holds(condition, witness, self.witnesses, CONTEXT) is True

    def copy(self) -> Scope:
        """For one branch of an `any`."""
        return Scope(self.world, self.base, self.level, dict(self.kinds), dict(self.totals), dict(self.witnesses))
