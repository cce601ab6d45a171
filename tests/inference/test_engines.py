"""Engines by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from making import DAY, fact, inferred, rule, rulebook

from countermove.cli.memo import memo
from countermove.errors import EngineError, UsageError
from countermove.inference import engines
from countermove.inference.engines import AUTO, ENGINES, infer

GAPS = rule("when: [{match: ais_gap, as: gap}, {none: detention, where: {vessel: $gap.vessel}}]")


@pytest.mark.parametrize(("asked", "used"), [("auto", "durable"), ("durable", "durable"), ("reference", "reference")])
def test_an_inference_names_the_engine_that_made_it(asked: str, used: str) -> None:
    found = inferred(asked, GAPS, [fact("ais_gap", vessel="ship:a", start="2024-01-01T00:00:00Z")])
    assert (found.engine, found.as_of, len(found.matches)) == (used, DAY, 1)


def test_an_unknown_engine_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"(?s)there is no engine 'prolog'.*choose one of auto, reference, durable"):
        infer(rulebook([]), [], DAY, "prolog")
    assert sorted(ENGINES) == ["duckdb", "durable", "network", "reference", "spark"]


def test_auto_takes_what_is_quicker_for_so_many_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert infer(rulebook([]), iter(()), DAY).engine == "durable"
    monkeypatch.setattr(engines, "DURABLE_UP_TO", 1)
    assert infer(rulebook([]), [fact("vessel", id=f"ship:{i}") for i in "ab"], DAY).engine == "network"


def test_the_command_line_offers_every_engine() -> None:
    offered = next(option for option in memo.params if option.name == "engine").type
    assert isinstance(offered, click.Choice)
    assert sorted(offered.choices) == sorted([AUTO, *ENGINES])


def test_the_reference_does_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    assert inferred("reference", GAPS, []).matches == ()
    with pytest.raises(EngineError, match="or choose the engine reference"):
        inferred("auto", GAPS, [])


def test_libraries_are_loaded_when_they_are_needed() -> None:
    program = (
        "import sys, countermove.inference.engines; assert not {'durable', 'durable_rules_engine'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_results_do_not_hang_on_the_order_of_sets(engine: str) -> None:
    program = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from making import everything, fact, inferred, rule
        from test_reference import ANY_LISTING, CHAIN, listing, owns, ship
        facts = [ship(c) for c in "abcd"] + [listing(c, a) for c in "abc" for a in ("eu", "uk")]
        facts += [owns(a, b) for a, b in ("ab", "bc", "ca", "cd", "da")]
        rules = [*CHAIN, rule(ANY_LISTING, id="any-listing")]
        print(everything(inferred({engine!r}, rules, facts)))
    """.replace("\n        ", "\n")
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(answers) == 1
