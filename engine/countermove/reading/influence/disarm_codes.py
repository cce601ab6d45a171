"""Codes of techniques of influence: those in force in the DISARM red framework, those given up, and MITRE ATT&CK's own.

The list beside this file (disarm_codes.json) holds codes alone, no names and no descriptions. It is made by disarm_list.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

Standing = Literal["current", "retired", "unknown", "attack"]

_CODE = re.compile(r"(?<![A-Z0-9])T\s?(\d{4})(?:\s?\.\s?(\d{3}))?(?![0-9])", re.IGNORECASE)
_MOST = 40
_LIST = Path(__file__).parent / "disarm_codes.json"


@cache
def _codes() -> tuple[frozenset[str], frozenset[str], str]:
    found = json.loads(_LIST.read_text(encoding="utf-8"))
    return frozenset(found["current"]), frozenset(found["retired"]), found["release"]


def release() -> str:
    """Which release of the framework the list of codes in force is of."""
    return _codes()[2]


def code_in(text: str) -> str | None:
    """The one code of a technique that a text is, however it is spaced; None where it is none, or holds several."""
    found = list(codes_in(text))
    return found[0] if len(found) == 1 else None


def codes_in(text: str) -> Iterator[str]:
    """Every code of a technique in a text, each once, in order."""
    seen: set[str] = set()
    for hit in _CODE.finditer(text.replace("\u00a0", " ")):
        code = f"T{hit[1]}.{hit[2]}" if hit[2] else f"T{hit[1]}"
        if code not in seen:
            seen.add(code)
            yield code


def standing(code: str) -> Standing:
    """Whether a code is in force in DISARM, given up, not known to the list, or one of MITRE ATT&CK.

    ATT&CK numbers its techniques from T0800 (industrial systems) and from T1000 on; DISARM has none so high.
    """
    current, retired, _ = _codes()
    if code in current:
        return "current"
    if code in retired:
        return "retired"
    return "attack" if int(code[1:5]) >= 800 else "unknown"


def told(codes: Collection[str]) -> str:
    """Codes as a note lists them."""
    listed = sorted(codes)
    more = f" and {len(listed) - _MOST} more" if len(listed) > _MOST else ""
    return ", ".join(listed[:_MOST]) + more
