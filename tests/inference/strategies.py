"""Hypothesis strategies for facts and rulebooks that use the whole of the rule language.

Values come from small pools, so that facts meet; the pools hold what engines trip over. A rule of level n concludes facts named after
its level, matches those of its own level or below, and asks for the absence or number only of those below, so that every rulebook
made here has its strata, cycles of plain matches included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from making import fact, made, parameter

from countermove.facts.fact import Fact, Position
from countermove.facts.registry import FieldType, fields
from countermove.facts.time import PartialDate, to_moment
from countermove.rulebook.clause import Absent, Aggregate, AnyOf, Clause, Match
from countermove.rulebook.condition import (
    AsOf,
    Condition,
    Constant,
    FieldReference,
    Operand,
    ParameterReference,
    Scaled,
)
from countermove.rulebook.parameter import Parameter
from countermove.rulebook.rule import Conclude, Rule, Source
from countermove.rulebook.typing import FAMILY, OPERATORS

Draw = Callable[[st.SearchStrategy[Any]], Any]

ENTITIES = ["ship:a", "ship:b", "imo:9256078", "iso3166:PA", "iso3166:RU"]
COUNTRIES = ["iso3166:PA", "iso3166:RU"]
TEXTS = [
    "a",
    "A",
    "ß",
    "ss",
    "é",
    "e\u0301",
    "\U0001f6a2",
    "1",
    "true",
    "$x",
    "^a$",
    "a\\d",
    '"}',
    "ship:a",
    "x" * 300,
    "id",
]
NUMBERS: list[float] = [0, -0.0, 1, 1.0, 2.5, 24, 1e308, 5e-324, 2**53, 9.223372036854775807e18]
WHOLES = [1, 2, 24, 2**53 + 1, 2**63 - 1]
DAYS = [
    "2024-02-01", "2024-01-31", "2024-01", "2024", "2024-01/2024-10", "2024-02-29", "0001-01-01", "9999-12-31", "2024-06-30",
]  # fmt: skip
TIMES = [
    "2024-02-01T00:00:00Z", "2024-01-31T23:59:59Z", "2024-02-01T02:00:00+03:00", "2024-02-01T00:00:00.000001Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
]  # fmt: skip
PLACES = [Position(0, 180), Position(0, -180), Position(90, 0), Position(59.5, 24.5), Position(59.6, 24.6)]
DAYS_APART: list[float] = [0, 1, 30, 365.5, 1e308]
KILOMETRES: list[float] = [0, 12.5, 20, 1e308]

OBSERVED = ("vessel", "designation", "ais_gap", "exercise", "incident", "ownership", "infrastructure")
DERIVED = ("indicator", "control")
POOLS: Mapping[tuple[str, str], Sequence[Any]] = {
    ("vessel", "type"): ["crude_oil_tanker", "tug"],
    ("vessel", "imo"): ["9256078"],
    ("vessel", "mmsi"): ["273000000"],
    ("vessel", "built"): [1999, 2024],
    ("ownership", "share"): [0, 25, 50, 50.0, 100],
    ("indicator", "value"): [*NUMBERS, -1e308, -2.5],
}
LEVELS = 3


def names_of(level: int) -> list[str]:
    """The names of indicators that rules of a level conclude."""
    return [f"l{level}-a", f"l{level}-b"]


@dataclass(frozen=True)
class World:
    """The few kinds and values that one example is made of: with fewer of them, more facts meet."""

    kinds: Sequence[str]
    values: Mapping[str, Sequence[Any]]

    def pool(self, kind: str, described: FieldType) -> Sequence[Any]:
        """The values that a field of a kind takes, as they are written in facts."""
        if described.choices:
            return described.choices[:2]
        if (kind, described.name) in POOLS:
            return POOLS[kind, described.name]
        if described.type == "entity" and described.name in ("country", "flag"):
            return COUNTRIES
        return self.values["whole" if described.whole else described.type]


@st.composite
def worlds(draw: Draw) -> World:
    """A few kinds and values."""

    def some(values: Sequence[Any], most: int) -> list[Any]:
        return [values[i] for i in sorted(draw(st.sets(st.integers(0, len(values) - 1), min_size=2, max_size=most)))]

    kinds = [*some(OBSERVED, 3), *DERIVED]
    values = {
        "entity": some(ENTITIES, 3), "text": some([*ENTITIES[:2], *TEXTS], 4), "number": some(NUMBERS, 3), "whole": some(WHOLES, 3),
        "flag": [True, False], "day": some(DAYS, 3), "time": some(TIMES, 3), "position": some(PLACES, 3),
    }  # fmt: skip
    return World(kinds, values)


@st.composite
def facts(draw: Draw, world: World, kind: str) -> Fact:
    """A fact of a kind; any field that may be unknown sometimes is."""
    values: dict[str, Any] = {}
    for name, described in fields(kind).items():
        own = described.required and (name != "id" or described.type == "entity")
        if not own and (name == "id" or draw(st.integers(0, 6)) == (6 if name != "reported" else 0)):
            continue
        if described.item:
            values[name] = draw(st.lists(st.sampled_from(world.pool(kind, described.item)), max_size=2))
        else:
            values[name] = draw(st.sampled_from(world.pool(kind, described)))
    if kind == "indicator":
        values["name"] = draw(st.sampled_from(names_of(draw(st.integers(0, LEVELS - 1)))))
    return fact(kind, **values)


@st.composite
def fact_bases(draw: Draw, world: World) -> list[Fact]:
    """Facts of a world's kinds, no two of one kind with the same id."""
    kinds = [kind for kind in world.kinds for _ in range(draw(st.integers(2, 5)))]
    found = [draw(facts(world, kind)) for kind in kinds]
    return list({(f.kind, f.id): f for f in found}.values())


