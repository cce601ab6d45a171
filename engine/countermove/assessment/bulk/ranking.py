"""Recommendations over tables: every match is a ground for an action on a target; grounds are united, scored, reconciled and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from countermove.assessment.bulk.bases import BASIS, Origins, combine, grounds
from countermove.assessment.bulk.cases import work_out
from countermove.assessment.bulk.match_bases import BASIS_OF_MATCH
from countermove.assessment.bulk.match_facts import Numbered
from countermove.assessment.grading import Basis, Grading, Interval
from countermove.assessment.priority import Priorities
from countermove.assessment.restraint import standing
from countermove.errors import EngineError
from countermove.facts.registry import fields
from countermove.facts.time import PartialDate
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.condition import Constant, FieldReference
from countermove.rulebook.rule import Recommend, Urgency
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.columns import LAST
from countermove.tables.database import Database, Row
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, literal

GROUNDS = "grounds"
"""Table: one row a recommending match: `action`, `target`, `step`, `rule`, table `t` and row `r` of the match, `impact`, `urgency`."""

RECOMMENDED = "recommended"
"""Table: one row a recommendation that stands: `action`, `target`, `step`, `level`, `low`, `score`, `impact`, `own` where the audience
has a part in it, then with `rank` and `tied` (else 0 and false), and `place`, its place within its group."""

HELD = "held back"
"""Table: `action` and `target` of measures that advice of restraint on the same target holds back."""

_RULES = "rules that recommend"
_DATED = "grounds with their dates"
_GROUNDED = "grounds with their urgency"
_UNITED = "recommendations to weigh"
_WEIGHED = "recommendations with their confidence"
_SCORED = "recommendations with their score"
_NO_DATES = "SELECT 0 AS t, 0 AS r, '' AS target, CAST(NULL AS DATE) AS first, CAST(NULL AS DATE) AS last WHERE FALSE"


class Ranking:
    """Makes the tables `GROUNDS`, `HELD` and `RECOMMENDED`."""

    def __init__(
        self, database: Database, rulebook: Rulebook, as_of: date, audience: str, steps: Mapping[str, int]
    ) -> None:
        self._database = database
        self._rulebook = rulebook
        self._audience = audience
        self._priorities = Priorities(rulebook, as_of, audience)
        self._steps = steps

    def collect(self, recommending: Numbered) -> None:
        """Every recommending match with its action, target, basis and urgency."""
        queries = [self._dated(number, table) for number, table in recommending.items()] or [_NO_DATES]
        self._database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_DATED)} AS {' UNION ALL '.join(queries)}")
        urgencies = {number: self._then(table).urgency for number, table in recommending.items()}
        work_out(
            self._database, _DATED, ["t", "first", "last"], {"urgency": "DOUBLE"},
            lambda case: (self._urgency(urgencies[case[0]], *case[1:]),), _GROUNDED,
        )  # fmt: skip
        rules = [
            (number, self._then(table).action, self._steps[table.rule], table.rule, self._then(table).impact)
            for number, table in recommending.items()
        ]
        columns = {"t": "INTEGER", "action": "VARCHAR", "step": "INTEGER", "rule": "VARCHAR", "impact": "INTEGER"}
        fill(self._database, _RULES, columns, rules)
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(GROUNDS)} AS SELECT s.action, g.target, s.step, s.rule, g.t, g.r, s.impact, "
            f"g.urgency FROM {identifier(_GROUNDED)} g "
            f"JOIN {identifier(_RULES)} s ON s.t = g.t"
        )

    def _then(self, table: MatchTable) -> Recommend:
        then = self._rulebook.rules[table.rule].then
        assert isinstance(then, Recommend)  # noqa: S101 - only such tables come here
        return then

    def _dated(self, number: int, table: MatchTable) -> str:
        """A query for a rule's matches with their target and the date that tells how urgent they are."""
        then = self._then(table)
        joins: dict[str, str] = {}

        def column(reference: FieldReference, suffix: str = "") -> str:
            place = joins.setdefault(reference.alias, f"k{len(joins)}")
            return f"{place}.{identifier(reference.field + suffix)}"

        if isinstance(then.target, Constant):
            target = literal(str(then.target.value))
        else:
            if not fields(table.aliases[then.target.alias])[then.target.field].is_text:
                raise EngineError(
                    f"the rule '{table.rule}' has a target that is no text, which this engine cannot rank",
                    hint="let its target be an id, or choose the engine network",
                    location=self._rulebook.rules[table.rule].location,
                )
            target = column(then.target)
        reference = then.urgency.since or then.urgency.deadline
        first = last = "CAST(NULL AS DATE)"
        if reference is not None:
            if fields(table.aliases[reference.alias])[reference.field].type == "time":
                first = last = f"CAST({column(reference)} AS DATE)"
            else:
                first, last = column(reference), column(reference, LAST)
        joined = " ".join(
            f"JOIN {identifier(table.aliases[alias])} {place} ON {place}.n = m.{identifier(f'a {alias}')}"
            for alias, place in joins.items()
        )
        return (
            f"SELECT {number} AS t, m.rowid AS r, {target} AS target, {first} AS first, {last} AS last "
            f"FROM {identifier(table.table)} m {joined} WHERE {target} IS NOT NULL"
        )

    def _urgency(self, urgency: Urgency, first: date | None, last: date | None) -> float:
        reference = urgency.since or urgency.deadline
        if reference is None:
            return self._priorities.urgency(urgency, {})
        when = None if first is None or last is None else PartialDate(first, last)
        named: Any = SimpleNamespace(**{reference.field: when})
        return self._priorities.urgency(urgency, {reference.alias: named})

    def rank(self, grading: Grading, origins: Origins) -> None:
        """Unite the grounds, score them, hold back what is advised against, and put the rest in order."""
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(_UNITED)} AS SELECT g.action, g.target, max(g.impact) AS impact, "
            f"max(g.urgency) AS urgency, {grounds('w')} AS grounds, {self._step()} AS step FROM {identifier(GROUNDS)} g "
            f"JOIN {identifier(BASIS_OF_MATCH)} w ON w.t = g.t AND w.r = g.r GROUP BY g.action, g.target"
        )
        combine(self._database, _UNITED, grading, origins, _WEIGHED, keep_origins=False)

        def scored(case: Row) -> tuple[str, float, float]:
            action, impact, urgency, low, high, support, contested = case
            stated = grading.stated(Basis(Interval(low, high), frozenset(), contested, (), support))
            leverage = self._priorities.leverage(self._rulebook.actions[action])
            score = self._priorities.score(impact, urgency, Interval(low, high).middle, leverage)
            return stated.level, stated.low, score.score

        work_out(
            self._database, _WEIGHED, ["action", "impact", "urgency", *BASIS],
            {"level": "VARCHAR", "stated_low": "DOUBLE", "score": "DOUBLE"}, scored, _SCORED,
        )  # fmt: skip
        fill(self._database, HELD, {"action": "VARCHAR", "target": "VARCHAR"}, self._held_back())
        order = "ORDER BY score DESC, impact DESC, action || ':' || target"
        self._database.run(
            f"CREATE OR REPLACE TEMP TABLE {identifier(RECOMMENDED)} AS SELECT action, target, step, level, low, score, impact, own, "
            f"own AND count(*) OVER (PARTITION BY own, score) > 1 AS tied, row_number() OVER (PARTITION BY action, step {order}) AS place, "
            f"CASE WHEN own THEN row_number() OVER (PARTITION BY own {order}) ELSE 0 END AS rank "
            f"FROM (SELECT action, target, step, level, score, impact, stated_low AS low, {self._own()} AS own FROM {identifier(_SCORED)} s WHERE NOT EXISTS "
            f"(SELECT 1 FROM {identifier(HELD)} h WHERE h.action = s.action AND h.target = s.target)) AS stands"
        )

    def _own(self) -> str:
        """Whether the audience has a part in the action."""
        without = [id for id, action in self._rulebook.actions.items() if not action.has_part(self._audience)]
        return f"action NOT IN ({', '.join(map(literal, without))})" if without else "TRUE"

    def _step(self) -> str:
        """The step of the first ground's rule: that of most impact, then urgency, then confidence, then by the rules' ids."""
        mixed = f"SELECT 1 FROM {identifier(GROUNDS)} GROUP BY action HAVING count(DISTINCT step) > 1 LIMIT 1"
        if not self._database.rows(mixed):
            return "any_value(g.step)"
        return "arg_min(g.step, struct_pack(a := -g.impact, b := -g.urgency, c := -w.low, d := g.rule))"

    def _held_back(self) -> Iterable[tuple[str, str]]:
        """What is held back on targets for which advice of restraint and what it speaks against are both there."""
        present = {action for (action,) in self._database.rows(f"SELECT DISTINCT action FROM {identifier(_SCORED)}")}
        involved = sorted(restrained_in(present, self._rulebook))
        if not involved:
            return
        among = ", ".join(map(literal, involved))
        rows = self._database.rows(
            f"SELECT target, list(action ORDER BY score DESC, action || ':') FROM {identifier(_SCORED)} "
            f"WHERE action IN ({among}) GROUP BY target HAVING count(*) > 1 ORDER BY target"
        )
        for target, actions in rows:
            held = {other for _, others in standing(actions, self._rulebook.actions) for other in others}
            yield from ((action, target) for action in sorted(held))


def restrained_in(present: Iterable[str], rulebook: Rulebook) -> set[str]:
    """Of the actions present, those that speak against another one of them or are spoken against."""
    found = set(present)
    pairs = {(a, b) for a in found for b in rulebook.actions[a].restrains if b in found and b != a}
    return {action for pair in pairs for action in pair}
