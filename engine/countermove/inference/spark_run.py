"""One rulebook over a few facts: the queries that Spark has to answer, layer by layer, and what is made of the answers.

All rules that have to be asked at a time are one query, because with few facts each query costs more than what it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import Findings
from countermove.inference.match import Inference, Match, Total
from countermove.inference.spark_sql import carried
from countermove.inference.spark_sums import Ask, Row, SummedApart
from countermove.inference.spark_tables import Keep, Tables
from countermove.inference.spark_values import name, with_tables
from countermove.inference.sql.branch_sql import FACT, FACTS, VALUE
from countermove.inference.sql.rule_sql import RuleQuery, rule_queries
from countermove.inference.truth import Context
from countermove.rulebook.clause import Match as MatchClause
from countermove.rulebook.clause import walk
from countermove.rulebook.rule import Rule
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.strata import strata

MOST_AT_ONCE = 25
"""So many rules stand in one query at most: the time that planning takes grows faster than the query."""


@dataclass(frozen=True, slots=True)
class _Asked:
    rule: Rule
    query: RuleQuery


class Run:
    """A rulebook and facts, and how far it got: take what Spark answers to `query`, until there is none."""

    def __init__(self, rulebook: Rulebook, facts: Iterable[Fact], as_of: date, ask: Ask, keep: Keep) -> None:
        self._base = FactBase(as_known(facts, as_of))
        self._as_of = as_of
        self._active = rulebook.active(as_of)
        self._context = Context(rulebook, as_of)
        self._findings = Findings(self._base)
        self._tables = Tables(self._base, self._active, keep)
        self._ask = ask
        self._layers = iter(strata(self._active))
        self._layer: Sequence[Rule] = ()
        self._waiting: Sequence[Rule] = ()
        self._grown: set[str] = set()
        self._asked: list[_Asked] = []

    def query(self, first: int) -> str | None:
        """Rules that are to be asked next, as one query in Spark's SQL that numbers its parts from `first` on; None at the end."""
        while True:
            if not self._waiting:
                self._waiting = [rule for rule in self._layer if self._grown & _matched(rule)]
                self._grown = set()
            if not self._waiting:
                layer = next(self._layers, None)
                if layer is None:
                    return None
                self._layer = self._waiting = layer
            rules, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            text = self._query(rules, first)
            if text is not None:
                return text

    @property
    def parts(self) -> int:
        """How many parts the last query has."""
        return len(self._asked)

    def take(self, rows: Iterable[Row], first: int) -> None:
        """What the last query returned. Raises EngineError for a conclusion that cannot be."""
        for number, facts, counted, values in rows:
            asked = self._asked[number - first]
            match = self._match(asked, facts, counted, values)
            fact = self._findings.add(asked.rule, match, match.names(self._base))
            if fact is not None:
                self._tables.add(fact)
                self._grown.add(fact.kind)

    def inference(self, engine: str) -> Inference:
        """All that was found."""
        return self._findings.as_inference(engine, self._as_of, self._active)

    def _query(self, rules: Sequence[Rule], first: int) -> str | None:
        shape = self._tables.shape()
        kinds = {clause.kind for rule in rules for clause in walk(rule.when)}
        tables = self._tables.queries(kinds)
        sums = SummedApart(tables, self._ask)
        self._asked = [
            _Asked(rule, query) for rule in rules for query in rule_queries(rule, self._context, shape, sums.summed)
        ]
        if not self._asked:
            return None
        parts = " UNION ALL ".join(_part(first + i, asked.query) for i, asked in enumerate(self._asked))
        return with_tables({**tables, **sums.queries}, parts)

    def _match(
        self, asked: _Asked, facts: Sequence[int], counted: Sequence[Sequence[int]], values: Sequence[str]
    ) -> Match:
        bound = zip(asked.query.facts, facts, strict=True)
        bindings = tuple(sorted((alias, kind, self._tables.fact(number).id) for (alias, kind), number in bound))
        totals = []
        for total, numbers, value in zip(asked.query.totals, counted, values, strict=True):
            ids = tuple(sorted(self._tables.fact(number).id for number in numbers))
            figure = 0 if not ids else float(value) if total.form == "double" else int(value)
            totals.append((total.name, Total(total.function, figure, total.kind, ids)))
        return Match(asked.rule.id, bindings, tuple(totals))


def _part(number: int, query: RuleQuery) -> str:
    """A rule's query with the same columns as every other."""
    facts = [f"q.{name(FACT + alias)}" for alias, _ in query.facts]
    values = [f"CAST(q.{name(VALUE + total.name)} AS STRING)" for total in query.totals]
    counted, beside = [], []
    for i, total in enumerate(query.totals):
        if total.shared:  # the same facts for every match
            counted.append(f"s{i}.f")
            beside.append(f" CROSS JOIN ({carried(total.shared)}) AS s{i}")
        else:
            counted.append(f"q.{name(FACTS + total.name)}")
    columns = [
        f"{number} AS part",
        f"CAST(ARRAY({', '.join(facts)}) AS ARRAY<BIGINT>) AS facts",
        f"CAST(ARRAY({', '.join(counted)}) AS ARRAY<ARRAY<BIGINT>>) AS counted",
        f"CAST(ARRAY({', '.join(values)}) AS ARRAY<STRING>) AS totals",
    ]
    return f"SELECT {', '.join(columns)} FROM ({carried(query.sql)}) AS q{''.join(beside)}"  # noqa: S608 - typed parts


def _matched(rule: Rule) -> set[str]:
    """The kinds that a rule matches."""
    return {clause.kind for clause in walk(rule.when) if isinstance(clause, MatchClause)}