PARAMETERS: tuple[Parameter, ...] = (
    parameter("limit", {"value": 1, "until": "2024-01-31"}, {"value": 24, "from": "2024-02-01"}),
    parameter(
        "local_limit", {"value": 2.5, "jurisdiction": "eu"}, {"value": 24, "jurisdiction": "us", "until": "2024-02-10"}
    ),
    parameter("word", {"value": "a"}),
    parameter("words", {"value": ["a", "ship:a", "iso3166:RU", "crude_oil_tanker"]}),
    parameter("deadline", {"value": "2024-02-01"}, unit="date"),
    parameter("lapsed", {"value": 1, "until": "2001-01-01"}),
)
_PARAMETERS_FOR: Mapping[str, Sequence[tuple[str, str | None]]] = {
    "number": [("limit", None), ("local_limit", "eu"), ("local_limit", "us"), ("lapsed", None)],
    "text": [("word", None)],
    "texts": [("words", None)],
    "time": [("deadline", None)],
}


@dataclass
class Scope:
    """The names that a rule's clauses have given so far: kinds of facts, and functions of totals."""

    world: World
    level: int
    kinds: dict[str, str] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)

    def references(self, family: str, item: str | None = None) -> list[FieldReference]:
        """All fields of that family of earlier facts (lists: of such items), and totals."""
        found = [
            FieldReference(alias, name)
            for alias, kind in self.kinds.items()
            for name, described in fields(kind).items()
            if FAMILY[described.type] == family
            and (item is None or (described.item is not None and FAMILY[described.item.type] == item))
        ]
        if family == "number":
            found += [FieldReference(alias, function) for alias, function in self.totals.items()]
        return found

    def copy(self) -> Scope:
        return Scope(self.world, self.level, dict(self.kinds), dict(self.totals))


def _constant(described: FieldType, value: Any) -> Any:
    """A pool's value as a condition holds it."""
    if isinstance(value, str) and described.type == "day":
        return PartialDate.parse(value)
    return to_moment(value) if isinstance(value, str) and described.type == "time" else value


@st.composite
def operands(draw: Draw, scope: Scope, family: str, values: Sequence[Any]) -> Operand:
    """Something to compare with a value of a family: mostly a field of another fact, else one of the values or a parameter."""
    references = scope.references(family)
    choices: list[str] = ["constant"]
    if references:
        choices += ["reference", "reference", "reference"]
    if family in _PARAMETERS_FOR:
        choices.append("parameter")
    if family == "time":
        choices.append("as of")
    if family in ("number", "time"):
        choices.append("scaled")
    chosen = draw(st.sampled_from(choices))
    if chosen == "scaled":
        base = draw(operands(scope, family, values))
        if isinstance(base, Constant | Scaled):
            return base
        times = draw(st.sampled_from([1, 2, 0, -1.5])) if family == "number" else 1
        return Scaled(base, times, draw(st.sampled_from([0, 1, -30, 0.5])))
    if chosen == "reference":
        return draw(st.sampled_from(references))
    if chosen == "as of":
        return AsOf()
    if chosen == "parameter":
        name, jurisdiction = draw(st.sampled_from(_PARAMETERS_FOR[family]))
        return ParameterReference(name, jurisdiction, draw(st.sampled_from([None, *scope.references("time")])))
    return Constant(draw(st.sampled_from(values)))


