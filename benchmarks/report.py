"""Writes docs/performance.md out of one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.aims import Aim
from benchmarks.cells import VOID, Cell, LiveCell
from benchmarks.runs import engine
from benchmarks.tables import seconds, split, table
from benchmarks.workload import RULES, Counts

RULE_WORDS: Mapping[str, str] = {
    "r01": "a silence of 6 hours or more", "r02": "12 hours", "r03": "24 hours", "r04": "48 hours", "r05": "72 hours",
    "r06": "listing and ship (join of two)", "r07": "ship under a flag and silence (join of two)",
    "r08": "company and stake (join of two)", "r09": "frozen owner, stake, call in port (join of three)",
    "r10": "listed ship without a clean inspection (none)", "r11": "three changes of flag or more (count)",
}  # fmt: skip

LIVE_TITLES: Mapping[str, str] = {
    "ours_network": "Countermove, network (`LiveInference`): changes of matches",
    "ours_durable": "Countermove, durable (`LiveInference`): changes of matches",
    "ours_network:Session": "Countermove, network (`Session`): changes of recommendations, read later or never",
    "ours_durable:Session": "Countermove, durable (`Session`): changes of recommendations, read later or never",
    "ours_network:Reading": "Countermove, network (`Session`): changes of recommendations, read after each fact",
}

SHIPPED_TITLES: Mapping[str, str] = {
    "read_json": "read_json alone", "duckdb": "Countermove, bulk (duckdb)", "network": "Countermove, network",
    "durable": "Countermove, durable", "reference": "Countermove, reference", "spark": "Countermove, spark",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Everything that a run has to tell."""

    bulk: Sequence[Cell]
    live: Sequence[LiveCell]
    shipped: Sequence[Cell]
    aims: Sequence[Aim]
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    more: int
    command: str
    figure: str


def report(run: Run) -> str:
    """The page, as Markdown."""
    return "\n".join([*_lines(run)]) + "\n"


def _lines(run: Run) -> Iterator[str]:
    yield from (
        "# Performance",
        "",
        "This page is written by the benchmark, out of one run on one machine. Do not edit it: run it again.",
        "",
        "```",
        run.command,
        "```",
        "",
        "Each engine runs in a process of its own, one after the other, on the same files. Before any time is kept, the matches of all "
        "engines are held against each other rule by rule; where two differ, nobody's times at that size are told. A figure is the median of the "
        "repeats, with the least and the most behind it; what takes longer than 10 seconds is run once. Peak memory is that of the "
        "process with all that it starts.",
        "",
        *_differences(run),
        "## The aims",
        "",
        "| asked | measured | |",
        "|---|---|---|",
        *(f"| {aim.asked} | {aim.measured} | {_mark(aim.met)} |" for aim in run.aims),
        "",
        "## The machine",
        "",
        "| | |",
        "|---|---|",
        *(f"| {name} | {text} |" for name, text in run.machine.items()),
        f"| Versions | {', '.join(f'{name} {number}' for name, number in run.versions.items())} |",
        "",
    )
    if run.bulk or run.shipped:
        yield from (f"![Seconds against facts, on logarithmic scales]({run.figure})", "")
    if run.bulk:
        yield from _eleven(run.bulk)
    if run.live:
        yield from _live(run.live, run.more)
    if run.shipped:
        yield from _shipped(run.shipped)
    if run.bulk:
        yield from _driven(run.bulk)


def differences(run: Run) -> list[str]:
    """Where engines differed, each case once."""
    cells: list[Cell | LiveCell] = [*run.bulk, *run.live, *run.shipped]
    return list(dict.fromkeys(cell.why.removeprefix(VOID) for cell in cells if cell.why.startswith(VOID)))


def _differences(run: Run) -> Iterator[str]:
    found = differences(run)
    if found:
        yield from (f"**In this run engines differed:** {'; '.join(found)}.", "")


def _eleven(cells: Sequence[Cell]) -> Iterator[str]:
    titles = {cell.engine: engine(cell.engine).TITLE for cell in cells}
    yield from (
        "## Eleven rules",
        "",
        "From a file of JSON lines to the match tuples, as ids of facts: parsing included, start of the program and loading of libraries "
        "and rules not. The facts are ships, companies, listings, stakes, silences, port calls, inspections and changes of flag, 134 bytes "
        "each, mixed line by line; a third of them match something.",
        "",
        *table(cells, titles, seconds),
        "",
        "Seconds. Where an engine tells them apart, the same in loading (reading, and for Countermove validating) and matching:",
        "",
        *table([cell for cell in cells if cell.part("matching") is not None or not cell.measured], titles, split),
        "",
        "Peak memory, in MB:",
        "",
        *table(cells, titles, lambda cell: f"{cell.peak / 1e6:,.0f}"),
        "",
        "Matches, the same for every engine that expresses the rule:",
        "",
        *_matches(cells),
        "",
    )


