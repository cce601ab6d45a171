"""A rule as queries: one for all branches that bind the same names and make the same totals, which for most rules is one in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from countermove.inference.sql.branch_sql import CONCLUDED, FACT, FACTS, VALUE, Branch, BranchQuery, Opened, Summed
from countermove.inference.sql.condition_sql import condition_truth
from countermove.inference.sql.shape import Shape, texts_tested
from countermove.inference.sql.terms import fact_term, in_table
from countermove.inference.sql.totals import Signature
from countermove.inference.sql.truths import both
from countermove.inference.truth import Context
from countermove.rulebook.clause import branches
from countermove.rulebook.condition import Condition, FieldReference
from countermove.rulebook.rule import Conclude, Rule
from countermove.tables.quoting import identifier


@dataclass(frozen=True, slots=True)
class RuleQuery:
    """A query that returns each match once: `a ALIAS` for each fact, `v ALIAS` and `f ALIAS` for each total, `c FIELD` concluded."""

    sql: str
    facts: tuple[tuple[str, str], ...]
    totals: tuple[Signature, ...]
    concluded: tuple[str, ...]

    @property
    def result(self) -> list[str]:
        """The names of the columns that tell of the match itself."""
        facts = [FACT + alias for alias, _ in self.facts]
        return facts + [mark + total.name for total in self.totals for mark in (VALUE, FACTS)]

    @property
    def columns(self) -> list[str]:
        """The names of all columns."""
        return self.result + [CONCLUDED + name for name in self.concluded]


def not_summed(query: str, keys: Sequence[str]) -> str:
    """For whoever cannot sum outside the database. Raises ValueError."""
    raise ValueError("a sum of floats cannot be exact in a query alone")


def rule_queries(rule: Rule, context: Context, shape: Shape, summed: Summed = not_summed) -> list[RuleQuery]:
    """The queries of a rule over tables of a shape, in the order of its branches; none where it is plain that nothing matches.

    A match stands in one of them only: in that of the first branch by which it holds.
    """
    concluded = taken_over(rule)
    folds = folded_kinds(rule, shape)
    found = []
    for clauses in branches(rule.when):
        query = Branch(rule, context, shape, summed, folds).query(clauses, concluded)
        if query is not None:
            found.append(query)
    return [_united(group, earlier, tuple(concluded)) for group, earlier in _groups(found)]


def opened_query(
    rule: Rule, number: int, opened: Opened, context: Context, shape: Shape, summed: Summed = not_summed
) -> BranchQuery | None:
    """The query of one branch (by number in `clause.branches`) with one condition unknown instead of true."""
    clauses = branches(rule.when)[number]
    return Branch(rule, context, shape, summed, folded_kinds(rule, shape), opened).query(clauses, {})


def fact_filter(
    kind: str, where: Sequence[Condition], context: Context, shape: Shape, table: str, opened: int | None = None
) -> str:
    """An SQL expression that is true of a fact (in `table`, an alias) for which conditions on it alone hold; one may be unknown instead."""
    folded = kind in shape.folded
    truths = [
        condition_truth(condition, lambda field: fact_term(kind, field, in_table(table), folded), {}, context)
        for condition in where
    ]
    return both(truth.unknown() if i == opened else truth.true for i, truth in enumerate(truths))


def taken_over(rule: Rule) -> dict[str, FieldReference]:
    """The fields of the derived fact that come from the match."""
    if not isinstance(rule.then, Conclude):
        return {}
    return {name: source for name, source in rule.then.values.items() if isinstance(source, FieldReference)}


def folded_kinds(rule: Rule, shape: Shape) -> Mapping[str, frozenset[str]]:
    """The kinds that the rule reads with their texts case-folded, and the fields that are."""
    return {kind: frozenset(names) for kind, names in texts_tested([rule]).items() if kind in shape.folded}


def _groups(queries: Sequence[BranchQuery]) -> list[tuple[list[BranchQuery], list[BranchQuery]]]:
    """Queries that can be one, each group with the earlier queries whose matches it must not repeat."""
    by_names: dict[frozenset[tuple[str, str]], list[list[BranchQuery]]] = {}
    for query in queries:
        groups = by_names.setdefault(frozenset(query.facts), [])
        if groups and groups[-1][0].totals == query.totals:
            groups[-1].append(query)
        else:
            groups.append([query])
    return [
        (group, [query for before in groups[:i] for query in before])
        for groups in by_names.values()
        for i, group in enumerate(groups)
    ]


def _united(group: Sequence[BranchQuery], earlier: Sequence[BranchQuery], concluded: tuple[str, ...]) -> RuleQuery:
    first = group[0]
    whole = RuleQuery(first.sql, first.facts, first.totals, concluded)
    facts = [identifier(FACT + alias) for alias, _ in first.facts]
    listed = ", ".join(map(identifier, whole.columns)) or "*"
    sql = first.sql
    if len(group) > 1 and not first.totals:
        sql = " UNION ".join(f"SELECT {listed} FROM ({query.sql}) AS b" for query in group)
    elif len(group) > 1:
        branch, rank = identifier("branch"), identifier("rank")
        numbered = " UNION ALL ".join(
            f"SELECT {listed}, {number} AS {branch} FROM ({query.sql}) AS b" for number, query in enumerate(group)
        )
        first_of = f"row_number() OVER (PARTITION BY {', '.join(facts) or '1'} ORDER BY {branch})"
        sql = (
            f"SELECT {listed} FROM (SELECT {listed}, {first_of} AS {rank} FROM ({numbered}) AS u) AS r WHERE {rank} = 1"
        )
    for i, other in enumerate(earlier):
        same = " AND ".join(f"e{i}.{fact} = m.{fact}" for fact in facts) or "TRUE"
        sql = f"SELECT m.* FROM ({sql}) AS m WHERE NOT EXISTS (SELECT 1 FROM ({other.sql}) AS e{i} WHERE {same})"
    return replace(whole, sql=sql)