@st.composite
def list_operands(draw: Draw, scope: Scope, family: str, values: Sequence[Any]) -> Operand:
    """A list to compare with."""
    references: list[Operand] = [*scope.references("list", family)]
    if family == "text":
        references.append(ParameterReference("words"))
    if references and draw(st.booleans()):
        return draw(st.sampled_from(references))
    return Constant(tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=3))))


@st.composite
def conditions(draw: Draw, scope: Scope, kind: str) -> Condition:
    """A condition that the types allow, on some field of a kind."""
    known = fields(kind)
    joinable = [name for name, described in known.items() if described.type in ("entity", "text", "number")]
    joinable += 3 * [name for name, described in known.items() if described.type == "entity"]
    if scope.kinds and joinable and draw(st.booleans()):
        name = draw(st.sampled_from(joinable))
        references = scope.references(FAMILY[known[name].type])
        if known[name].type == "entity":
            references = [
                r
                for r in references
                if r.alias in scope.kinds and fields(scope.kinds[r.alias])[r.field].type == "entity"
            ]
        if references:
            return Condition(name, "eq", (draw(st.sampled_from(references)),))
    operator = draw(
        st.sampled_from([op for op, types in OPERATORS.items() if any(d.type in types for d in known.values())])
    )
    name = draw(st.sampled_from([name for name, described in known.items() if described.type in OPERATORS[operator]]))
    described = known[name]
    family = FAMILY[(described.item or described).type]
    if described.type == "position":
        values: list[Any] = list(scope.world.values["position"])
    else:
        values = [_constant(described, value) for value in scope.world.pool(kind, described.item or described)]
    if operator == "known":
        return Condition(name, operator, (Constant(draw(st.booleans())),))
    if operator == "within":
        side = draw(st.sampled_from(("before", "after", "around")))
        return Condition(
            name, operator, (draw(operands(scope, "number", DAYS_APART)), draw(operands(scope, "time", values))), side
        )
    if operator == "near":
        point = draw(st.sampled_from([*scope.references("position"), Constant(draw(st.sampled_from(PLACES)))]))
        return Condition(name, operator, (point, draw(operands(scope, "number", KILOMETRES))))
    if operator == "between":
        return Condition(name, operator, (draw(operands(scope, family, values)), draw(operands(scope, family, values))))
    if operator in ("in", "not_in", "contains_any", "contains_all"):
        return Condition(name, operator, (draw(list_operands(scope, family, values)),))
    return Condition(name, operator, (draw(operands(scope, family, values)),))


@st.composite
def wheres(
    draw: Draw, scope: Scope, kind: str, below: int, often: Sequence[int] = (0, 1, 1, 2)
) -> tuple[Condition, ...]:
    """Conditions on a kind, as many as one of the numbers; an indicator is asked for by the names of levels below the one given."""
    found = [draw(conditions(scope, kind)) for _ in range(draw(st.sampled_from(often)))]
    if kind == "indicator":
        names = [name for level in range(below) for name in names_of(level)]
        if draw(st.booleans()):
            found.insert(0, Condition("name", "eq", (Constant(draw(st.sampled_from(names))),)))
        else:
            wanted = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
            found.insert(0, Condition("name", "in", (Constant(tuple(wanted)),)))
    return tuple(found)


def _kinds(scope: Scope, *, complete: bool) -> list[str]:
    """The kinds that a clause may look at; those that are complete by then, if it asks how many there are or whether any."""
    return list(scope.world.kinds if scope.level or not complete else scope.world.kinds[: -len(DERIVED)])


@st.composite
def matches(draw: Draw, scope: Scope, alias: str) -> Match:
    """A `match`; its alias is added to the scope."""
    kind = draw(st.sampled_from(_kinds(scope, complete=False)))
    where = draw(wheres(scope, kind, scope.level + 1, (0, 1, 1, 2) if scope.kinds else (0, 0, 1)))
    scope.kinds[alias] = kind
    return Match(kind, alias, where)


