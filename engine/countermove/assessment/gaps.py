"""What one would have to find out: rules that fail on one unknown alone (judgement.md, "What would change it").

A gap is a tuple of facts for which every condition of a rule holds but one, and that one is unknown. Counted clauses and `none` have to
hold as they are; conditions that join facts to each other have to be true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from countermove.facts.fact import Fact
from countermove.facts.naming import Names
from countermove.facts.questions import is_asked
from countermove.facts.spoken import spoken, who_knows
from countermove.inference.match import Inference, Total
from countermove.inference.reference import aggregate, in_bounds
from countermove.inference.truth import Context, all_hold, holds, resolve
from countermove.rulebook.clause import Absent, Match, Simple, branches
from countermove.rulebook.condition import Condition, Constant
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
    impact: int
    """Of the recommendation that would follow."""
    kind: str
    condition: Condition
    """What is not known to hold of a fact of the kind."""
    count: int
    """How many targets it concerns."""
    examples: tuple[str, ...]
    """Names of the first targets."""
    shown: tuple[str, ...]
    """Ids of the first targets."""
    subject: str
    """What the fact is called of which it is not known, for the first target."""
    ask: str
    """Who would know, for the first target; empty where the fact does not say."""

    @property
    def field(self) -> str:
        """The field that is not known."""
        return self.condition.field


Key = tuple[str, str, Condition]
"""What makes one gap: the rule, and the kind and condition that leave it open."""


def find_gaps(
    inference: Inference,
    rulebook: Rulebook,
    names: Names,
    made: frozenset[tuple[str, str]],
    audience: str = "eu",
) -> tuple[Gap, ...]:
    """The gaps of all rules that recommend something to an audience. Nothing that is recommended already is a gap."""
    search = _Search(inference, Context(rulebook, inference.as_of))
    found: dict[Key, dict[str, str]] = {}
    for rule in rulebook.active(inference.as_of):
        if isinstance(rule.then, Recommend) and rulebook.speaks(rule, audience):
            for fact, condition, target in search.of_rule(rule, rule.then):
                if (rule.then.action, target) not in made and is_asked(fact, condition.field):
                    about = found.setdefault((rule.id, fact.kind, without_place(condition)), {})
                    about[target] = min(fact.id, about.get(target, fact.id))
    return in_order(
        gap_of(rulebook, key, len(about), shown, inference.base.get(key[1], about[shown[0]]), names)
        for key, about in found.items()
        for shown in [sorted(about)[:EXAMPLES]]
    )


def without_place(condition: Condition) -> Condition:
    """A condition wherever it stands: two that ask the same are one."""
    return replace(condition, location=None)


def gap_of(rulebook: Rulebook, key: Key, count: int, shown: Sequence[str], fact: Fact, names: Names) -> Gap:
    """The gap with its targets; `fact` is what leaves it open for the first of them."""
    id, kind, condition = key
    then = rulebook.rules[id].then
    assert isinstance(then, Recommend)  # noqa: S101 - only such rules come here
    examples = tuple(map(names.of, shown))
    return Gap(
        id, then.action, then.impact, kind, condition, count, examples, tuple(shown), spoken(fact, names), who_knows(fact, names),
    )  # fmt: skip


def in_order(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those first whose answer would bring the advice of most impact; of equal ones those with most targets."""
    return tuple(sorted(gaps, key=lambda g: (-g.impact, -g.count, g.rule, g.kind, g.field, repr(g.condition))))


class _Search:
    """Looks for tuples with one unknown, beginning with the facts that have one."""

    def __init__(self, inference: Inference, context: Context) -> None:
        self._base = inference.base
        self._context = context
        self._parted: dict[tuple[str, tuple[Condition, ...]], tuple[frozenset[str], Open]] = {}

    def of_rule(self, rule: Rule, then: Recommend) -> Iterator[tuple[Fact, Condition, str]]:
        """The fact of which something is not known, the condition that leaves open, and the target that would follow."""
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
                        yield fact, part[1][fact.id], str(target)

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
