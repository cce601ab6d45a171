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
_ALONE = "grounds that stand alone"


class Origins:
    """Origins by number, and sets of them by number. Names that differ in case or spacing are one origin."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._sets: dict[frozenset[str], int] = {}
        self._by_number: list[frozenset[str]] = []

    def number(self, name: str) -> int:
        """The number of an origin, by its key."""
        return self._names.setdefault(name, len(self._names))

    def number_of_set(self, origins: frozenset[str] | Iterable[int]) -> int:
        """The number of a set of origins, which are given by number or as `union` gives them."""
        wanted = origins if isinstance(origins, frozenset) else frozenset(map(str, origins))
        number = self._sets.setdefault(wanted, len(self._by_number))
        if number == len(self._by_number):
            self._by_number.append(wanted)
        return number

    def union(self, sets: Iterable[int]) -> frozenset[str]:
        """The origins in several sets, each as the text of its number."""
        return frozenset().union(*(self._by_number[number] for number in sets))


def combine(
    database: Database, table: str, grading: Grading, origins: Origins, result: str, *, keep_origins: bool
) -> None:
    """Make `result` out of `table`: for each row the basis of its `grounds`, which are the distinct bases of matches together.

    With `keep_origins` the result has a column `origins`, the number of the set of all of them.
    """

    def apart(case: Row) -> tuple[Any, ...]:
        (grounds,) = case
        basis = grading.apart(
            [
                Basis(Interval(g["low"], g["high"]), origins.union(g["origins"]), g["contested"], (), g["support"])
                for g in grounds
            ]
        )
        told = (basis.interval.low, basis.interval.high, basis.support, basis.contested)
        return (*told, origins.number_of_set(basis.origins)) if keep_origins else told

    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_SEVERAL)} AS SELECT * FROM {identifier(table)} WHERE len(grounds) > 1"
    )
    columns = {**BASIS, "origins": "INTEGER"} if keep_origins else BASIS
    work_out(database, _SEVERAL, ["grounds"], columns, apart, _COMBINED)
    single = (
        "SELECT * EXCLUDE (g), 1.0::DOUBLE - (1.0::DOUBLE - g.low) AS low, 1.0::DOUBLE - (1.0::DOUBLE - g.high) AS high, "
        "g.support AS support, g.contested AS contested, g.origins AS sets "
        f"FROM (SELECT *, grounds[1] AS g FROM {identifier(table)} WHERE len(grounds) = 1)"
    )
    alone = f"({single})"
    if keep_origins:
        database.run(f"CREATE OR REPLACE TEMP TABLE {identifier(_ALONE)} AS {single}")
        work_out(
            database, _ALONE, ["sets"], {"origins": "INTEGER"},
            lambda case: (origins.number_of_set(origins.union(case[0])),), _SEVERAL,
        )  # fmt: skip
        alone = identifier(_SEVERAL)
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(result)} AS SELECT * EXCLUDE (sets) FROM {alone} "
        f"UNION ALL BY NAME SELECT * FROM {identifier(_COMBINED)}"
    )


def grounds(alias: str) -> str:
    """The distinct bases of the matches in a group, as a list."""
    columns = ", ".join(f"{name} := {alias}.{name}" for name in (*BASIS, "origins"))
    return f"list(DISTINCT struct_pack({columns}))"
