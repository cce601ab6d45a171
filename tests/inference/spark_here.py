"""The Spark session of the tests; tests that need it are skipped where Spark is not installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
from functools import cache
from typing import Any

import pytest


def why_not() -> str | None:
    """Why there can be no Spark here; None if there can."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("sqlglot") is None:
        return "the extra 'spark' is not installed"
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        return "there is no Java (on Debian: openjdk-17-jre-headless)"
    return None


@cache
def spark_session() -> Any:
    """One session for all tests, with options for many small queries; or the one that a test made before, since there can be but one."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    from countermove.inference.spark_session import SHORT_LIVED, start

    return SparkSession.getActiveSession() or start("local[2]", SHORT_LIVED)
