"""What is left to ask of a rule's facts once they are joined, branch by branch."""

from __future__ import annotations

from collections.abc import Callable

from countermove.inference.joining import Bound, Branch, Lookup, Plan
from countermove.inference.live_equalities import OWN, seen_to, variables, variables_of
from countermove.inference.live_values import Numbers, numbers_of
from countermove.inference.reference import in_bounds
from countermove.inference.truth import Context, resolve
from countermove.rulebook.clause import Absent, Aggregate
from countermove.rulebook.condition import Condition
from countermove.rulebook.rule import Conclude, Rule


class Check:
    """Conditions on a fact beside others of a branch; what the join has seen to already is left out."""

    __slots__ = ("alias", "place", "where")

    def __init__(self, alias: str, place: int, where: tuple[Condition, ...]) -> None:
        self.alias = alias
        self.place = place
        self.where = where


class Asked:
    """A `none`, `count` or `sum` of a branch: the pattern of its facts, and the places and fields of the matched facts that tell
    which of them stand beside. `label` is the name that its total goes by.
    """

    __slots__ = ("check", "clause", "key", "label", "pattern", "simple", "within")

    def __init__(
        self, step: Lookup, label: str, check: tuple[Condition, ...], plan: Plan, context: Context, values: Numbers
    ) -> None:
        *beside, own = plan.networks[step.network]
        self.clause: Absent | Aggregate = step.clause
        self.pattern = own.pattern
        self.check = check
        self.label = label
        self.simple = (
            not check
            and isinstance(step.clause, Aggregate)
            and step.clause.function == "count"
            and not step.clause.field
        )
        """Whether all facts beside are counted, each once."""
        self.within: Callable[[float], bool] = lambda value: True
        """Whether a value lies within the bounds of a count or sum."""
        if isinstance(step.clause, Aggregate):
            self.within = _bounds(step.clause, context)
        at = {
            variable: (place, field, numbers_of(values, plan.patterns[part.pattern].kind, field))
            for place, part in zip(step.key, beside, strict=True)
            for field, variable in zip(plan.patterns[part.pattern].joined, part.variables, strict=True)
        }
        self.key = [at[variable] for variable in own.variables]


class LiveBranch:
    """One way for a rule to hold.

    `first` are checks on matched facts alone, which never change for a tuple; `later` are the lookups, and the checks that look at
    their totals, in the order of the file.
    """

    __slots__ = (
        "aliases",
        "alike",
        "bindings",
        "concludes",
        "first",
        "id",
        "later",
        "layer",
        "lone",
        "named",
        "networks",
        "number",
        "plain",
        "rank",
        "rule",
        "sole",
    )  # fmt: skip

    def __init__(
        self,
        rule: Rule,
        number: int,
        sole: bool,
        rank: int,
        layer: int,
        branch: Branch,
        plan: Plan,
        context: Context,
        values: Numbers,
    ) -> None:
        self.rule, self.id, self.number, self.sole, self.rank, self.layer = rule, rule.id, number, sole, rank, layer
        self.networks = branch.networks
        self.concludes = isinstance(rule.then, Conclude)
        bound = {step.clause.alias: step for step in branch.steps if isinstance(step, Bound)}
        self.aliases = [(alias, step.place) for alias, step in bound.items()]
        self.bindings: list[tuple[str, str, int]] = sorted(
            (a, step.clause.kind, step.place) for a, step in bound.items()
        )
        """(alias, kind, place), as a match has them."""
        self.alike: list[tuple[int, int]] = []
        """Places in which one fact cannot stand both."""
        if rule.header.distinct:
            steps = sorted(bound.values(), key=lambda step: step.place)
            self.alike = [
                (one.place, two.place)
                for i, one in enumerate(steps) for two in steps[i + 1 :] if one.clause.kind == two.clause.kind
            ]  # fmt: skip
        self.first: list[Check] = []
        self.later: list[Check | Asked] = []
        joined = variables_of(branch, plan)
        names: list[str] = []
        totals: set[str] = set()
        for step in branch.steps:
            if isinstance(step, Bound):
                alias = step.clause.alias
                left = tuple(c for c in step.check if not seen_to(c, alias, joined))
                asked = tuple(c for c in left if any(r.alias in totals for r in c.references()))
                plain = tuple(c for c in left if c not in asked)
                if plain:
                    self.first.append(Check(alias, step.place, plain))
                if asked:
                    self.later.append(Check(alias, step.place, asked))
                names.append(alias)
                continue
            beside = [next(alias for alias, place in self.aliases if place == at) for at in step.key]
            within = variables(plan, step.network, [*beside, OWN])
            left = tuple(c for c in step.check if not seen_to(c, OWN, within))
            label = "" if isinstance(step.clause, Absent) else step.clause.alias or f"#{len(names)}"
            self.later.append(Asked(step, label, left, plan, context, values))
            if label:
                names.append(label)
                totals.add(label)
        only = self.later[0] if len(self.later) == 1 else None
        self.lone = only if isinstance(only, Asked) and not only.check and (only.simple or not only.label) else None
        """The one `none` or plain `count` of the branch, if it has nothing else to look at."""
        self.plain = sole and not self.concludes and not self.later
        """Whether it holds for a tuple, once joined and checked, until one of its facts goes, and no fact follows from it."""
        self.named = bool(self.first) or any(_looks_elsewhere(step) for step in self.later)
        """Whether aliases have to be looked up by name."""


def _bounds(clause: Aggregate, context: Context) -> Callable[[float], bool]:
    """`in_bounds` of a clause, with the bounds looked up."""
    limits = [
        (sign, limit if isinstance(limit, int | float) else resolve(limit, {}, context))
        for limit, sign in ((clause.at_least, 1), (clause.at_most, -1))
        if limit is not None
    ]
    if len(limits) == 1 and limits[0][0] == 1 and limits[0][1] is not None:
        least = limits[0][1]
        return lambda value: bool(value >= least)
    return lambda value: in_bounds(clause, value, context)


def _looks_elsewhere(step: Check | Asked) -> bool:
    return bool(step.where if isinstance(step, Check) else step.check)
