"""The formats as a page of Markdown: what of each is used, what is left and why, and what real files gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countermove.audit.rule_reference import in_cell
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.registry import formats
from countermove.reading.json_facts import JsonDocument, JsonLines
from countermove.reading.profile_formats import shipped_formats
from countermove.reading.store_reader import Store

COMMAND = "countermove facts formats --page -o docs/sources.md"
MEASURE = "countermove facts formats --measure FOLDER -o docs/format-counts.json"
MARK = (
    f"<!-- Made by `{COMMAND}`. Do not edit: change the formats, or measure again (`{MEASURE}`), and run it again. -->"
)

Counts = Mapping[str, Any]
_NATIVE = "Fields are those of the kinds: `countermove facts kinds KIND` lists them."


@dataclass(frozen=True)
class FormatEntry:
    """One format as the page and the command show it."""

    id: str
    title: str
    used: Mapping[str, str]
    unused: Mapping[str, str]


def entries() -> tuple[FormatEntry, ...]:
    """Every format that ships, in the order of its id."""
    native = [FormatEntry(reader.id, reader.title, {}, {}) for reader in (JsonLines(), JsonDocument(), Store())]
    found = [FormatEntry(f.id, f.title, dict(f.used), dict(f.unused)) for f in (*formats(), *shipped_formats())]
    return tuple(sorted((*native, *found), key=lambda entry: entry.id))


def measured(folder: Path) -> Counts:
    """What reading a folder gives, file by file: numbers and reasons, nothing of what the files hold."""
    found = read_facts(folder)
    files = [
        {
            "file": _below(folder, i.path), "format": i.format, "records": i.records, "used": i.used,
            "set_aside": dict(sorted(i.set_aside_reasons.items())), "quarantined": i.quarantined, "facts": i.facts,
        }
        for i in found.inputs
    ]  # fmt: skip
    skipped = [{"file": _below(folder, s.path), "reason": s.reason} for s in found.skipped]
    return {
        "files": sorted(files, key=lambda each: str(each["file"])),
        "skipped": sorted(skipped, key=lambda each: each["file"]),
    }


def _below(folder: Path, path: str) -> str:
    try:
        return Path(path).relative_to(folder).as_posix()
    except ValueError:
        return path


def sources_page(counts: Counts) -> str:
    """The page. `counts` is what `measured` gave, or empty."""
    by_format: dict[str, list[Counts]] = {}
    for file in counts.get("files", ()):
        by_format.setdefault(file["format"], []).append(file)
    known = entries()
    lines = [MARK, "", *_opening(known, by_format), *_overview(known, by_format)]
    for entry in known:
        lines += _section(entry, by_format.get(entry.id, ()))
    lines += _skipped(counts.get("skipped", ()))
    return "\n".join(lines) + "\n"


def _opening(known: Sequence[FormatEntry], by_format: Mapping[str, Sequence[Counts]]) -> Iterator[str]:
    files = sum(len(found) for found in by_format.values())
    yield "# Sources: which formats are read, and what of them"
    yield ""
    yield (
        f"{len(known)} formats are read without being named: a file is told by its content. `FORMAT:PATH` forces one. Every record is used, set aside "
        "with a reason, or quarantined with line, field, value and reason; the three add up to the records read."
    )
    yield ""
    if files:
        yield (
            f"The counts are those of {files} files that other people published, read as one folder. A table of your own is read by a profile "
            "([profiles.md](profiles.md))."
        )
        yield ""


def _overview(known: Sequence[FormatEntry], by_format: Mapping[str, Sequence[Counts]]) -> Iterator[str]:
    yield "| Format | What it is | Files | Records | Used | Set aside | Quarantined | Facts |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for entry in known:
        files = by_format.get(entry.id, ())
        cells = [f"[{entry.id}](#{entry.id})", in_cell(entry.title), *_numbers(files)]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _numbers(files: Sequence[Counts]) -> list[str]:
    if not files:
        return ["–"] * 6
    aside = sum(sum(file["set_aside"].values()) for file in files)
    sums = {name: sum(file[name] for file in files) for name in ("records", "used", "quarantined", "facts")}
    whole = (len(files), sums["records"], sums["used"], aside, sums["quarantined"], sums["facts"])
    return [f"{number:,}" for number in whole]


def _section(entry: FormatEntry, files: Sequence[Counts]) -> Iterator[str]:
    yield from (f"## {entry.id}", "", f"{in_cell(entry.title)}.", "")
    if entry.used or entry.unused:
        yield from _fields("| Used | becomes |", entry.used)
        yield from _fields("| Not used | because |", entry.unused)
    else:
        yield from (_NATIVE, "")
    if files:
        yield from ("| File | Records | Used | Set aside | Quarantined | Facts |", "|---|---:|---:|---|---:|---:|")
        for file in files:
            reasons = "; ".join(f"{count:,} {in_cell(reason)}" for reason, count in file["set_aside"].items()) or "0"
            numbers = [f"{file[name]:,}" for name in ("records", "used")]
            rest = [f"{file[name]:,}" for name in ("quarantined", "facts")]
            yield f"| {' | '.join([in_cell(file['file']), *numbers, reasons, *rest])} |"
        yield ""


def _fields(header: str, fields: Mapping[str, str]) -> Iterator[str]:
    if fields:
        yield from (header, "|---|---|")
        yield from (f"| {in_cell(name)} | {in_cell(text)} |" for name, text in fields.items())
        yield ""


def _skipped(skipped: Iterable[Counts]) -> list[str]:
    rows = [f"| {in_cell(each['file'])} | {in_cell(each['reason'])} |" for each in skipped]
    return ["## Files that hold no facts", "", "| File | Why it is passed over |", "|---|---|", *rows] if rows else []
