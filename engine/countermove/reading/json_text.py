"""JSON text as the standard has it; what is not is told in plain words."""

from __future__ import annotations

import json
from typing import Any

from countermove.reading.outcome import short


class BrokenJson(ValueError):
    """Text that is not the JSON wanted here."""


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
