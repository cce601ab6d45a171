"""Queries that are carried over to Spark's SQL; what has no equal is refused."""

from __future__ import annotations

import pytest
from spark_here import why_not

from countermove.errors import EngineError

if why_not():
    pytest.skip(why_not() or "", allow_module_level=True)

from countermove.inference.spark_sql import carried


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('SELECT t0."n" AS "a x" FROM "vessel" AS t0', "SELECT t0.`n` AS `a x` FROM `vessel` AS t0"),
        ("SELECT x FROM t WHERE x = 'a\\d''e'", "SELECT x FROM t WHERE x = 'a\\\\d\\'e'"),
        (
            "SELECT make_timestamp(epoch_us(x) + 5) FROM t",
            "SELECT CAST(TIMESTAMP_MICROS(UNIX_MICROS(CAST(x AS TIMESTAMP_LTZ)) + 5) AS TIMESTAMP_NTZ) FROM t",
        ),
        (
            "SELECT list(n ORDER BY id) FILTER (WHERE n > 0) FROM t",
            "SELECT TRANSFORM(ARRAY_SORT(COLLECT_LIST(STRUCT(id AS by, n AS item)) FILTER(WHERE n > 0)), pair -> pair.item) FROM t",
        ),
    ],
)
def test_what_differs_is_rewritten(query: str, expected: str) -> None:
    assert carried(query) == expected


@pytest.mark.parametrize(
    "query", ["SELECT no_such_function(x) FROM t", "SELECT list(n ORDER BY id DESC) FROM t", "SELECT FROM WHERE"]
)
def test_what_has_no_equal_is_refused(query: str) -> None:
    with pytest.raises(EngineError, match=r"no equal in Spark|does not carry over"):
        carried(query)
