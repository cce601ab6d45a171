"""Real data: every engine, and a session on each joiner, gives the same briefing, byte for byte but for the engine's name.

All that is in the folder of shared data is read as a user reads it, with the curated facts beside it, and the briefings are made with the shipped rules.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from importlib.util import find_spec

import pytest

from countermove import resources
from countermove.brief import brief
from countermove.facts.fact_set import FactSet
from countermove.inference.engines import ENGINES
from countermove.inference.live import JOINERS
from countermove.memo.briefing import Briefing
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Session
from test_real_data_three_rules import FILES, SHARED, pytestmark

__all__ = ["pytestmark"]

AS_OF = date(2026, 11, 1)
NEEDS = {"durable": "durable_rules_engine", "duckdb": "duckdb", "spark": "pyspark"}


@cache
def _facts() -> FactSet:
    return read_facts([SHARED, SHARED.parent / "domain" / "facts"])


@cache
def _rulebook() -> Rulebook:
    return load_rulebook(resources.folder("rules"))


@cache
def _expected() -> list[str]:
    return _lines(brief(_facts(), _rulebook(), as_of=AS_OF, engine="reference"))


def _lines(briefing: Briefing) -> list[str]:
    return briefing.model_copy(update={"engine": ""}).render("json").splitlines(keepends=True)


def _same(found: list[str], expected: list[str]) -> None:
    """Lines are compared one by one: shown as a whole, two briefings of this size take minutes to tell apart."""
    pairs = zip(found, expected, strict=False)
    assert [(number, pair) for number, pair in enumerate(pairs, start=1) if pair[0] != pair[1]][:5] == []
    assert len(found) == len(expected)


def test_there_is_much_to_tell_apart() -> None:
    briefing = brief(_facts(), _rulebook(), as_of=AS_OF, engine="network")
    assert len(_facts().facts) > 10_000
    assert len(briefing.recommendations) > 300
    assert len({rule for recommendation in briefing.recommendations for rule in recommendation.rules}) > 10


@pytest.mark.parametrize("engine", [name for name in ENGINES if name not in ("auto", "reference")])
def test_an_engine_gives_the_reference_s_briefing(engine: str) -> None:
    library = NEEDS.get(engine)
    if library and find_spec(library) is None and os.environ.get("COUNTERMOVE_ENGINES_REQUIRED") != "1":
        pytest.skip(f"the engine {engine} needs {library}, which is not installed")
    briefing = brief(_facts(), _rulebook(), as_of=AS_OF, engine=engine)
    assert briefing.engine == engine
    _same(_lines(briefing), _expected())


@pytest.mark.parametrize("engine", JOINERS)
def test_a_session_gives_it_too_however_the_facts_came(engine: str) -> None:
    """In two halves, with a third of them taken back and given again in between."""
    facts = _facts().facts
    with Session(_rulebook(), as_of=AS_OF, engine=engine) as session:
        session.assert_facts(facts[::2])
        session.retract([fact.id for fact in facts[::6]])
        session.assert_facts([*facts[1::2], *facts[::6]])
        found = _lines(session.briefing())
    _same(found, _lines(brief(FactSet.of(facts), _rulebook(), as_of=AS_OF, engine="network")))


def test_the_files_of_the_three_rules_are_among_them() -> None:
    assert all(SHARED in path.parents for path in FILES)
