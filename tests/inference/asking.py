"""Conditions at random: every operator on every type it fits, against every sort of operand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from given_facts import names_of
from pools import DAYS_APART, KILOMETRES, LISTS_FOR, PARAMETERS_FOR, PLACES, as_asked, asked_beside
from scope import Scope

from countermove.facts.fact import Fact
from countermove.facts.registry import FieldType, fields
from countermove.inference.truth import value_of
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    ParameterReference,
    Scaled,
)
from countermove.rulebook.typing import FAMILY, OPERATORS

Fits = Callable[[Operand], bool]

TIMES = (1, 2, 0, -1.5, 0.1, 1e308)
MOVED_NUMBERS = (0, 1, -30, 0.5, 0.2, 1e16, -(2**63))
MOVED_DAYS = (0, 1, -1, -30, 0.5, -1.5, 200, 1e9, -1e9)
SELDOM = 12
"""One choice in so many falls on what need not be true of the witnesses."""


def _preferred(by: Random, options: Sequence[Any], fits: Callable[[Any], bool]) -> Any:
    """One of the options, mostly one that fits."""
    if by.randrange(SELDOM):
        options = [option for option in options if fits(option)] or options
    return by.choice(options)


def _parameters(scope: Scope, family: str) -> list[Operand]:
    """The parameters of a family, as of the day and as of the dates of earlier facts."""
    dates = [None, *scope.references("time")]
    return [ParameterReference(name, place, at) for name, place in PARAMETERS_FOR.get(family, ()) for at in dates]


def operands(by: Random, scope: Scope, family: str, values: Sequence[Any], fits: Fits) -> Operand:
    """Something to compare with a value of a family, of each sort about as often."""
    sorts: dict[str, list[Operand]] = {
        "constant": [Constant(value) for value in values],
        "reference": [*scope.references(family)],
        "total": [r for r in scope.references(family) if r.alias in scope.totals],
        "parameter": _parameters(scope, family),
        "as of": [AsOf()] if family == "time" else [],
    }
    if family in ("number", "time"):
        bases: list[Any] = [*sorts["reference"], *3 * sorts["total"], *sorts["parameter"][:8], *sorts["as of"]]
        times, plus = (TIMES, MOVED_NUMBERS) if family == "number" else ((1,), MOVED_DAYS)
        some = by.choice(bases) if bases else None
        sorts["scaled"] = [Scaled(some, t, p) for t in times for p in plus] if some else []
    sort = by.choice([name for name, options in sorts.items() if options])
    found: Operand = _preferred(by, sorts[sort], fits)
    return found


def _lists(by: Random, scope: Scope, family: str, values: Sequence[Any], fits: Fits) -> Operand:
    """A list to compare with."""
    others: list[Operand] = [*scope.references("list", family)]
    if family in LISTS_FOR:
        dates = [None, *scope.references("time")]
        others += [ParameterReference(LISTS_FOR[family], None, at) for at in dates]
    if others and by.randint(0, 2) == 0:
        found: Operand = _preferred(by, others, fits)
        return found
    one = _preferred(by, [Constant((value,)) for value in values], fits)
    return Constant((*one.value, *by.choices(values, k=by.randint(0, 2))))


def _equalities(by: Random, scope: Scope, kind: str, witness: Fact | None) -> Condition | None:
    """A field that equals one of an earlier fact: what engines join by. None where nothing fits."""
    known = [d for d in fields(kind).values() if d.type in ("entity", "text", "number", "flag", "choice")]
    options = [
        Condition(described.name, "eq", (reference,))
        for described in known
        for reference in scope.references(FAMILY[described.type])
        if described.type != "entity" or _is_entity(scope, reference)
    ]
    return _preferred(by, options, lambda option: scope.true_of(witness, option)) if options else None


def _is_entity(scope: Scope, reference: FieldReference) -> bool:
    return reference.alias in scope.kinds and fields(scope.kinds[reference.alias])[reference.field].type == "entity"


def _sort(described: FieldType) -> str:
    """The type of a field; of lists, that of what is in them."""
    return described.type + (described.item.type if described.item else "")


def _asked(by: Random, scope: Scope, kind: str, item: FieldType, operator: str) -> list[Any]:
    """The constants that a field may be compared with."""
    values = [as_asked(item, value) for value in scope.world.pool(kind, item)]
    if by.randint(0, 2) == 0:
        values += asked_beside(item)
    if operator in ("starts_with", "ends_with", "contains_text"):
        values += [part for value in values for part in (value[:1], value[-1:], value.upper(), value.lower())]
    return values


def conditions(by: Random, scope: Scope, kind: str, witness: Fact | None) -> Condition:
    """A condition that the types allow, on some field of a kind."""
    if scope.kinds and by.randint(0, 2) == 0:
        joined: Condition | None = _equalities(by, scope, kind, witness)
        if joined:
            return joined
    known = [d for d in fields(kind).values() if d.name != "reported" or by.randint(0, 5) == 0]
    if witness is not None and by.randrange(SELDOM):
        known = [d for d in known if value_of(witness, d.name) is not None]
    operator = by.choice([op for op, types in OPERATORS.items() if any(d.type in types for d in known)])
    sort = by.choice(sorted({_sort(d) for d in known if d.type in OPERATORS[operator]}))
    described = by.choice([d for d in known if d.type in OPERATORS[operator] and _sort(d) == sort])
    name, item = described.name, described.item or described
    family = FAMILY[item.type]

    def asks(*found: Operand, operator: Any = operator, side: Any = "") -> Condition:
        return Condition(name, operator, found, side)

    def fits(*before: Operand, **how: Any) -> Fits:
        return lambda operand: scope.true_of(witness, asks(*before, operand, **how))

    if operator == "known":
        return asks(_preferred(by, [Constant(True), Constant(False)], fits()))
    if operator == "near":
        points = [*scope.references("position"), *map(Constant, PLACES)]
        point = _preferred(by, points, lambda point: scope.true_of(witness, asks(point, Constant(20))))
        return asks(point, operands(by, scope, "number", KILOMETRES, fits(point)))
    values = _asked(by, scope, kind, item, operator)
    if operator == "within":
        side = by.choice(("before", "after", "around"))
        anchor = operands(
            by, scope, "time", values, lambda at: scope.true_of(witness, asks(Constant(200), at, side=side))
        )
        days = operands(
            by, scope, "number", DAYS_APART, lambda days: scope.true_of(witness, asks(days, anchor, side=side))
        )
        return asks(days, anchor, side=side)
    if operator == "between":
        low = operands(by, scope, family, values, fits(operator="gte"))
        return asks(low, operands(by, scope, family, values, fits(operator="lte")))
    if operator in ("in", "not_in", "contains_any", "contains_all"):
        return asks(_lists(by, scope, family, values, fits()))
    return asks(operands(by, scope, family, values, fits()))


def wheres(
    by: Random, scope: Scope, kind: str, witness: Fact | None, below: int, often: Sequence[int] = (0, 1, 1, 2)
) -> tuple[Condition, ...]:
    """Conditions on a kind, as many as one of the numbers; an indicator is asked for by the names of levels below the one given.

    A rule file can put an operator to a field once only.
    """
    several = [conditions(by, scope, kind, witness) for _ in range(by.choice(often))]
    found = list({(condition.field, condition.operator): condition for condition in several}.values())
    if kind == "indicator":
        found = [condition for condition in found if condition.field != "name"]
        names = [name for level in range(below) for name in names_of(level)]
        if by.random() < 0.5:
            options = [Condition("name", "eq", (Constant(name),)) for name in names]
            found.insert(0, _preferred(by, options, lambda option: scope.true_of(witness, option)))
        else:
            wanted = by.choices(names, k=by.randint(1, 2))
            found.insert(0, Condition("name", "in", (Constant(tuple(wanted)),)))
    return tuple(found)
