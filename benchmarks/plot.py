"""Draws the figure of docs/performance.md: seconds against facts, both on logarithmic scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cells import Cell

_OURS = ("#0b5fa5", "#2a9d8f", "#7b3fa0", "#c2185b", "#6b7c0e")
_PEERS = ("#e07b00", "#222222", "#8d6e63", "#d1495b", "#b08900", "#3d5a80", "#9a8c98", "#5c8a3a", "#a0a0a0")
_MARKS = "osD^vP*Xd"

Style = Mapping[str, Any]


def draw(bulk: Sequence[Cell], shipped: Sequence[Cell], titles: Mapping[str, str], path: Path) -> None:
    """Two panels, one a workload. Writes a PNG."""
    import matplotlib as library

    library.use("Agg")
    from matplotlib import pyplot

    both = ((bulk, "Eleven rules: file to match tuples"), (shipped, "Shipped rulebook: file to HTML memo"))
    panels = [panel for panel in both if any(cell.measured for cell in panel[0])]
    styles = _styles(list(dict.fromkeys(titles[cell.engine] for cells, _ in panels for cell in cells if cell.measured)))
    figure, axes = pyplot.subplots(1, max(1, len(panels)), figsize=(6.6 * max(1, len(panels)), 6.8), squeeze=False)
    for (cells, title), axis in zip(panels, axes[0], strict=False):
        _panel(axis, cells, titles, styles)
        axis.set_title(title)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)


def _styles(shown: Sequence[str]) -> Mapping[str, Style]:
    """How each engine is drawn, the same in both panels: ours in full lines, peers in broken ones."""
    ours = [title for title in shown if title.startswith("Countermove")]
    peers = [title for title in shown if title not in ours]
    found: dict[str, Style] = {}
    for titles, colours, width, line in ((ours, _OURS, 2.2, "-"), (peers, _PEERS, 1.3, "--")):
        for place, title in enumerate(titles):
            colour, mark = colours[place % len(colours)], _MARKS[place % len(_MARKS)]
            found[title] = {"color": colour, "marker": mark, "markersize": 5, "linewidth": width, "linestyle": line}
    return found


def _panel(axis: Any, cells: Sequence[Cell], titles: Mapping[str, str], styles: Mapping[str, Style]) -> None:
    for name in dict.fromkeys(cell.engine for cell in cells if cell.measured):
        own = [cell for cell in cells if cell.engine == name and cell.measured]
        title = titles[name]
        axis.plot([cell.size for cell in own], [cell.median for cell in own], label=title, **styles[title])
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlabel("facts")
    axis.set_ylabel("seconds (median)")
    axis.grid(True, which="major", linewidth=0.5, alpha=0.5)
    axis.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncol=3, frameon=False)
