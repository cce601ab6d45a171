"""Markdown tables of cells: engines down, sizes across."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.cells import Cell


def table(cells: Sequence[Cell], titles: Mapping[str, str], shown: Callable[[Cell], str]) -> Iterator[str]:
    sizes = sorted({cell.size for cell in cells})
    at = {(cell.engine, cell.size): cell for cell in cells}
    yield f"| engine | {' | '.join(f'{size:,}' for size in sizes)} |"
    yield f"|---|{'---:|' * len(sizes)}"
    for name in dict.fromkeys(cell.engine for cell in cells):
        row = [at.get((name, size)) for size in sizes]
        if any(cell and cell.measured for cell in row):
            yield f"| {titles[name]} | {' | '.join(shown(cell) if cell and cell.measured else '–' for cell in row)} |"


def seconds(cell: Cell) -> str:
    """Median, with the spread where there were repeats."""
    told = _figure(cell.median)
    if len(cell.seconds) > 1:
        told += f" ({_figure(min(cell.seconds))}–{_figure(max(cell.seconds))})"
    return told


def split(cell: Cell) -> str:
    return " + ".join(_figure(part) for part in (cell.part("loading"), cell.part("matching")) if part is not None)


def _figure(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"
