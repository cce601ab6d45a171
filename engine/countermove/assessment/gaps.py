"""What one would have to find out: rules that fail on one unknown alone (judgement.md, "What would change it").

A gap is a tuple of facts for which every condition of a rule holds but one, and that one is unknown. Counted clauses and `none` have to
hold as they are; conditions that join facts to each other have to be true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.inference.match import Inference, Total
from countermove.inference.reference import aggregate, in_bounds
from countermove.inference.truth import Context, all_hold, holds, resolve
from countermove.rulebook.clause import Absent, Match, Simple, branches
from countermove.rulebook.condition import Condition, Constant
from countermove.rulebook.english import condition_in_english
from countermove.rulebook.rule import Recommend, Rule
from countermove.rulebook.rulebook import Rulebook

EXAMPLES = 5
"""How many targets of a gap are named."""

Open = Mapping[str, Condition]
"""Facts by id for which all conditions of a clause that look at nothing else hold but one, which is unknown: that one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A requirement for collection: what to find out, about whom, and what would be recommended then."""

    rule: str
    action: str
    kind: str
    field: str
    condition: str
    count: int
    """How many targets it concerns."""
    examples: tuple[str, ...]
    """Names of the first targets."""
    shown: tuple[str, ...]
    """Ids of the first targets."""


def find_gaps(
    inference: Inference, rulebook: Rulebook, names: Names, made: frozenset[tuple[str, str]]
) -> tuple[Gap, ...]:
    """The gaps of all recommending rules, those with most targets first. Nothing that is recommended already is a gap."""
    search = _Search(inference, Context(rulebook, inference.as_of))
    found: dict[tuple[str, str, str, str, str], dict[str, None]] = {}
    for rule in rulebook.active(inference.as_of):
        if isinstance(rule.then, Recommend):
            for kind, condition, target in search.of_rule(rule, rule.then):
                if (rule.then.action, target) not in made:
                    english = condition_in_english(kind, condition)
                    found.setdefault((rule.id, rule.then.action, kind, condition.field, english), {})[target] = None
    return in_order(
        Gap(*key, len(targets), tuple(map(names.of, shown)), tuple(shown))
        for key, targets in found.items()
        for shown in [sorted(targets)[:EXAMPLES]]
    )


def in_order(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those with most targets first."""
    return tuple(sorted(gaps, key=lambda g: (-g.count, g.rule, g.kind, g.field, g.condition)))


class _Search:
    """Looks for tuples with one unknown, beginning with the facts that have one."""

    def __init__(self, inference: Inference, context: Context) -> None:
        self._base = inference.base
        self._context = context
        self._parted: dict[tuple[str, tuple[Condition, ...]], tuple[frozenset[str], Open]] = {}

    def of_rule(self, rule: Rule, then: Recommend) -> Iterator[tuple[str, Condition, str]]:
        """Kind and condition of what is not known, and the target that would follow."""
        for branch in branches(rule.when):
            parted = [self._of_clause(clause) if isinstance(clause, Match) else None for clause in branch]
            if any(part and not part[0] and not part[1] for part in parted):
                continue
            for place, part in enumerate(parted):
                clause = branch[place]
                if part is None or not part[1] or not isinstance(clause, Match):
                    continue
                others = (other for i, other in enumerate(parted) if other and i != place)
                if not all(whole for whole, _ in others):
                    continue
                allowed = [None if p is None else p[0] if i != place else p[1].keys() for i, p in enumerate(parted)]
                for names in self._extend(branch, allowed, {}, rule.header.distinct):
                    fact = names[clause.alias]
                    target = (
                        then.target.value
                        if isinstance(then.target, Constant)
                        else getattr(names[then.target.alias], then.target.field)
                    )
                    if target is not None:
                        assert isinstance(fact, Fact)  # noqa: S101 - an alias of a match
                        yield fact.kind, part[1][fact.id], str(target)

    def _of_clause(self, clause: Match) -> tuple[frozenset[str], Open]:
        """The ids of the facts for which everything holds that looks at no other fact, and of those with one unknown."""
        alone = tuple(replace(c, location=None) for c in clause.where if not any(True for _ in c.references()))
        key = (clause.kind, alone)
        if key not in self._parted:
            whole, unknown = [], {}
            for fact in self._base.of_kind(clause.kind):
                possible, open_now = self._one_unknown(alone, fact)
                if possible and open_now is None:
                    whole.append(fact.id)
                elif open_now is not None:
                    unknown[fact.id] = open_now
            self._parted[key] = frozenset(whole), unknown
        return self._parted[key]

    def _one_unknown(self, alone: tuple[Condition, ...], fact: Fact) -> tuple[bool, Condition | None]:
        """Whether all conditions hold but for at most one unknown; and that one."""
        unknown: Condition | None = None
        for condition in alone:
            truth = holds(condition, fact, {}, self._context)
            if truth is False or (truth is None and unknown is not None):
                return False, None
            if truth is None:
                if any(resolve(operand, {}, self._context) is None for operand in condition.operands):
                    return False, None  # a parameter without a value on the day: no fact would help
                unknown = condition
        return True, unknown

    def _extend(
        self,
        clauses: tuple[Simple, ...],
        allowed: Sequence[Collection[str] | None],
        names: dict[str, Fact | Total],
        distinct: bool,
    ) -> Iterator[dict[str, Fact | Total]]:
        """Every way in which the remaining clauses hold with the facts that each may take."""
        if not clauses:
            yield names
            return
        clause, rest = clauses[0], clauses[1:]
        if isinstance(clause, Match):
            own = allowed[0] or ()
            joins = tuple(c for c in clause.where if any(True for _ in c.references()))
            for fact in self._base.candidates(clause.kind, joins, names, self._context):
                if fact.id not in own or (distinct and any(fact is other for other in names.values())):
                    continue
                if all_hold(joins, fact, names, self._context):
                    yield from self._extend(rest, allowed[1:], {**names, clause.alias: fact}, distinct)
            return
        satisfying = [
            fact for fact in self._base.candidates(clause.kind, clause.where, names, self._context)
            if all_hold(clause.where, fact, names, self._context)
        ]  # fmt: skip
        if isinstance(clause, Absent):
            if not satisfying:
                yield from self._extend(rest, allowed[1:], names, distinct)
            return
        total = aggregate(clause, satisfying)
        if in_bounds(clause, total.value, self._context):
            bound = {**names, clause.alias or f"#{len(names)}": total}
            yield from self._extend(rest, allowed[1:], bound, distinct)