@st.composite
def beside_matches(draw: Draw, scope: Scope, alias: str) -> Clause:
    """A `none`, `count` or `sum`."""
    kind = draw(st.sampled_from(_kinds(scope, complete=True)))
    what = draw(st.sampled_from(["none", "none", "count", "distinct", "sum"]))
    where = draw(wheres(scope, kind, scope.level, (1, 2, 2) if what == "none" else (0, 1, 1, 2)))
    if what == "none":
        return Absent(kind, where)
    numbers = [name for name, described in fields(kind).items() if described.type == "number"]
    if what == "sum" and not numbers:
        what = "count"
    plain = [name for name, described in fields(kind).items() if described.type not in ("list", "position")]
    field_ = draw(st.sampled_from({"count": [None], "distinct": plain, "sum": numbers}[what]))
    limits: Mapping[str, Sequence[Any]] = {
        "at_least": [0, 0, 1, 1, 2, 2.5, 2**63 - 1],
        "at_most": [0, 1, 2, 2**53, 2**63, ParameterReference("limit"), ParameterReference("local_limit", "us")],
    }
    bounds = draw(st.sampled_from([("at_least",), ("at_least",), ("at_most",), ("at_least", "at_most")]))
    named = draw(st.booleans())
    function = "sum" if what == "sum" else "count"
    if named:
        scope.totals[alias] = draw(st.sampled_from(["sum", "count"] if what == "sum" else ["count"]))
    return Aggregate(
        kind,
        function,
        alias if named else None,
        where,
        field_,
        **{bound: draw(st.sampled_from(limits[bound])) for bound in bounds},
    )


@st.composite
def clause_lists(draw: Draw, scope: Scope, prefix: str, depth: int, *, first: bool) -> list[Clause]:
    """Clauses that follow those that made the scope; the first list of a rule begins with a match."""
    found: list[Clause] = [draw(matches(scope, f"{prefix}0"))] if first else []
    for i in range(1, draw(st.sampled_from([1, 1, 2, 3] if first else [1, 1, 2])) + 1):
        what = draw(st.sampled_from(["match", "match", "beside", "beside", "any"] if depth else ["match", "beside"]))
        alias = f"{prefix}{i}"
        if what == "match":
            found.append(draw(matches(scope, alias)))
        elif what == "beside":
            found.append(draw(beside_matches(scope, alias)))
        else:
            found.append(draw(any_of(scope, alias, depth - 1)))
    return found


@st.composite
def any_of(draw: Draw, scope: Scope, prefix: str, depth: int) -> AnyOf:
    """An `any`. Branches that call their aliases the same can give the same tuple; those that all have are known afterwards."""
    same = draw(st.booleans())
    branches, scopes = [], []
    for i in range(draw(st.integers(2, 3))):
        inner = scope.copy()
        branches.append(
            tuple(draw(clause_lists(inner, f"{prefix}_" if same else f"{prefix}{'xyz'[i]}", depth, first=False)))
        )
        scopes.append(inner)
    shared = set.intersection(*(set(inner.kinds.items()) for inner in scopes))
    scope.kinds.update(item for item in scopes[0].kinds.items() if item in shared)
    return AnyOf(tuple(branches))


@st.composite
def conclusions(draw: Draw, scope: Scope) -> Conclude:
    """A derived fact that the matched facts allow."""
    always = [
        FieldReference(alias, name)
        for alias, kind in scope.kinds.items()
        for name, described in fields(kind).items()
        if described.type == "entity" and described.required
    ]
    if scope.level == 0 and always and draw(st.booleans()):
        holder, asset = draw(st.sampled_from(always)), draw(st.sampled_from(always))
        return Conclude("control", {"holder": holder, "asset": asset, "definition": Constant("test")})
    values: dict[str, Source] = {"name": Constant(draw(st.sampled_from(names_of(scope.level))))}
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
        if sources and draw(st.booleans()):
            values[name] = draw(st.sampled_from(sources))
    return Conclude("indicator", values)


@st.composite
def rules(draw: Draw, world: World, number: int) -> Rule:
    """A rule over all clauses and operators."""
    scope = Scope(world, draw(st.integers(0, LEVELS - 1)))
    when = draw(clause_lists(scope, "m", 2, first=True))
    return made(f"rule-{number}", when, draw(conclusions(scope)), distinct=draw(st.booleans()))


@st.composite
def cases(draw: Draw) -> tuple[list[Rule], list[Fact]]:
    """Rules that together have strata, and facts."""
    world = draw(worlds())
    made_rules = [draw(rules(world, number)) for number in range(draw(st.integers(1, 6)))]
    return made_rules, draw(fact_bases(world))
