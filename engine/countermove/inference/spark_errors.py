"""What Spark says went wrong, in our tree of errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from countermove.errors import EngineError

_TALKATIVE = ("SQLQueryContextLogger", "DataFrameQueryContextLogger", "py4j.clientserver", "py4j.java_gateway")
"""They print what is raised besides."""


def install_hint() -> str:
    """What to install for Spark."""
    return "install it: pip install 'countermove[spark]', and Java 17 or 21 (on Debian: openjdk-17-jre-headless)"


def library(name: str) -> Any:
    """A module of pyspark or sqlglot. Raises EngineError where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise EngineError(f"Spark is not there ({error})", hint=install_hint()) from error


@contextmanager
def told() -> Iterator[None]:
    """Whatever goes wrong in Spark or on the way to it is an EngineError that says what, and what to do."""
    captured = library("pyspark.errors").PySparkException
    protocol = library("py4j.protocol")
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    except captured as error:
        raise EngineError(f"Spark could not do its work: {_first(error)}", hint=_advice(str(error))) from error
    except protocol.Py4JJavaError as error:
        said = str(error.java_exception) if _alive(error) else str(error)
        raise EngineError(f"Spark could not do its work: {_line(said)}", hint=_advice(said)) from error
    except (protocol.Py4JError, ConnectionError, EOFError) as error:
        raise EngineError(
            "Spark is gone: its process ended while it was at work",
            hint="see its log for the reason (often too little memory), then start again; nothing was written",
        ) from error
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def _alive(error: Any) -> bool:
    try:
        str(error.java_exception)
    except Exception:
        return False
    return True


def _first(error: Any) -> str:
    return _line(str(error))


def _line(text: str) -> str:
    """The first line that says something, without the names of Java's classes."""
    for line in text.splitlines():
        line = line.strip()
        while (
            line.split(": ", 1)[0].replace(".", "").replace("$", "").isalnum() and ".apache." in line.split(": ", 1)[0]
        ):
            line = line.partition(": ")[2].strip()
        if line:
            return line
    return "it gave no reason"


def _advice(message: str) -> str:
    if "No space left" in message:
        return "make room on the disk that holds Spark's temporary files (spark.local.dir)"
    if "OutOfMemory" in message or "heap space" in message:
        return "give it more memory (spark.driver.memory, spark.executor.memory) or more parts (spark.sql.shuffle.partitions)"
    if "FILE_NOT_EXIST" in message or "PATH_NOT_FOUND" in message:
        return "see whether somebody cleared the store or the folder for work, then start again"
    if "not a Parquet file" in message or "parquet" in message.lower():
        return "a file of the store is damaged: make the store again with countermove facts convert"
    return "see Spark's log for more"
