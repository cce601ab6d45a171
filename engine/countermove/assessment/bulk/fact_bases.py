"""The basis of observed facts that stand in tables. Facts whose evidence has the same grades in the same pattern are one case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from countermove.assessment.bulk.bases import BASIS, Origins
from countermove.assessment.bulk.cases import work_out
from countermove.assessment.bulk.links import with_links
from countermove.assessment.grading import Basis, Grading
from countermove.assessment.worked_out import worked_out
from countermove.facts.evidence import Evidence
from countermove.facts.registry import KINDS
from countermove.tables.database import Database, Row
from countermove.tables.fetching import fetch
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, literal

BASIS_OF_FACT = "basis of fact"
"""Table: `n` of a fact, and its basis with `origins`, the number of a set."""

_PIECES = (
    '[{"source":"VARCHAR","origin":"VARCHAR","reliability":"VARCHAR","credibility":"INTEGER","published":"VARCHAR"}]'
)
"""What of a piece of evidence counts for how good it is."""

_EVIDENCE = "evidence of facts"
_SINGLE = "pieces of evidence"
_NAMED = "pieces of evidence by origin"
_PATTERNS = "facts by the pattern of their evidence"
_WEIGHED = "facts with their bases"

_STARTS = (("-H1", "-01"), ("-H2", "-07"), ("-Q1", "-01"), ("-Q2", "-04"), ("-Q3", "-07"), ("-Q4", "-10"))
"""In which month halves and quarters of a year begin."""


def weigh_observed(
    database: Database, wanted: Iterable[tuple[str, str]], grading: Grading, as_of: date, origins: Origins
) -> None:
    """Fill `BASIS_OF_FACT` for the observed facts wanted: pairs of a kind, and a table that has their numbers in its column `n`."""
    columns = {"n": "BIGINT", **BASIS, "origins": "INTEGER"}
    queries, disputed = [], []
    for kind, table in wanted:
        if KINDS[kind].computed:
            numbers = [n for (n,) in database.rows(f"SELECT n FROM {identifier(table)}")]
            disputed += _worked_out(database, kind, numbers, grading, as_of, origins)
            continue
        own = f"FROM {identifier(kind)} k SEMI JOIN {identifier(table)} w ON k.n = w.n"
        queries.append(
            f"SELECT k.n, from_json(k.evidence, '{_PIECES}') AS pieces, k.contested_with IS NOT NULL AS contested {own} "
            "WHERE k.alternatives IS NULL"
        )
        numbers = [n for (n,) in database.rows(f"SELECT k.n {own} WHERE k.alternatives IS NOT NULL")]
        disputed += _one_by_one(database, kind, numbers, grading, as_of, origins)
    fill(database, BASIS_OF_FACT, columns, disputed)
    if not queries:
        return
    database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_EVIDENCE)} AS {' UNION ALL '.join(queries)}")
    _by_origin(database, as_of, origins)
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_PATTERNS)} AS SELECT n, contested, os, list_sort(list_transform(ps, "
        "lambda p: struct_pack(o := list_position(os, p.o), r := p.r, c := p.c))) AS pattern FROM ("
        "SELECT n, contested, ps, list_sort(list_distinct(list_transform(ps, lambda p: p.o))) AS os FROM ("
        "SELECT e.n, any_value(e.contested) AS contested, coalesce(list(s.p) FILTER (WHERE s.counts), "
        "list(s.p) FILTER (WHERE s.p IS NOT NULL), []) AS ps "
        f"FROM {identifier(_EVIDENCE)} e LEFT JOIN {identifier(_NAMED)} s ON s.n = e.n GROUP BY e.n))"
    )

    def observed(case: Row) -> tuple[Any, ...]:
        pattern, contested = case
        pieces = [
            Evidence(source=str(piece["o"]), reliability=piece["r"] or "F", credibility=piece["c"] or 6)
            for piece in pattern
        ]
        basis = grading.observed(pieces, (), (), contested)
        return basis.interval.low, basis.interval.high, basis.support

    own_columns = {name: type for name, type in BASIS.items() if name != "contested"}
    work_out(database, _PATTERNS, ["pattern", "contested"], own_columns, observed, _WEIGHED)
    work_out(
        database, _WEIGHED, ["os"], {"origins": "INTEGER"}, lambda case: (origins.number_of_set(case[0]),), _PATTERNS
    )
    database.run(
        f"INSERT INTO {identifier(BASIS_OF_FACT)} SELECT n, low, high, support, contested, origins FROM {identifier(_PATTERNS)}"
    )


def _worked_out(
    database: Database, kind: str, numbers: Sequence[int], grading: Grading, as_of: date, origins: Origins
) -> list[tuple[object, ...]]:
    """Facts that were worked out from others: each is a case of its own, and so is what it rests on."""
    first = fetch(database, kind, numbers)
    behind = with_links(database, first, as_of)
    bases: dict[tuple[str, str], Basis] = {}
    found: list[tuple[object, ...]] = []
    for number, fact in zip(sorted(numbers), first, strict=True):
        if (fact.kind, fact.id) not in bases:
            worked_out(fact, lambda kind, id: behind[kind, id], bases, grading)
        found.append(_row(number, bases[fact.kind, fact.id], origins))
    return found


def _row(number: int, basis: Basis, origins: Origins) -> tuple[object, ...]:
    own = origins.number_of_set(map(origins.number, basis.origins))
    return number, basis.interval.low, basis.interval.high, basis.support, basis.contested, own


def _by_origin(database: Database, as_of: date, origins: Origins) -> None:
    """Make the table of single pieces: the number of the origin and the grades in `p`, and whether it was published by the day."""
    first_day = "split_part(trim(p.published), '/', 1)"
    for half, month in _STARTS:
        first_day = f"replace({first_day}, {literal(half)}, {literal(month)})"
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_SINGLE)} AS SELECT n, coalesce(p.origin, p.source) AS name, p.reliability AS r, "
        f"p.credibility AS c, p.published IS NULL OR {first_day} <= {literal(as_of.isoformat())} AS counts "
        f"FROM (SELECT n, unnest(pieces) AS p FROM {identifier(_EVIDENCE)})"
    )

    def number(case: Row) -> tuple[int]:
        return (origins.number(Evidence(source=case[0]).origin_key),)

    work_out(database, _SINGLE, ["name"], {"o": "INTEGER"}, number, _EVIDENCE + " numbered")
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_NAMED)} AS SELECT n, counts, struct_pack(o := o, r := r, c := c) AS p "
        f"FROM {identifier(_EVIDENCE + ' numbered')}"
    )


def _one_by_one(
    database: Database, kind: str, numbers: Sequence[int], grading: Grading, as_of: date, origins: Origins
) -> list[tuple[object, ...]]:
    """Facts on whose values sources disagree: there are few, and each is a case of its own."""
    found: list[tuple[object, ...]] = []
    for number, fact in zip(sorted(numbers), fetch(database, kind, numbers, as_of), strict=True):
        basis = grading.observed(fact.evidence, fact.alternatives, fact.wordings, fact.contested)
        found.append(_row(number, basis, origins))
    return found
