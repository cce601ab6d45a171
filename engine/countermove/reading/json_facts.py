"""The native form: facts as JSON objects, one a line (JSON lines, read as a stream) or as a list in one document.

A JSON document is a list of facts, an object `{"facts": [...]}`, or a single fact. A fact without evidence is taken with the file
itself as its source, graded F 6: it cannot be judged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from countermove.errors import Fault
from countermove.facts.registry import KINDS
from countermove.reading.outcome import FileFault, Outcome, Refused, SourceFile, Used, control_character, refusal, short
from countermove.reading.validation_words import reasons, unknown_kind

_ESCAPED_CONTROL = re.compile(r"\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)", re.IGNORECASE)


class BrokenJson(ValueError):
    """Text that is not the JSON wanted here."""


class JsonLines:
    """One fact a line."""

    id = "json-lines"
    title = "facts, one JSON object a line"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        with source.path.open("rb") as lines:
            for number, raw in enumerate(lines, start=1):
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if not raw.strip():
                    continue
                yield line_outcome(raw, number, source)


class JsonDocument:
    """A list of facts in one document."""

    id = "json"
    title = "facts, a JSON list or an object with a list under 'facts'"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
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
            yield fact_from(item, source, 0, f"record {number}")


def _items(data: Any) -> list[Any]:
    if isinstance(data, dict):
        facts = data.get("facts")
        return facts if isinstance(facts, list) and "kind" not in data else [data]
    return data if isinstance(data, list) else [data]


def line_outcome(raw: bytes, number: int, source: SourceFile) -> Outcome:
    """One fact out of one line of JSON lines that is not blank, or why not."""
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


def fact_from(data: Any, source: SourceFile, line: int, shown: str) -> Outcome:
    """One fact out of one JSON object, or why not. `shown` is the line, or which record of a document it is."""
    excerpt = shown if line else ""
    where = f"line {line}" if line else shown
    told = "" if line else f"{shown}: "

    def refused(code: str, found: list[str], hint: str = "") -> Refused:
        return refusal(source, line, code, data, [told + reason for reason in found], hint, excerpt)

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
            [f"{short(kind)} facts are concluded by rules and cannot be given"],
            "give the facts that lead to it",
        )
    if (not line or _ESCAPED_CONTROL.search(shown)) and (control := _control_in(data)):
        return refused("CM314", [f"a text holds the control character {control}"], "remove it")
    unsourced = not data.get("evidence")
    whole = {**data, "evidence": [{"source": source.name, "locator": where}]} if unsourced else data
    try:
        fact = model.model_validate(whole)
    except ValidationError as error:
        return refused("CM312", reasons(error, str(kind)))
    except (OverflowError, RecursionError) as error:
        return refused("CM312", [f"a value is out of all bounds: {error}"])
    return Used(line, (fact,), unsourced=int(unsourced))


def parse_json(text: str) -> Any:
    """JSON as the standard has it: no NaN or Infinity, no key twice, nothing nested beyond sense. Raises BrokenJson."""
    try:
        return json.loads(text, object_pairs_hook=_without_repetition, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise BrokenJson(f"{error.msg[:1].lower()}{error.msg[1:].removesuffix(' at')} at {place}") from None
    except RecursionError:
        raise BrokenJson("it is nested too deeply") from None
    except BrokenJson:
        raise
    except ValueError:
        raise BrokenJson("a number has too many digits") from None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise BrokenJson(f"the key {short(name)} stands twice in one object")
            seen.add(name)
    return found


def _no_constant(word: str) -> Any:
    raise BrokenJson(f"{word} is not a JSON number: leave the field out if it is unknown")


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
