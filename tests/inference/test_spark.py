"""The engine `spark` gives what the reference gives, and says clearly what is wrong when Spark does not do its work."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import DAY, everything, fact, made, rule, rulebook
from spark_here import spark_session
from strategies import PARAMETERS, cases

import countermove as cm
from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.inference import reference, spark
from countermove.inference.spark_values import rows_query
from countermove.resources import folder
from countermove.rulebook.clause import Match
from countermove.rulebook.condition import FieldReference
from countermove.rulebook.rule import Conclude, Rule

pytestmark = pytest.mark.usefixtures("session")

EXAMPLES = int(os.environ.get("COUNTERMOVE_SPARK_EXAMPLES", "40"))
SILENT = rule("when: [{match: ais_gap, as: gap}, {none: detention, where: {vessel: $gap.vessel}}]", id="silent")
LATE = rule(
    """
    when:
      - {match: vessel, as: ship}
      - {count: ais_gap, as: gaps, at_least: 2, where: {vessel: $ship.id, hours: {gte: 24}}}
      - {sum: ais_gap, of: hours, as: total, at_least: 0, where: {vessel: $ship.id}}
    then: {conclude: {kind: indicator, name: often-silent, about: $ship.id, value: $total.sum}}
    """,
    id="late",
)
KNOWN = rule("when: [{match: indicator, as: sign, where: {name: often-silent, value: {gt: 50}}}]", id="known")
FACTS = [
    fact("vessel", id="ship:a"),
    fact("vessel", id="ship:b"),
    *(fact("ais_gap", vessel="ship:a", start=f"2024-01-0{i}T00:00:00Z", hours=h) for i, h in ((1, 24.0), (2, 36.5))),
    fact("ais_gap", vessel="ship:b", start="2024-01-03T00:00:00Z", hours=30.0),
    fact("detention", vessel="ship:b", start="2024-01-04"),
]


@pytest.fixture(scope="module", name="session")
def _session() -> Any:
    return spark_session()


def outcome(rules: list[Rule], facts: list[Fact]) -> object:
    try:
        return everything(reference.infer(rulebook(rules, PARAMETERS), facts, DAY))
    except EngineError:
        return "a conclusion that its kind does not allow"


def shown(result: spark.Result) -> object:
    return "a conclusion that its kind does not allow" if isinstance(result, EngineError) else everything(result)


@settings(
    max_examples=max(1, EXAMPLES // 8),
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(cases(), min_size=4, max_size=12))
def test_spark_gives_what_the_reference_gives(some: list[tuple[list[Rule], list[Fact]]]) -> None:
    found = spark.infer_many([(rulebook(rules, PARAMETERS), facts, DAY) for rules, facts in some])
    assert [shown(result) for result in found] == [outcome(rules, facts) for rules, facts in some]


def test_layers_totals_and_derived_facts() -> None:
    book = rulebook([SILENT, LATE, KNOWN])
    found = spark.infer(book, FACTS, DAY)
    assert everything(found) == everything(reference.infer(book, FACTS, DAY))
    assert found.engine == "spark"
    assert sorted({match.rule for match in found.matches}) == ["known", "late", "silent"]


def test_sums_that_no_query_makes_exactly() -> None:
    rules = [rule("when: [{match: vessel, as: v}, {sum: indicator, of: value, as: s, at_least: 1}]")]
    values = (1e308, 1e308, -1e308, 5e-324, 0.1)
    facts = [FACTS[0], *(fact("indicator", name=f"i-{i}", value=value) for i, value in enumerate(values))]
    assert everything(spark.infer(rulebook(rules), facts, DAY)) == everything(
        reference.infer(rulebook(rules), facts, DAY)
    )


def test_sums_of_large_whole_numbers() -> None:
    rules = [rule("when: [{match: vessel, as: v}, {sum: influence_campaign, of: channels, as: s, at_least: 1}]")]
    facts = [fact("influence_campaign", campaign=f"campaign:{i}", channels=2**63 - 1) for i in range(2)]
    [match] = spark.infer(rulebook(rules), [*facts, FACTS[0]], DAY).matches
    assert match.totals[0][1].value == 2 * (2**63 - 1)


def test_many_facts_of_a_kind_do_not_stand_in_the_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.inference.spark_tables.MOST_IN_TEXT", 2)
    book = rulebook([SILENT, LATE])
    assert everything(spark.infer(book, FACTS, DAY)) == everything(reference.infer(book, FACTS, DAY))
    assert not spark_session().catalog.listTables()


def test_examples_by_the_shipped_rules() -> None:
    book, facts, day = cm.load_rulebook(), list(cm.read_facts(folder("examples")).facts), date(2026, 11, 1)
    assert everything(spark.infer(book, facts, day)) == everything(reference.infer(book, facts, day))


def test_a_conclusion_that_cannot_be_is_told_in_its_place() -> None:
    wrong = made("wrong", [Match("vessel", "v")], Conclude("indicator", {"name": FieldReference("v", "name")}))
    facts = [fact("vessel", id="ship:a", name="NOT A NAME")]
    first, second = spark.infer_many([(rulebook([wrong]), facts, DAY), (rulebook([SILENT]), FACTS, DAY)])
    assert isinstance(first, EngineError)
    assert everything(second) == everything(reference.infer(rulebook([SILENT]), FACTS, DAY))  # type: ignore[arg-type]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.integers(-(2**63), 2**63 - 1),
            st.none() | st.text(st.characters(exclude_categories=["Cs"])),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.dates(),
            st.none() | st.datetimes().map(lambda moment: moment.replace(fold=0)),
            st.none() | st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=2),
        ),
        max_size=30,
    )
)
def test_values_come_through_as_they_are(rows: list[tuple[Any, ...]]) -> None:
    columns: Any = {"n": "BIGINT", "t": "VARCHAR", "d": "DOUBLE", "x": "DATE", "m": "TIMESTAMP", "l": "VARCHAR[]"}
    back = [tuple(row) for row in spark_session().sql(rows_query(columns, rows)).collect()]
    assert sorted(map(repr, back)) == sorted(map(repr, rows))


def test_the_session_of_the_caller_is_left_as_it_was() -> None:
    session = spark_session()
    session.sql("SELECT 1 AS mine").createOrReplaceTempView("vessel")
    before = session.conf.get("spark.sql.session.timeZone")
    spark.infer(rulebook([SILENT]), FACTS, DAY)
    assert session.conf.get("spark.sql.session.timeZone") == before
    assert session.table("vessel").columns == ["mine"]
    session.catalog.dropTempView("vessel")


DYING = """
import os, signal, sys
sys.path[:0] = [{here!r}]
from making import DAY, fact, rule, rulebook
from pyspark import SparkContext
from countermove.errors import EngineError
from countermove.inference import spark
book = rulebook([rule("when: [{{match: vessel, as: v}}]")])
spark.infer(book, [fact("vessel", id="ship:a")], DAY)
os.kill(SparkContext._active_spark_context._gateway.proc.pid, signal.SIGKILL)
try:
    spark.infer(book, [fact("vessel", id="ship:a")], DAY)