def _matches(cells: Sequence[Cell]) -> Iterator[str]:
    sizes = sorted({cell.size for cell in cells})
    found: dict[int, Counts] = {}
    for cell in cells:
        if cell.measured:
            found[cell.size] = {**cell.counts, **found.get(cell.size, {})}
    yield f"| rule | {' | '.join(f'{size:,}' for size in sizes)} |"
    yield f"|---|{'---:|' * len(sizes)}"
    for rule in RULES:
        row = " | ".join(f"{found.get(size, {}).get(rule, 0):,}" if found.get(size) else "" for size in sizes)
        yield f"| {rule}: {RULE_WORDS[rule]} | {row} |"


def _live(cells: Sequence[LiveCell], more: int) -> Iterator[str]:
    sizes = sorted({cell.size for cell in cells})
    names = list(dict.fromkeys(cell.engine for cell in cells))
    at = {(cell.engine, cell.size): cell for cell in cells}
    yield from (
        "## One more fact",
        "",
        f"{more:,} facts, one at a time, after so many were loaded, with the matches of each delivered before the next is given. The "
        "objects to give are made beforehand on all sides; what was loaded is exempt from garbage collection on all sides. Microseconds, "
        "median and 99th percentile.",
        "",
        f"| engine | {' | '.join(f'{size:,} median | 99th' for size in sizes)} |",
        f"|---|{'---:|---:|' * len(sizes)}",
    )
    for name in names:
        row = []
        for size in sizes:
            cell = at.get((name, size))
            if cell and cell.measured:
                row += [f"{cell.median * 1e6:,.1f}", f"{cell.high * 1e6:,.1f}"]
            else:
                row += [cell.why if cell else "", ""]
        yield f"| {LIVE_TITLES.get(name) or engine(name).TITLE} | {' | '.join(row)} |"
    yield from (
        "",
        "`LiveInference` keeps every match up to date: a match that a new fact ends is told as lost, a total that moves as changed, with "
        "the fact that did it. CLIPS, Drools and durable_rules tell what fires and nothing of what stops holding; the two last are given "
        "nine of the rules. `Session` weighs recommendations besides (confidence, rank, what contradicts what), when its answer is read.",
        "",
    )


def _shipped(cells: Sequence[Cell]) -> Iterator[str]:
    rules = "`countermove memo FACTS.jsonl --engine ENGINE -o memo.html`"
    yield from (
        "## The shipped rulebook",
        "",
        f"{rules}, from the start of the process to its end, against a process that does no more than "
        "`CREATE TABLE facts AS SELECT * FROM read_json('FACTS.jsonl')`. The facts are of 42 kinds, 290 bytes each, with graded evidence "
        "from 36 sources; one in fifty is told twice. The memos of all engines were compared byte for byte, but for the engine's name, "
        "before any time was kept. Seconds:",
        "",
        *table(cells, SHIPPED_TITLES, seconds),
        "",
        "Peak memory, in MB:",
        "",
        *table(cells, SHIPPED_TITLES, lambda cell: f"{cell.peak / 1e6:,.0f}"),
        "",
    )
    crossing = _crossing(cells)
    if crossing:
        yield from (crossing, "")


def _crossing(cells: Sequence[Cell]) -> str:
    """From which size on the bulk engine is the quicker."""
    by = {(cell.engine, cell.size): cell.median for cell in cells if cell.measured}
    for other in ("durable", "network"):
        both = [size for size in sorted({size for _, size in by}) if (other, size) in by and ("duckdb", size) in by]
        ahead = [size for size in both if by["duckdb", size] < by[other, size]]
        if ahead:
            return f"From {ahead[0]:,} facts on (of the sizes tried) `duckdb` is quicker than `{other}` by the command line."
    return ""


def _driven(cells: Sequence[Cell]) -> Iterator[str]:
    yield from (
        "## How each engine was driven, and what it leaves out",
        "",
        "Each peer was driven in the quickest way that we found for it. They do less than Countermove: "
        "none checks that what it reads is what it should be, merges what several sources say of one thing, resolves identities, keeps "
        "evidence, leaves out what was not yet known on the day, or can say why a match holds. Who knows a quicker way to drive one of "
        "them is asked to tell us.",
        "",
    )
    for name in dict.fromkeys(cell.engine for cell in cells):
        own = [cell for cell in cells if cell.engine == name]
        file = engine(name)
        left = [rule for rule in RULES if rule not in file.RULES]
        yield f"- **{file.TITLE}** (`benchmarks/engines/{name}.py`). {file.NOTE}"
        if left and file.RULES:
            yield f"  Not expressed: {', '.join(left)}."
        told = [f"{cell.size:,}: {cell.why}" for cell in own if cell.why and not cell.why.startswith("not tried above")]
        if told:
            yield f"  {'; '.join(told)}."
    yield ""


def _mark(met: bool | None) -> str:
    return "–" if met is None else "met" if met else "missed"
