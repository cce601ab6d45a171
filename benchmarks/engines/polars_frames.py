"""The eleven rules in Polars, written by hand for these very facts: the floor in another library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.workload import RULES as ALL_RULES
from benchmarks.workload import THRESHOLDS, Counts, Stopwatch

TITLE = "Polars by hand"
PACKAGES = ("polars",)
RULES = ALL_RULES
MOST = 10_000_000
NOTE = (
    "`read_ndjson` with the types of all fields given, one lazy frame a kind, the eleven results collected together so that what they "
    "share is worked out once. No validation, no merging of sources, no provenance."
)


def prepare() -> Any:
    import polars

    return polars


def bulk(prepared: Any, path: Path, watch: Stopwatch) -> Counts:
    pl = prepared
    text = (
        "kind", "id", "imo", "name", "flag", "type", "country", "entity", "authority", "measure", "date", "owner", "asset", "since",
        "vessel", "start", "area", "port", "arrived", "result", "after",
    )  # fmt: skip
    schema = dict.fromkeys(text, pl.String)
    schema |= {"built": pl.Int64, "share": pl.Float64, "hours": pl.Float64}
    schema |= {"receiver_suspect": pl.Boolean, "oil_terminal": pl.Boolean}
    with watch.part("loading"):
        facts = pl.read_ndjson(path, schema=schema)
    with watch.part("matching"):
        matches = dict(zip(RULES, pl.collect_all(_queries(pl, facts.lazy())), strict=True))
    return {rule: frame.height for rule, frame in matches.items()}


def _queries(pl: Any, facts: Any) -> list[Any]:
    """The rules as lazy frames, in their order."""

    def of(kind: str, *tests: Any) -> Any:
        return facts.filter(pl.col("kind") == kind, *tests)

    ships = of("vessel").select(ship="id", flag="flag")
    listings = of("designation").select("authority", "measure", "entity", listing="id")
    stakes = of("ownership").select("owner", "asset", "share", stake="id")
    by_eu = listings.filter(pl.col("authority") == "eu")
    clean = of("inspection", pl.col("result") == "clean")
    changes = of("flag_change").group_by("vessel").len("times").filter(pl.col("times") >= 3)
    return [
        *(of("ais_gap", pl.col("hours") >= hours).select("id") for hours in THRESHOLDS.values()),
        by_eu.filter(pl.col("measure") == "transport_ban").join(ships, left_on="entity", right_on="ship").select("listing", "entity"),
        of("ais_gap", pl.col("hours") >= 12, ~pl.col("receiver_suspect"))
        .join(ships.filter(pl.col("flag") == "iso3166:PA"), left_on="vessel", right_on="ship")
        .select("vessel", "id"),
        stakes.filter(pl.col("share") >= 25)
        .join(of("company", pl.col("country") == "iso3166:RU").select(company="id"), left_on="owner", right_on="company")
        .select("owner", "stake"),
        by_eu.filter(pl.col("measure") == "asset_freeze")
        .join(stakes, left_on="entity", right_on="owner")
        .join(
            of("port_call", pl.col("country") == "iso3166:RU").select("vessel", call="id"),
            left_on="asset", right_on="vessel",
        )
        .select("listing", "stake", "call"),
        listings.filter(pl.col("authority") == "uk")
        .join(ships, left_on="entity", right_on="ship")
        .join(clean, left_on="entity", right_on="vessel", how="anti")
        .select("entity", "listing"),
        changes.join(ships, left_on="vessel", right_on="ship").select("vessel", "times"),
    ]  # fmt: skip
