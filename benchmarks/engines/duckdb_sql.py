"""The eleven rules as SQL written by hand for these very facts: the floor for whatever works on one machine.

All fields of the facts are read, with the types given beforehand, so that a memo could be written from them. Nothing is validated.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import THRESHOLDS, Counts, Stopwatch

TITLE = "DuckDB, SQL by hand"
PACKAGES = ("duckdb",)
RULES = ALL_RULES
MOST = 10_000_000
NOTE = (
    "`read_json` with the columns and types of all fields given, one table for all kinds, eleven queries written for these rules, each "
    "with its tuples of ids kept in a table. No validation, no merging of sources, no provenance."
)

COLUMNS: Mapping[str, str] = {
    "kind": "VARCHAR", "id": "VARCHAR", "imo": "VARCHAR", "name": "VARCHAR", "flag": "VARCHAR", "type": "VARCHAR", "built": "BIGINT",
    "country": "VARCHAR", "entity": "VARCHAR", "authority": "VARCHAR", "measure": "VARCHAR", "date": "DATE", "owner": "VARCHAR",
    "asset": "VARCHAR", "share": "DOUBLE", "since": "DATE", "vessel": "VARCHAR", "start": "TIMESTAMP", "hours": "DOUBLE",
    "receiver_suspect": "BOOLEAN", "area": "VARCHAR", "port": "VARCHAR", "arrived": "DATE", "oil_terminal": "BOOLEAN",
    "result": "VARCHAR", "after": "VARCHAR",
}  # fmt: skip

QUERIES: Mapping[str, str] = {
    **{
        rule: f"SELECT id AS gap FROM facts WHERE kind = 'ais_gap' AND hours >= {hours}"
        for rule, hours in THRESHOLDS.items()
    },
    "r06": """
        SELECT listing.id AS listing, ship.id AS ship
        FROM facts AS listing JOIN facts AS ship ON ship.id = listing.entity
        WHERE listing.kind = 'designation' AND listing.authority = 'eu' AND listing.measure = 'transport_ban' AND ship.kind = 'vessel'
        """,
    "r07": """
        SELECT ship.id AS ship, gap.id AS gap
        FROM facts AS ship JOIN facts AS gap ON gap.vessel = ship.id
        WHERE ship.kind = 'vessel' AND ship.flag = 'iso3166:PA'
        AND gap.kind = 'ais_gap' AND gap.hours >= 12 AND NOT gap.receiver_suspect
        """,
    "r08": """
        SELECT owner.id AS owner, stake.id AS stake
        FROM facts AS owner JOIN facts AS stake ON stake.owner = owner.id
        WHERE owner.kind = 'company' AND owner.country = 'iso3166:RU' AND stake.kind = 'ownership' AND stake.share >= 25
        """,
    "r09": """
        SELECT listing.id AS listing, stake.id AS stake, call.id AS call
        FROM facts AS listing JOIN facts AS stake ON stake.owner = listing.entity JOIN facts AS call ON call.vessel = stake.asset
        WHERE listing.kind = 'designation' AND listing.authority = 'eu' AND listing.measure = 'asset_freeze'
        AND stake.kind = 'ownership' AND call.kind = 'port_call' AND call.country = 'iso3166:RU'
        """,
    "r10": """
        SELECT ship.id AS ship, listing.id AS listing
        FROM facts AS ship JOIN facts AS listing ON listing.entity = ship.id
        WHERE ship.kind = 'vessel' AND listing.kind = 'designation' AND listing.authority = 'uk' AND NOT EXISTS (
            FROM facts AS found WHERE found.kind = 'inspection' AND found.vessel = ship.id AND found.result = 'clean')
        """,
    "r11": """
        SELECT ship.id AS ship, changes.times AS times
        FROM facts AS ship JOIN (
            SELECT vessel, count(*) AS times FROM facts WHERE kind = 'flag_change' GROUP BY vessel HAVING times >= 3
        ) AS changes ON changes.vessel = ship.id
        WHERE ship.kind = 'vessel'
        """,
}


def prepare() -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    return connection


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    with watch.part("loading"):
        columns = ", ".join(f"{name}: '{type}'" for name, type in COLUMNS.items())
        reading = f"read_json(?, format = 'newline_delimited', columns = {{{columns}}})"
        prepared.execute(f"CREATE TABLE facts AS SELECT * FROM {reading}", [str(path)])
    with watch.part("matching"):
        for rule, query in QUERIES.items():
            prepared.execute(f"CREATE TABLE {rule} AS {query}")
    return {rule: prepared.execute(f"SELECT count(*) FROM {rule}").fetchone()[0] for rule in QUERIES}
