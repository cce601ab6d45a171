"""Facts and rulebooks at random that use the whole of the rule language.

Hypothesis gives each example a number of its own, and all else follows from that: drawn from it choice by choice, examples are too
much alike. What a failing example is cut down to is left to `shrinking`.

A rule of level n concludes facts named after its level, matches those of its own level or below, and asks for the absence or number
only of those below, so that every rulebook made here has its strata, cycles of plain matches included. Other rules recommend or warn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from asking import wheres
from given_facts import LEVELS, fact_bases, facts, names_of
from hypothesis import strategies as st
from making import made
from pools import DERIVED, PARAMETERS, World, worlds
from recommending import caveats, recommendations
from scope import CONTEXT, Scope

from countermove.facts.fact import Fact
from countermove.facts.registry import fields
from countermove.inference.reference import aggregate, in_bounds
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match
from countermove.rulebook.condition import Constant, FieldReference, ParameterReference
from countermove.rulebook.rule import Conclude, Rule, Source
from countermove.rulebook.told import AUDIENCES

__all__ = ["PARAMETERS", "Case", "case", "cases", "fact_bases", "facts", "numbered", "randoms", "rules", "worlds"]

Case = tuple[list[Rule], list[Fact]]


def _kinds(scope: Scope, *, complete: bool) -> list[str]:
    """The kinds that a clause may look at; those that are complete by then, if it asks how many there are or whether any."""
    return list(scope.world.kinds if scope.level or not complete else scope.world.kinds[: -len(DERIVED)])


def matches(by: Random, scope: Scope, alias: str) -> Match:
    """A `match`; its alias is added to the scope."""
    kind = by.choice(_kinds(scope, complete=False))
    witness = _witness(by, scope, kind)
    where = wheres(by, scope, kind, witness, scope.level + 1, (0, 1, 1, 2) if scope.kinds else (0, 0, 1))
    scope.kinds[alias] = kind
    if witness is not None:
        scope.witnesses[alias] = witness
    return Match(kind, alias, where)


def _witness(by: Random, scope: Scope, kind: str) -> Fact | None:
    """A fact for which a clause is written."""
    known = scope.base.of_kind(kind)
    others = [fact for fact in known if not any(fact is other for other in scope.witnesses.values())]
    return by.choice(others or known) if known else None


def beside_matches(by: Random, scope: Scope, alias: str) -> Clause:
    """A `none`, `count` or `sum`."""
    kind = by.choice(_kinds(scope, complete=True))
    what = by.choice(["none", "none", "count", "distinct", "sum"])
    numbers = [name for name, described in fields(kind).items() if described.type == "number"]
    if what == "sum" and not numbers:
        what = "count"
    witness = _witness(by, scope, kind) if what != "none" or (by.random() < 0.5) else None
    where = wheres(by, scope, kind, witness, scope.level, (1, 2, 2) if what == "none" else (0, 1, 1, 2))
    if what == "none":
        return Absent(kind, where)
    plain = [name for name, described in fields(kind).items() if described.type not in ("list", "position")]
    field = by.choice({"count": [None], "distinct": plain, "sum": numbers}[what])
    function = "sum" if what == "sum" else "count"
    limits: Mapping[str, Sequence[Any]] = {
        "at_least": [0, 0, 1, 1, 2, 2.5, 2**63 - 1, -1e308, ParameterReference("lapsed"), ParameterReference("both_limit")],
        "at_most": [
            0, 1, 2, 2**53, 2**63, 10**30, ParameterReference("limit"), ParameterReference("local_limit", "us"),
            ParameterReference("both_limit", "eu"),
        ],
    }  # fmt: skip
    bounds = by.choice([("at_least",), ("at_least",), ("at_most",), ("at_least", "at_most")])
    named = by.random() < 0.5
    unbounded = Aggregate(kind, function, alias if named else None, where, field)
    total = aggregate(unbounded, [f for f in scope.base.of_kind(kind) if all(scope.true_of(f, c) for c in where)])
    chosen = {}
    for bound in bounds:
        within = [
            limit for limit in limits[bound] if in_bounds(replace(unbounded, **{bound: limit}), total.value, CONTEXT)
        ]
        chosen[bound] = by.choice(within if within and by.randint(0, 3) else limits[bound])
    if named:
        scope.totals[alias] = (function, kind)
        scope.witnesses[alias] = total
    return replace(unbounded, **chosen)


def clause_lists(by: Random, scope: Scope, prefix: str, depth: int, *, first: bool) -> list[Clause]:
    """Clauses that follow those that made the scope; the first list of a rule begins with a match."""
    found: list[Clause] = [matches(by, scope, f"{prefix}0")] if first else []
    for i in range(1, by.choice([1, 1, 2, 3] if first else [1, 1, 2]) + 1):
        what = by.choice(["match", "match", "beside", "beside", "any"] if depth else ["match", "beside"])
        alias = f"{prefix}{i}"
        if what == "match":
            found.append(matches(by, scope, alias))
        elif what == "beside":
            found.append(beside_matches(by, scope, alias))
        else:
            found.append(any_of(by, scope, alias, depth - 1))
    return found


def any_of(by: Random, scope: Scope, prefix: str, depth: int) -> AnyOf:
    """An `any`. Branches that call their aliases the same can give the same tuple; those that all have are known afterwards."""
    same = by.random() < 0.5
    branches, scopes = [], []
    for i in range(by.randint(2, 3)):
        inner = scope.copy()
        branches.append(
            tuple(clause_lists(by, inner, f"{prefix}_" if same else f"{prefix}{'xyz'[i]}", depth, first=False))
        )
        scopes.append(inner)
    shared = set.intersection(*(set(inner.kinds.items()) for inner in scopes))
    scope.kinds.update(item for item in scopes[0].kinds.items() if item in shared)
    totals = set.intersection(*(set(inner.totals.items()) for inner in scopes))
    scope.totals.update(item for item in scopes[0].totals.items() if item in totals)
    scope.witnesses = {
        alias: witness
        for alias, witness in scopes[0].witnesses.items()
        if alias in scope.kinds or alias in scope.totals
    }
    return AnyOf(tuple(branches))


def conclusions(by: Random, scope: Scope) -> Conclude:
    """A derived fact that the matched facts allow."""
    always = scope.fields(lambda described: described.type == "entity" and described.required)
    if scope.level == 0 and always and (by.random() < 0.5):
        holder, asset = by.choice(always), by.choice(always)
        return Conclude("control", {"holder": holder, "asset": asset, "definition": Constant("test")})
    values: dict[str, Source] = {"name": Constant(by.choice(names_of(scope.level)))}
    texts, numbers = scope.references("text"), scope.references("number")
    texts = [
        r for r in texts if r.field != "id" or scope.kinds[r.alias] not in DERIVED
    ]  # an id made of an id would never end
    countries = [
        FieldReference(alias, name)
        for alias, kind in scope.kinds.items()
        for name in ("flag", "country")
        if name in fields(kind)
    ]
    for name, sources in (("about", texts), ("subject", texts), ("value", numbers), ("country", countries)):
        if sources and (by.random() < 0.5):
            values[name] = by.choice(sources)
    return Conclude("indicator", values)


HEADS: Sequence[Mapping[str, Any]] = [
    *[{}] * 8,
    {"strength": {"value": 0.5, "reason": "It may be so."}},
    {"status": "draft"},
    {"effective": {"from": "2000-01-01", "until": "2024-06-29"}},
    {"effective": {"from": "2024-02", "until": "2024-06"}},
]


def rules(by: Random, world: World, known: list[Fact], number: int) -> Rule:
    """A rule over all clauses and operators, for a world with these facts."""
    scope = Scope.of(world, known, by.randint(0, LEVELS - 1))
    when = clause_lists(by, scope, "m", 2, first=True)
    follows = by.choice([conclusions, conclusions, recommendations, caveats])
    then = follows(by, scope)
    some = not isinstance(then, Conclude) and by.random() < 0.2
    to = {"audiences": by.sample(AUDIENCES, by.randint(1, 3))} if some else {}
    return made(f"rule-{number}", when, then, distinct=(by.random() < 0.5), **by.choice(HEADS), **to)


def case(by: Random) -> Case:
    """Rules that together have strata, and facts."""
    world = worlds(by)
    known = fact_bases(by, world)
    return [rules(by, world, known, number) for number in range(by.randint(1, 5))], known


def cases() -> st.SearchStrategy[Case]:
    """Rules that together have strata, and facts."""
    return randoms().map(case)


def randoms() -> st.SearchStrategy[Random]:
    """Sources of choices, each with a number of its own."""
    return st.integers(0, 2**63 - 1).map(Random)


def numbered(number: int) -> Random:
    """The source of choices of this number: for trials that go through numbers one by one."""
    return Random(number)  # noqa: S311 - examples, not secrets
