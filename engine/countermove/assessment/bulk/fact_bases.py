"""The basis of facts that stand in tables. Facts whose evidence comes to the same share one basis, which is weighed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from countermove.assessment.bulk.cases import work_out
from countermove.assessment.grading import Basis, Grading
from countermove.facts.evidence import Evidence
from countermove.facts.registry import KINDS
from countermove.tables.database import Database, Row
from countermove.tables.fetching import fetch
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier

BASIS_OF_FACT = "basis of fact"
"""Table: `n` of a fact, `b` the number of its basis."""

_PIECES = (
    '[{"source":"VARCHAR","origin":"VARCHAR","reliability":"VARCHAR","credibility":"INTEGER","published":"VARCHAR"}]'
)
"""What of a piece of evidence counts for how good it is."""

_EVIDENCE = "facts by their evidence"
_WEIGHED = "facts with their bases"


class Bases:
    """Every basis that occurs, by number: equal ones have the same."""

    def __init__(self) -> None:
        self._numbers: dict[Basis, int] = {}
        self._bases: list[Basis] = []

    def number(self, basis: Basis) -> int:
        """The number of a basis."""
        number = self._numbers.setdefault(basis, len(self._bases))
        if number == len(self._bases):
            self._bases.append(basis)
        return number

    def __getitem__(self, number: int) -> Basis:
        return self._bases[number]

    def __iter__(self) -> Iterator[tuple[int, Basis]]:
        return enumerate(self._bases)


def weigh_observed(
    database: Database, wanted: Iterable[tuple[str, str]], grading: Grading, as_of: date, bases: Bases
) -> None:
    """Fill `BASIS_OF_FACT` for the observed facts wanted: pairs of a kind, and a table that has their numbers in its column `n`."""
    fill(database, BASIS_OF_FACT, {"n": "BIGINT", "b": "INTEGER"}, ())
    queries = []
    for kind, table in wanted:
        queries.append(
            f"SELECT k.n, from_json(k.evidence, '{_PIECES}') AS pieces, k.contested_with IS NOT NULL AS contested "
            f"FROM {identifier(kind)} k SEMI JOIN {identifier(table)} w ON k.n = w.n WHERE k.alternatives IS NULL"
        )
        disputed = database.rows(
            f"SELECT k.n FROM {identifier(kind)} k SEMI JOIN {identifier(table)} w ON k.n = w.n "
            "WHERE k.alternatives IS NOT NULL"
        )
        _one_by_one(database, kind, [n for (n,) in disputed], grading, as_of, bases)
    if not queries:
        return
    database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_EVIDENCE)} AS {' UNION ALL '.join(queries)}")

    def weighed(case: Row) -> tuple[int]:
        pieces, contested = case
        return (bases.number(grading.observed(_known(pieces or (), as_of), (), (), contested)),)

    work_out(database, _EVIDENCE, ("pieces", "contested"), {"b": "INTEGER"}, weighed, _WEIGHED)
    database.run(f"INSERT INTO {identifier(BASIS_OF_FACT)} SELECT n, b FROM {identifier(_WEIGHED)}")


def _one_by_one(
    database: Database, kind: str, numbers: Sequence[int], grading: Grading, as_of: date, bases: Bases
) -> None:
    """Facts on whose values sources disagree: there are few, and each is a case of its own."""
    wordings = KINDS[kind].wordings
    for number in numbers:
        for fact in fetch(database, kind, [number], as_of):
            basis = grading.observed(fact.evidence, fact.alternatives, wordings, fact.contested)
            database.run(f"INSERT INTO {identifier(BASIS_OF_FACT)} VALUES (?, ?)", [number, bases.number(basis)])


def _known(pieces: Sequence[dict[str, Any]], as_of: date) -> tuple[Evidence, ...]:
    """The pieces that were published by the day; all, where none was: then the fact counts by its own report."""
    found = tuple(
        Evidence.model_validate({name: value for name, value in piece.items() if value is not None}) for piece in pieces
    )
    return tuple(piece for piece in found if piece.published is None or piece.published.first <= as_of) or found
