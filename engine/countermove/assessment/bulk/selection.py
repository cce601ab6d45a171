"""What a memo shows, as objects: the matches behind the recommendations it keeps, and every fact that these rest on or name.

The result is a run of inference like any other, only smaller, so that everything downstream works on it unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from countermove.assessment.bulk.links import with_links
from countermove.assessment.explanation import SHOWN_FACTS
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS, fields
from countermove.inference.fact_base import FactBase
from countermove.inference.findings import parameters_named
from countermove.inference.match import Inference, Match, Total
from countermove.inference.sql.tables_found import MatchTable
from countermove.rulebook.condition import FieldReference
from countermove.rulebook.rule import Caveat, Conclude
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.fetching import fetch, fetch_named, fetch_said_of
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed

_WANTED = "rows wanted"
Number = tuple[str, int]
"""(kind, number) of a fact in its table."""


class _Row(NamedTuple):
    """A match as its table has it: facts by kind and number."""

    table: MatchTable
    bound: tuple[tuple[str, Number], ...]
    totals: tuple[tuple[str, float | Decimal, tuple[Number, ...]], ...]
    concluded: Number | None

    def facts(self) -> Iterable[Number]:
        yield from (number for _, number in self.bound)
        for _, _, counted in self.totals:
            yield from counted


SAID_OF_TARGETS = {"designation": "entity", "delisting": "entity", "attribution": "subject"}
"""What a memo tells of a target beside the grounds of the advice: the kinds of facts, and in which field each names it."""


class Selection:
    """Collects matches from their tables, and makes objects of them."""

    def __init__(self, database: Database, rulebook: Rulebook, as_of: date, tables: Sequence[MatchTable]) -> None:
        self._database = database
        self._rulebook = rulebook
        self._as_of = as_of
        self._tables = tables
        self._rows: dict[tuple[str, int], _Row] = {}
        self._behind: dict[Number, dict[tuple[str, int], None]] = {}

    def take_caveats(self, table: MatchTable, then: Caveat, kept: str) -> None:
        """Take the matches of a rule that warns: all, or those whose target is among the recommendations in the table `kept`."""
        if not isinstance(then.target, FieldReference):
            self.take(table, "TRUE")
            return
        about = identifier(table.aliases[then.target.alias])
        self.take(
            table,
            f"EXISTS (SELECT 1 FROM {about} f JOIN {identifier(kept)} k ON k.target = f.{identifier(then.target.field)} "
            f"WHERE f.n = m.{identifier(f'a {then.target.alias}')})",
        )

    def take_derivations(self) -> None:
        """Take the matches behind every derived fact among those that were taken, down to the observed facts."""
        seen: set[Number] = set()
        while fresh := {n for row in self._rows.values() for n in row.facts() if KINDS[n[0]].derived} - seen:
            seen |= fresh
            fill(self._database, _WANTED, {"n": "BIGINT"}, [(number,) for _, number in sorted(fresh)])
            for table in self._tables:
                if table.concluded:
                    self.take(table, f"m.d IN (SELECT n FROM {identifier(_WANTED)})")

    def take(self, table: MatchTable, where: str) -> None:
        """Take the matches of a table (`m` in the query) for which a condition holds."""
        then = self._rulebook.rules[table.rule].then
        columns = ["rowid", *(f"a {alias}" for alias in table.aliases)]
        for alias in table.totals:
            columns += [f"v {alias}", f"f {alias}"]
        columns += ["d"] if table.concluded else []
        shared = {alias: self._shared(name, table.totals[alias][1]) for alias, name in table.shared.items()}
        own = listed(f"m.{identifier(name)}" if name != "rowid" else "m.rowid" for name in columns)
        for row in self._database.rows(f"SELECT {own} FROM {identifier(table.table)} m WHERE {where}"):
            cells = iter(row)
            key = (table.table, next(cells))
            bound = tuple((alias, (kind, next(cells))) for alias, kind in table.aliases.items())
            told = [(alias, kind, next(cells), next(cells)) for alias, (_, kind) in table.totals.items()]
            totals = tuple(
                (alias, value, shared[alias] if alias in shared else tuple((kind, n) for n in numbers or ()))
                for alias, kind, value, numbers in told
            )
            concluded = (then.kind, next(cells)) if isinstance(then, Conclude) else None
            self._rows[key] = _Row(table, bound, totals, concluded)
            if concluded:
                self._behind.setdefault(concluded, {})[key] = None

    def _shared(self, table: str, kind: str) -> tuple[Number, ...]:
        """The facts of a total that all matches of a rule have in common."""
        [(numbers,)] = self._database.rows(f"SELECT f FROM {identifier(table)}")
        return tuple((kind, number) for number in numbers or ())

    def as_inference(self, targets: Iterable[str]) -> Inference:
        """The matches taken, as a run of inference over their facts, over what these, and the targets, name by id, and over what is said of the targets."""
        facts = self._facts({number for row in self._rows.values() for number in row.facts()} | set(self._behind))
        matches = {key: self._match(row, facts) for key, row in self._rows.items()}
        links = with_links(self._database, (fact for fact in facts.values() if fact.computed), self._as_of)
        base = FactBase([*facts.values(), *links.values()])
        about = set(targets)
        said = fetch_said_of(self._database, about, SAID_OF_TARGETS, self._as_of)
        for fact in (*said, *self._named(facts, (*said, *links.values()), about)):
            base.add(fact)
        derivations = {
            (facts[number].kind, facts[number].id): _in_order(matches[key] for key in keys)
            for number, keys in self._behind.items()
        }
        active = self._rulebook.active(self._as_of)
        return Inference(
            self._as_of,
            "duckdb",
            base,
            _in_order(matches.values()),
            dict(sorted(derivations.items())),
            parameters_named(active),
        )

    def _facts(self, numbers: Iterable[Number]) -> dict[Number, Fact]:
        """The facts of these numbers, as they were known on the day."""
        by_kind: dict[str, list[int]] = {}
        for kind, number in sorted(numbers):
            by_kind.setdefault(kind, []).append(number)
        return {
            (kind, number): fact
            for kind, wanted in by_kind.items()
            for number, fact in zip(wanted, fetch(self._database, kind, wanted, self._as_of), strict=True)
        }

    def _match(self, row: _Row, facts: Mapping[Number, Fact]) -> Match:
        bindings = tuple(sorted((alias, number[0], facts[number].id) for alias, number in row.bound))
        totals = tuple(
            (
                alias,
                Total(function, _number(value) if counted else 0, kind, tuple(sorted(facts[n].id for n in counted))),
            )
            for (alias, value, counted), (function, kind) in zip(row.totals, row.table.totals.values(), strict=True)
        )
        return Match(row.table.rule, bindings, totals)

    def _named(self, facts: Mapping[Number, Fact], said: Iterable[Fact], targets: Iterable[str]) -> Iterable[Fact]:
        """The facts that go by the ids which sentences and explanations mention: entities, and rival versions.

        Of facts that were only counted, an explanation shows the first; of those with a rival version, all may be told of.
        """
        told = {number for row in self._rows.values() for _, number in row.bound} | set(self._behind)
        for row in self._rows.values():
            for _, _, counted in row.totals:
                told.update(sorted(counted, key=lambda number: facts[number].id)[:SHOWN_FACTS])
        ids = set(targets)
        for number, fact in facts.items():
            if number in told or fact.contested:
                ids.update(_mentioned(fact))
        for fact in said:
            ids.update(_mentioned(fact))
        known = {fact.id for fact in facts.values()}
        return fetch_named(self._database, ids - known, self._as_of)


def _mentioned(fact: Fact) -> Iterable[str]:
    """Ids, and texts that may be one, in the fields of a fact."""
    yield from fact.contested_with
    for name, described in fields(fact.kind).items():
        value = getattr(fact, name)
        if isinstance(value, tuple) and described.item and described.item.is_text:
            yield from value
        elif isinstance(value, str) and described.is_text:
            yield value


def _number(value: float | Decimal) -> float:
    """A total as Python has it: large whole numbers come as decimals."""
    return value if isinstance(value, float) else int(value)


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda m: (m.rule, m.bindings)))