except EngineError as error:
    print("TOLD", str(error).splitlines()[0])
"""


def test_a_killed_spark_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DYING.format(here=str(Path(__file__).parent))],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "TOLD Spark is gone: its process ended while it was at work [CM400]" in done.stdout, (
        done.stdout + done.stderr
    )


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    program = (
        "import sys; {}\n"
        "from countermove.errors import EngineError\n"
        "from countermove.inference.spark_session import session\n"
        "try: session()\n"
        "except EngineError as error: print(error)"
    )
    (tmp_path / "bin").mkdir()
    java = tmp_path / "bin" / "java"
    java.write_text("#!/bin/sh\necho 'Error: UnsupportedClassVersionError' >&2\nexit 1\n")
    java.chmod(0o755)
    for first, home, told in (
        ("sys.modules['pyspark'] = None", None, "Spark is not there"),
        ("pass", tmp_path / "nothing", "Spark needs Java, and there is none"),
        ("pass", tmp_path, "Spark did not start: Error: UnsupportedClassVersionError"),
    ):
        own = {**os.environ, **({"JAVA_HOME": str(home)} if home else {})}
        done = subprocess.run(
            [sys.executable, "-c", program.format(first)],
            env=own,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told in done.stdout, done.stdout + done.stderr
        assert "pip install 'countermove[spark]'" in done.stdout
