"""The native form: facts as JSON objects, one a line (JSON lines, read as a stream) or as a list in one document.

A JSON document is a list of facts, an object `{"facts": [...]}`, or a single fact. A fact without evidence is taken with the file
itself as its source, graded F 6: it cannot be judged.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from countermove.errors import Fault
from countermove.facts.registry import KINDS
from countermove.reading.bounded_lines import LONGEST, bounded_lines, too_long
from countermove.reading.json_depth import is_too_deep
from countermove.reading.json_stream import JsonRecord, items
from countermove.reading.json_text import BrokenJson, parse_json
from countermove.reading.outcome import (
    FileFault,
    Outcome,
    Problem,
    Refused,
    SourceFile,
    Used,
    control_character,
    printable,
    refusal,
    short,
)
from countermove.reading.validation_words import reasons_apart, unknown_kind

__all__ = ["BrokenJson", "JsonDocument", "JsonLines", "fact_from", "line_outcome", "parse_json"]

_BEGINNING = 65536
_SMALL = 4 * 2**20
"""A document up to this size is read whole, so that what is wrong with it can be told with line and column."""

_ESCAPED_CONTROL = re.compile(r"\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)", re.IGNORECASE)


class JsonLines:
    """One fact a line."""

    id = "json-lines"
    title = "facts, one JSON object a line"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        with source.path.open("rb") as stream:
            for number, raw in bounded_lines(stream):
                if raw is None:
                    yield refusal(source, number, "CM310", "", [too_long()], "one JSON object a line")
                    continue
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if raw.strip():
                    yield line_outcome(raw, number, source)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A fact out of the quarantine, mended."""
        return fact_from(record, source, line, json.dumps(record))


class JsonDocument:
    """A list of facts in one document."""

    id = "json"
    title = "facts, a JSON list or an object with a list under 'facts'"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        if source.path.stat().st_size > _SMALL:
            yield from self._streamed(source)
            return
        try:
            text = source.path.read_bytes().decode("utf-8-sig")
            data = parse_json(text)
        except UnicodeDecodeError as error:
            yield FileFault(
                Fault("CM314", f"byte {error.start + 1} of this file is not UTF-8 text", source.at(), _UTF8)
            )
            return
        except BrokenJson as error:
            hint = "mend it, or write one fact a line (JSON lines), where one broken line costs only itself"
            yield FileFault(Fault("CM310", f"this file is not JSON: {error}", source.at(), hint))
            return
        for number, item in enumerate(_items(data), start=1):
            yield fact_from(item, source, 0, f"record {number}", number)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """A fact out of the quarantine, mended; `line` is the number of its record."""
        return fact_from(record, source, 0, f"record {line}", line)

    def _streamed(self, source: SourceFile) -> Iterator[Outcome]:
        twice: list[str] = []

        class Once(dict[str, Any]):
            """An object whose repeated keys are noted."""

            def __setitem__(self, name: str, value: Any) -> None:
                if name in self:
                    twice.append(name)
                super().__setitem__(name, value)

        path = "" if _is_list_or_fact(source) else "facts"
        for found in items(source, path, Once):
            if not isinstance(found, JsonRecord):
                yield found
            elif twice:
                told = f"record {found.number}: the key {short(twice[0])} stands twice in one object"
                yield refusal(source, found.number, "CM310", found.data, [told])
                twice.clear()
            else:
                yield fact_from(found.data, source, 0, f"record {found.number}", found.number)


def _is_list_or_fact(source: SourceFile) -> bool:
    """Whether a document is a list of facts or one fact, and not an object with a list under 'facts', by how it begins."""
    import ijson

    with source.path.open("rb") as stream:
        head = stream.read(_BEGINNING).removeprefix(b"\xef\xbb\xbf")
    if is_too_deep(head):
        return True
    try:
        for prefix, event, _ in ijson.parse(io.BytesIO(head), use_float=True):
            if (prefix, event) == ("", "start_array") or prefix == "kind":
                return True
            if prefix == "facts":
                return bool(event != "start_array")
    except (ijson.JSONError, ValueError, OverflowError):
        pass
    return False


def _items(data: Any) -> list[Any]:
    if isinstance(data, dict):
        facts = data.get("facts")
        return facts if isinstance(facts, list) and "kind" not in data else [data]
    return data if isinstance(data, list) else [data]


def line_outcome(raw: bytes, number: int, source: SourceFile) -> Outcome:
    """One fact out of one line of JSON lines that is not blank, or why not."""
    if len(raw) > LONGEST:
        return refusal(source, number, "CM310", "", [too_long()], "one JSON object a line")
    try:
        text = raw.decode("utf-8").strip()
        data = parse_json(text)
    except UnicodeDecodeError as error:
        shown = raw.decode("utf-8", "backslashreplace").strip()
        problem = f"byte {error.start + 1} of this line is not UTF-8 text"
        return refusal(source, number, "CM314", shown, [problem], _UTF8)
    except BrokenJson as error:
        return refusal(source, number, "CM310", text, [f"this line is not JSON: {error}"], "one JSON object a line")
    return fact_from(data, source, number, text)


def fact_from(data: Any, source: SourceFile, line: int, shown: str, number: int = 0) -> Outcome:
    """One fact out of one JSON object, or why not. `shown` is the line, or which record it is, and then `number` its number."""
    excerpt = shown if line else ""
    where = f"line {line}" if line else shown
    told = "" if line else f"{shown}: "

    def refused(code: str, found: list[str], hint: str = "", problems: tuple[Problem, ...] = ()) -> Refused:
        whole = [told + reason for reason in found]
        apart = problems or tuple(Problem("", "", reason) for reason in found)
        return refusal(source, line or number, code, data, whole, hint, excerpt, by_line=bool(line), problems=apart)

    if not isinstance(data, dict):
        return refused("CM310", ["a fact is a JSON object"])
    kind = data.get("kind")
    if kind is None:
        return refused("CM311", ["the fact has no 'kind'"], f"kinds: {', '.join(KINDS)}")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        return refused("CM311", [unknown_kind(kind, list(KINDS))], "`countermove facts kinds` lists all kinds")
    if model.derived:
        return refused(
            "CM313",
            [
                f"{short(kind)} facts are {'worked out by the program' if model.computed else 'concluded by rules'} and cannot be given"
            ],
            "give the facts that lead to it",
        )
    if (not line or _ESCAPED_CONTROL.search(shown)) and (control := _control_in(data)):
        return refused("CM314", [f"a text holds the control character {control}"], "remove it")
    unsourced = not data.get("evidence")
    whole = {**data, "evidence": [{"source": source.name, "locator": where}]} if unsourced else data
    try:
        fact = model.model_validate(whole)
    except ValidationError as error:
        apart = reasons_apart(error, str(kind))
        problems = tuple(Problem(field, printable(str(value))[:200], reason) for field, value, reason in apart)
        return refused("CM312", [reason for _, _, reason in apart], problems=problems)
    except (OverflowError, RecursionError) as error:
        return refused("CM312", [f"a value is out of all bounds: {error}"])
    return Used(line, (fact,), unsourced=int(unsourced))


def _control_in(value: Any) -> str | None:
    """The first control character in any text of a JSON value."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if found := control_character(item):
                return found
        elif isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return None


_UTF8 = "save the file as UTF-8"
