"""How many generated examples a test tries: COUNTERMOVE_EXAMPLES, 200 unless it is set. Where CI is set, always the same ones."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("COUNTERMOVE_EXAMPLES", "200"))

generated = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
"""Decorator for property tests. Engines load their libraries in the first example, so no example has a deadline."""
