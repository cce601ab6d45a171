"""The aims that the project has set itself, and whether one run met them. Every ratio is of figures of that run alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.cells import Cell, LiveCell, of

MILLION, TEN_MILLION = 1_000_000, 10_000_000
GIGABYTE = 1e9


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked, what was measured, and whether it was met; None where the run does not tell."""

    asked: str
    measured: str
    met: bool | None


def aims(bulk: Sequence[Cell], live: Sequence[LiveCell], shipped: Sequence[Cell]) -> list[Aim]:
    """All aims, in the order in which they were set."""
    return [*_bulk(bulk), *_shipped(shipped), *_live(live)]


def _bulk(cells: Sequence[Cell]) -> Iterator[Aim]:
    ours = of(cells, "ours_bulk", MILLION)
    more = of(cells, "ours_bulk", TEN_MILLION)
    floor = of(cells, "duckdb_sql", MILLION)
    yield _at_most("Bulk, 10⁶ facts: at most 1.5 times the hand-written DuckDB SQL", ours, floor, 1.5)
    for name, peer in (("clips", "CLIPS"), ("durable_raw", "raw durable_rules")):
        asked = f"Bulk, 10⁶ facts: at least 50 times faster than {peer}"
        other = of(cells, name, MILLION)
        if ours and other:
            times = other.median / ours.median
            yield Aim(asked, f"{times:.1f} times ({other.median:.2f} s to {ours.median:.2f} s)", times >= 50)
        else:
            yield Aim(asked, "not measured in this run", None)
    yield _peak("Bulk, 10⁶ facts: peak memory at most 1.5 GB", ours, 1.5)
    yield _at_most("Bulk, 10⁷ facts: at most 12 times the time of 10⁶", more, ours, 12)
    yield _peak("Bulk, 10⁷ facts: peak memory under 6 GB", more, 6)


def _shipped(cells: Sequence[Cell]) -> Iterator[Aim]:
    asked = "Shipped rulebook, 10⁶ facts, command line from file to HTML memo: at most 10 times `read_json` of the file"
    yield _at_most(asked, of(cells, "duckdb", MILLION), of(cells, "read_json", MILLION), 10)


def _live(cells: Sequence[LiveCell]) -> Iterator[Aim]:
    at = {cell.engine: cell for cell in cells if cell.size == 100_000 and cell.measured}
    ours, clips = at.get("ours_network"), at.get("clips")
    asked_middle = "Live, 10⁵ facts loaded: median of one more fact with `network` at most half of CLIPS's"
    asked_high = "Live, 10⁵ facts loaded: 99th percentile with `network` at most CLIPS's"
    if not (ours and clips):
        yield Aim(asked_middle, "not measured in this run", None)
        yield Aim(asked_high, "not measured in this run", None)
        return
    for asked, own, other, most in (
        (asked_middle, ours.median, clips.median, 0.5),
        (asked_high, ours.high, clips.high, 1.0),
    ):
        ratio = own / other
        yield Aim(asked, f"{ratio:.2f} times ({own * 1e6:.1f} µs to {other * 1e6:.1f} µs)", ratio <= most)


def _at_most(asked: str, ours: Cell | None, other: Cell | None, most: float) -> Aim:
    if not (ours and other):
        return Aim(asked, "not measured in this run", None)
    ratio = ours.median / other.median
    return Aim(asked, f"{ratio:.2f} times ({ours.median:.2f} s to {other.median:.2f} s)", ratio <= most)


def _peak(asked: str, cell: Cell | None, most: float) -> Aim:
    if not cell:
        return Aim(asked, "not measured in this run", None)
    peak = cell.peak / GIGABYTE
    return Aim(asked, f"{peak:.2f} GB", peak <= most)
