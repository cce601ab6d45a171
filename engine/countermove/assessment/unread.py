"""Absence where nobody looked: which rules hold because a register says nothing (`none`) that is not among the inputs at all.

A register was read where the facts hold one record of it (`facts.registers`). A `none` counts here where every way in which the rule can
hold has it, and where it looks something up: one that asks for the very fact that was matched (`id: $listing.id`) does not. A `none` over
what rules conclude rests on a register where all rules that conclude it need a record from one that was not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from countermove.facts.registers import REGISTERS
from countermove.inference.match import Inference
from countermove.inference.truth import Context, resolve
from countermove.rulebook.clause import Absent, Match, Simple, branches
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.rule import Conclude, Rule
from countermove.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """A register of which no record is among the facts."""

    kind: str
    """The kind of record that a rule looked for."""
    keeper: str
    """Whose register, as the field says it; empty where anybody's would do."""


WasRead = Callable[[str, str], bool]
"""Whether there is a record of a register: of a kind, and of a keeper (empty for any)."""
UnreadByRule = Mapping[str, tuple[Unread, ...]]


def read_in(inference: Inference) -> WasRead:
    """Whether a register is among the facts of a run."""

    @cache
    def was_read(kind: str, keeper: str) -> bool:
        field = REGISTERS[kind].keeper
        facts = (fact for other in same_register(kind) for fact in inference.base.of_kind(other))
        return any(not keeper or field is None or getattr(fact, field) == keeper for fact in facts)

    return was_read


@cache
def same_register(kind: str) -> tuple[str, ...]:
    """The kinds that stand in the same register as a kind."""
    return tuple(other for other, register in REGISTERS.items() if register.name == REGISTERS[kind].name)


def unread_by_rule(rulebook: Rulebook, context: Context, was_read: WasRead) -> UnreadByRule:
    """For each rule in force that looks something up in a register that was not read: these registers."""
    looking = _Looking(rulebook, context, was_read)
    found = {rule.id: tuple(sorted(looking.relied_on(rule))) for rule in rulebook.active(context.as_of)}
    return {rule: unread for rule, unread in found.items() if unread}


class _Looking:
    def __init__(self, rulebook: Rulebook, context: Context, was_read: WasRead) -> None:
        self._context = context
        self._was_read = was_read
        self._concluding: dict[str, list[tuple[Rule, Conclude]]] = {}
        for rule in rulebook.active(context.as_of):
            if isinstance(rule.then, Conclude):
                self._concluding.setdefault(rule.then.kind, []).append((rule, rule.then))

    def relied_on(self, rule: Rule) -> set[Unread]:
        """What the `none`s of a rule rest on, those that every way to hold has."""
        return set.intersection(*(self._of_branch(branch) for branch in branches(rule.when)))

    def _of_branch(self, branch: Iterable[Simple]) -> set[Unread]:
        return {
            unread
            for clause in branch
            if isinstance(clause, Absent) and not _asks_for_itself(clause)
            for unread in self._missing(clause, frozenset())
        }

    def _needed(self, rule: Rule, above: frozenset[str]) -> set[Unread]:
        """The registers not read without which a rule cannot hold."""
        if rule.id in above:
            return set()
        seen = above | {rule.id}
        ways = [
            {unread for clause in branch if isinstance(clause, Match) for unread in self._missing(clause, seen)}
            for branch in branches(rule.when)
        ]
        return set().union(*ways) if all(ways) else set()

    def _missing(self, clause: Match | Absent, above: frozenset[str]) -> set[Unread]:
        """The registers not read in which a clause looks."""
        if clause.kind in REGISTERS:
            return {
                Unread(clause.kind, keeper)
                for keeper in self._keepers(clause)
                if not self._was_read(clause.kind, keeper)
            }
        rules = [rule for rule, then in self._concluding.get(clause.kind, ()) if _fits(then, clause)]
        needed = [self._needed(rule, above) for rule in rules]
        return set().union(*needed) if needed and all(needed) else set()

    def _keepers(self, clause: Match | Absent) -> Iterator[str]:
        """Whose registers a clause asks; the empty text where it asks anybody's."""
        field = REGISTERS[clause.kind].keeper
        for condition in clause.where:
            if condition.field == field and condition.operator in ("eq", "in") and not any(condition.references()):
                value = resolve(condition.operands[0], {}, self._context)
                yield from map(str, value if isinstance(value, tuple) else (value,))
                return
        yield ""


def _asks_for_itself(clause: Absent) -> bool:
    return any(
        c.field == "id"
        and c.operator == "eq"
        and isinstance(c.operands[0], FieldReference)
        and c.operands[0].field == "id"
        for c in clause.where
    )


def _fits(then: Conclude, clause: Match | Absent) -> bool:
    """Whether what a rule concludes can be what a clause asks for, as far as constants tell."""
    for condition in clause.where:
        given = then.values.get(condition.field)
        asked = condition.operands[0]
        if (
            condition.operator == "eq"
            and isinstance(given, Constant)
            and isinstance(asked, Constant)
            and given.value != asked.value
        ):
            return False
    return True
