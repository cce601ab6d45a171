"""Texts that are longer than a fact holds are cut, with a note; no record is lost for a long description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from countermove.reading.making import LONGEST_TEXT


def cut_to_length(data: Mapping[str, Any], error: ValidationError, notes: list[str]) -> dict[str, Any] | None:
    """The data with its long texts cut, if that is what is wrong with them; None where it is not. Ids are never cut."""
    long = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["type"] == "string_too_long"}
    if not long or "id" in long:
        return None
    found = dict(data)
    for name in sorted(map(str, long)):
        notes.append(f"'{name}' is longer than {LONGEST_TEXT} characters; cut there")
        value = found[name]
        found[name] = [_cut(item) for item in value] if isinstance(value, (list, tuple)) else _cut(value)
    return found


def _cut(text: Any) -> Any:
    return f"{text[: LONGEST_TEXT - 1].rstrip()}…" if isinstance(text, str) and len(text) > LONGEST_TEXT else text
