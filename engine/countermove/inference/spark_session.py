"""The Spark session that a run uses: the caller's own, in a room of its own, or a small one on this machine.

What a run sets and names must not touch what else the caller does with Spark, so on a session that is there already it works in a new
one over the same cluster: own settings, own names of tables.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from countermove.errors import EngineError
from countermove.inference.spark_errors import install_hint, library, told

ALWAYS: Mapping[str, str] = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.crossJoin.enabled": "true",
}
"""What the queries mean the same by as they do in DuckDB, on whatever session."""

QUICK: Mapping[str, str] = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.ui.explainMode": "simple",
    "spark.sql.maxPlanStringLength": "0",
}
"""For a handful of facts: compiling a query to machine code takes longer than running it, and one part is enough."""

SHORT_LIVED: Mapping[str, str] = {"spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
"""Options for `start` where many small queries are all there is, as in tests: Java then compiles quickly, not well."""

LARGE: Mapping[str, str] = {
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
}
"""For a store: queries are compiled, and Spark measures as it goes."""

_AT_START: Mapping[str, str] = {
    "spark.app.name": "countermove",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
}

_lock = threading.Lock()
_rooms: dict[str, Any] = {}
"""By application: the session that runs work in."""


def session(given: Any = None, settings: Mapping[str, str] = QUICK, *, alone: bool = False) -> Any:
    """A session to work in: over the one given, else over the active one, else over a new one on this machine's cores; `alone` for one
    whose tables nobody else will name.

    Raises EngineError where pyspark or Java is missing, or Spark does not start.
    """
    sql = library("pyspark.sql")
    with _lock, told():
        root = given or sql.SparkSession.getActiveSession() or start()
        if not hasattr(root, "sparkContext") or not hasattr(root, "newSession"):
            raise EngineError(
                "this Spark session cannot be worked in: it is a connection to a server",
                hint="make the session in the driver program: SparkSession.builder.getOrCreate()",
            )
        name = str(root.sparkContext.applicationId)
        if name not in _rooms:
            _rooms.clear()  # of sessions that were stopped
            _rooms[name] = root.newSession()
        room = root.newSession() if alone else _rooms[name]
        furnish(room, settings)
    return room


def furnish(room: Any, settings: Mapping[str, str]) -> None:
    """Give a session that is worked in its settings, whatever it had."""
    with told():
        for key in (*QUICK, *LARGE):
            room.conf.unset(key)
        for key, value in {**ALWAYS, **settings}.items():
            room.conf.set(key, value)


def start(master: str = "local[*]", options: Mapping[str, str] | None = None) -> Any:
    """A new session on this machine. What Java says goes to a file, and is told only if it does not come up.

    `options` are Spark's, by name. Raises EngineError where pyspark or Java is missing, or Spark does not start.
    """
    if not _java():
        raise EngineError("Spark needs Java, and there is none", hint=install_hint())
    pyspark, gateways, sql = library("pyspark"), library("pyspark.java_gateway"), library("pyspark.sql")
    conf = pyspark.SparkConf().setMaster(master)
    for key, value in {**(options or {}), **_AT_START, **ALWAYS}.items():
        conf.setIfMissing(key, value)
    warehouse = tempfile.mkdtemp(prefix="countermove-")  # else Spark makes a folder where the program is run
    atexit.register(shutil.rmtree, warehouse, ignore_errors=True)
    conf.setIfMissing("spark.sql.warehouse.dir", warehouse)
    with tempfile.TemporaryFile() as said:
        try:
            gateway = gateways.launch_gateway(conf, popen_kwargs={"stdout": said, "stderr": said})
            context = pyspark.SparkContext(gateway=gateway, conf=conf)
        except Exception as error:
            said.seek(0)
            raise EngineError(
                f"Spark did not start: {_reason(said.read().decode(errors='replace'), error)}", hint=install_hint()
            ) from error
    return sql.SparkSession(context)


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _reason(said: str, error: Exception) -> str:
    """The line of Java's last words that tells most."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "Exception" in line or "JAVA_HOME" in line]
    return (telling or [str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__])[0]
