"""`python -m benchmarks`: runs everything and writes docs/performance.md with its figure."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import installing, machine, plot, runs, shipped_runs
from benchmarks.aims import aims
from benchmarks.report import SHIPPED_TITLES, Run, differences, report

ROOT = Path(__file__).parent.parent
WORKLOADS = ("eleven", "live", "shipped")


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as temporary:
        folder = Path(given.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if "json_rules_engine" in given.engines and not installing.install(folder / "node"):
            _say("json-rules-engine is left out: node or npm is not there, or the package could not be had")
        return _run(given, folder)


def _run(given: argparse.Namespace, folder: Path) -> int:
    about = machine.described()
    eleven, live, shipped = (name in given.workloads for name in WORKLOADS)
    bulk_cells = runs.bulk(given.engines, given.sizes, folder, given.repeat, given.limit, _say) if eleven else []
    live_names = [name for name in runs.LIVE if name.partition(":")[0] in given.engines]
    live_cells = runs.live(live_names, given.live, given.more, given.limit, _say) if live else []
    shipped_cells = (
        shipped_runs.run(given.shipped_engines, given.shipped, folder, given.repeat, given.limit, _say)
        if shipped
        else []
    )
    titles = {name: runs.engine(name).TITLE for name in given.engines} | dict(SHIPPED_TITLES)
    output = Path(given.output)
    figure = output.parent / "figures" / f"{output.stem}.png"
    if bulk_cells or shipped_cells:
        plot.draw(bulk_cells, shipped_cells, titles, figure)
    packages = {package for name in given.engines for package in runs.engine(name).PACKAGES}
    run = Run(
        bulk_cells, live_cells, shipped_cells, aims(bulk_cells, live_cells, shipped_cells), about,
        machine.versions({*packages, "duckdb", "pydantic"}), given.more, _command(given), f"figures/{figure.name}",
    )  # fmt: skip
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(output.name + ".unfinished")
    unfinished.write_text(report(run), encoding="utf-8")
    unfinished.replace(output)
    for aim in run.aims:
        _say(f"{'–' if aim.met is None else 'met' if aim.met else 'MISSED'}: {aim.asked}: {aim.measured}")
    for told in differences(run):
        _say(f"Error: engines differ: {told}")
    return 1 if differences(run) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Side by side with other engines.")
    parser.add_argument(
        "--workloads", type=_words(WORKLOADS), default=list(WORKLOADS), help=f"of {', '.join(WORKLOADS)}"
    )
    parser.add_argument(
        "--sizes", type=_numbers, default=[10**n for n in range(3, 8)], help="facts for the eleven rules"
    )
    parser.add_argument(
        "--engines", type=_words(runs.ENGINES), default=list(runs.ENGINES), help=f"of {', '.join(runs.ENGINES)}"
    )
    parser.add_argument(
        "--live", type=_numbers, default=[10_000, 100_000], help="facts loaded before one more is given"
    )
    parser.add_argument("--more", type=int, default=3000, help="facts given one at a time")
    parser.add_argument(
        "--shipped", type=_numbers, default=[10**n for n in range(3, 7)], help="facts for the shipped rulebook"
    )
    names = tuple(shipped_runs.MOST)
    parser.add_argument(
        "--shipped-engines",
        type=_words(names),
        default=[n for n in names if n != "spark"],
        help=f"of {', '.join(names)}",
    )
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, where one takes up to 10 seconds")
    parser.add_argument("--limit", type=float, default=600, help="seconds after which one run is stopped")
    parser.add_argument("--folder", help="where files of facts are made and kept; else a temporary folder")
    parser.add_argument(
        "--output", default=str(ROOT / "docs" / "performance.md"), help="the page; its figure goes beside it"
    )
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(float(word)) for word in text.split(",")]


def _words(known: Sequence[str]) -> Callable[[str], list[str]]:
    def words(text: str) -> list[str]:
        wanted = text.split(",")
        for word in wanted:
            if word not in known:
                raise argparse.ArgumentTypeError(f"'{word}' is none of {', '.join(known)}")
        return wanted

    return words


def _command(given: argparse.Namespace) -> str:
    """The command that a reader types to get this page again."""
    sizes = ",".join(str(size) for size in given.sizes)
    live = ",".join(str(size) for size in given.live)
    shipped = ",".join(str(size) for size in given.shipped)
    told = f"python -m benchmarks --sizes {sizes} --live {live} --shipped {shipped} --repeat {given.repeat}"
    if given.workloads != list(WORKLOADS):
        told += f" --workloads {','.join(given.workloads)}"
    return told if given.engines == list(runs.ENGINES) else f"{told} --engines {','.join(given.engines)}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
