"""One more fact at a time: every engine delivers the same matches for the same facts."""

from __future__ import annotations

from benchmarks import runs


def test_live_engines_deliver_the_same_matches() -> None:
    told: list[str] = []
    cells = {cell.engine: cell for cell in runs.live(runs.LIVE, [1000], 200, limit=120, say=told.append)}
    for name in ("ours_network", "ours_durable", "ours_network:Session"):
        assert cells[name].measured, cells[name].why
        assert len(cells[name].seconds) == 200
    assert sum(cells["ours_network"].counts.values()) > 0
    assert cells["ours_network"].counts == cells["ours_durable"].counts
    assert cells["ours_network:Session"].counts["recommendations"] > 0
