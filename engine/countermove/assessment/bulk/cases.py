"""The one trick of this folder: rows that are alike are one case, which is worked out once, in Python, and joined back.

So all arithmetic is that of `grading` and `priority`, whichever way the facts came, and the database only counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from countermove.tables.database import Database, Row
from countermove.tables.filling import fill
from countermove.tables.quoting import identifier, listed

_DISTINCT = "distinct cases"
_WORKED_OUT = "cases worked out"


def work_out(
    database: Database,
    table: str,
    keys: Sequence[str],
    columns: Mapping[str, str],
    answer: Callable[[Row], Sequence[object]],
    result: str,
) -> None:
    """Make the table `result`: all columns of `table`, and for each row the answer to its keys, in columns (name → type) of their own."""
    own = listed(map(identifier, keys)) or "0 AS nothing"
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_DISTINCT)} AS "
        f"SELECT row_number() OVER () AS s, * FROM (SELECT DISTINCT {own} FROM {identifier(table)})"
    )
    cases = database.rows(f"SELECT * FROM {identifier(_DISTINCT)}")
    answers = [(case[0], *answer(case[1 : 1 + len(keys)])) for case in cases]
    fill(database, _WORKED_OUT, {"s": "BIGINT", **columns}, answers)
    same = " AND ".join(f"t.{identifier(key)} IS NOT DISTINCT FROM d.{identifier(key)}" for key in keys) or "TRUE"
    wanted = listed(f"w.{identifier(name)}" for name in columns)
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(result)} AS SELECT t.*, {wanted} FROM {identifier(table)} t "
        f"JOIN {identifier(_DISTINCT)} d ON {same} JOIN {identifier(_WORKED_OUT)} w ON w.s = d.s"
    )


def number_of(database: Database, table: str) -> int:
    """How many rows a table has."""
    return int(database.rows(f"SELECT count(*) FROM {identifier(table)}")[0][0])
