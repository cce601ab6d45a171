"""How many generated examples a test tries, which ones, and of which engines.

COUNTERMOVE_EXAMPLES: how many for each engine, 60 unless it is set. COUNTERMOVE_SEED: a number that other examples are drawn from.
Without it they are the same in every run, so that what was green stays green. COUNTERMOVE_ENGINES_REQUIRED=1: an engine that is not
installed is a failure, not something to skip.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings

from countermove.inference.engines import ENGINES

EXAMPLES = int(os.environ.get("COUNTERMOVE_EXAMPLES", "60"))
SEED = os.environ.get("COUNTERMOVE_SEED")

DEFINITION = "reference"
NEEDS = {"durable": ("durable_rules_engine",), "duckdb": ("duckdb",), "spark": ("pyspark", "sqlglot")}
"""Engine → the libraries without which it does not run."""
DEAR = ("spark",)
"""Engines that take seconds for an example; they have trials of their own, of many examples at once."""

Test = TypeVar("Test", bound=Callable[..., object])


def examples(share: float = 1, *, least: int = 5, shrink: bool = False) -> Callable[[Test], Test]:
    """Decorator for property tests that try this share of the examples. Engines load their libraries in the first one, so none
    has a deadline.

    Hypothesis shrinks only what it drew choice by choice. Where an example is a number from which all else follows, a smaller
    number is nothing simpler: there `shrinking` cuts down what it stands for.
    """
    drawn = settings(
        max_examples=max(least, round(EXAMPLES * share)),
        deadline=None,
        derandomize=SEED is None,
        database=None,
        print_blob=True,
        phases=(Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )

    def decorate(test: Test) -> Test:
        decorated = drawn(test)
        return seed(int(SEED))(decorated) if SEED is not None else decorated

    return decorate


generated = examples(shrink=True)
"""Decorator for property tests that try all examples, and draw them choice by choice."""


def engines(*, dear: bool = False) -> Sequence[object]:
    """The engines that are held against the definition, as parameters of a test; with or without those that are dear."""
    named = [name for name in ENGINES if name not in ("auto", DEFINITION) and (dear or name not in DEAR)]
    return [pytest.param(name, marks=missing(name)) for name in named]


def missing(engine: str) -> list[pytest.MarkDecorator]:
    """What marks a test of an engine that is not installed, unless all have to be."""
    lacking = [library for library in NEEDS.get(engine, ()) if find_spec(library) is None]
    if not lacking or os.environ.get("COUNTERMOVE_ENGINES_REQUIRED") == "1":
        return []
    return [pytest.mark.skip(reason=f"the engine {engine} needs {' and '.join(lacking)}, which is not installed")]


def joiners() -> Sequence[object]:
    """The joiners of live inference, as parameters of a test."""
    return ["network", pytest.param("durable", marks=missing("durable"))]
