"""What a basis is in tables: an interval, how it is supported, whether it is contested, and from which origins it comes.

The minimum and the product by a rule's strength are taken in SQL, which is the same arithmetic of floats; evidence is combined by
`grading`, once for each distinct case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from countermove.assessment.bulk.cases import work_out
from countermove.assessment.grading import Basis, Grading, Interval
from countermove.tables.database import Database, Row
from countermove.tables.quoting import identifier

BASIS: Mapping[str, str] = {"low": "DOUBLE", "high": "DOUBLE", "support": "INTEGER", "contested": "BOOLEAN"}
"""Columns of every basis; beside them, a fact has `origins`, the number of a set of origins, and a match a list of such numbers."""

_SEVERAL = "grounds to be combined"
_COMBINED = "grounds combined"


class Origins:
    """Origins by number, and sets of them by number. Names that differ in case or spacing are one origin."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._sets: dict[frozenset[int], int] = {}
        self._by_number: list[frozenset[int]] = []

    def number(self, name: str) -> int:
        """The number of an origin, by its key."""
        return self._names.setdefault(name, len(self._names))

    def number_of_set(self, origins: Iterable[int]) -> int:
        """The number of a set of origins."""
        wanted = frozenset(origins)
        number = self._sets.setdefault(wanted, len(self._by_number))
        if number == len(self._by_number):
            self._by_number.append(wanted)
        return number

    def union(self, sets: Iterable[int]) -> frozenset[int]:
        """The origins in several sets."""
        return frozenset().union(*(self._by_number[number] for number in sets))


def combine(database: Database, table: str, grading: Grading, origins: Origins, result: str) -> None:
    """Make `result` out of `table`: for each row the basis of its `grounds`, which are the distinct bases of matches together."""
    several = f"SELECT * FROM {identifier(table)} WHERE len(grounds) > 1"
    database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_SEVERAL)} AS {several}")

    def apart(case: Row) -> tuple[Any, ...]:
        (grounds,) = case
        basis = grading.apart(
            [
                Basis(
                    Interval(g["low"], g["high"]),
                    frozenset(map(str, origins.union(g["origins"]))),
                    g["contested"],
                    (),
                    g["support"],
                )
                for g in grounds
            ]
        )
        together = origins.number_of_set(map(int, basis.origins))
        return basis.interval.low, basis.interval.high, basis.support, basis.contested, together

    work_out(database, _SEVERAL, ["grounds"], {**BASIS, "origins": "INTEGER"}, apart, _COMBINED)
    alone = f"SELECT *, grounds[1] AS g FROM {identifier(table)} WHERE len(grounds) = 1"
    single = "_" + result

    def one_set(case: Row) -> tuple[int]:
        return (origins.number_of_set(origins.union(case[0])),)

    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(single)} AS SELECT * EXCLUDE (g), 1.0::DOUBLE - (1.0::DOUBLE - g.low) AS low, "
        f"1.0::DOUBLE - (1.0::DOUBLE - g.high) AS high, g.support AS support, g.contested AS contested, g.origins AS sets FROM ({alone})"
    )
    work_out(database, single, ["sets"], {"origins": "INTEGER"}, one_set, _SEVERAL)
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(result)} AS SELECT * EXCLUDE (sets) FROM {identifier(_SEVERAL)} "
        f"UNION ALL BY NAME SELECT * FROM {identifier(_COMBINED)}"
    )


def grounds(alias: str) -> str:
    """The distinct bases of the matches in a group, as a list."""
    columns = ", ".join(f"{name} := {alias}.{name}" for name in (*BASIS, "origins"))
    return f"list(DISTINCT struct_pack({columns}))"
