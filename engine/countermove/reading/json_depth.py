"""How deeply JSON is nested, found out before it is parsed: a streaming parser keeps a path for every level, which 100,000 levels explode.

Only brackets outside of strings count. Nothing but the brackets of the bytes at hand is looked at, so this costs little of the time that
parsing takes.
"""

from __future__ import annotations

import re
from itertools import accumulate

DEEPEST = 200
"""Deeper nesting is no record of any format; it is not parsed at all."""

_KEPT = b'[]{}"'
_DROPPED = bytes(set(range(256)) - set(_KEPT))
_STEPS = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')


class TooDeep(ValueError):
    """JSON is nested beyond sense."""


class DepthGuard:
    """Looks at JSON bite by bite; raises TooDeep where it is nested deeper than DEEPEST."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._escape = False

    def feed(self, bite: bytes) -> None:
        """Look at the next bytes."""
        if self._escape:
            bite, self._escape = bite[1:], False
        if b'\\"' in bite or b"\\\\" in bite:
            bite = _ESCAPED.sub(b"", bite)
        self._escape = bite.endswith(b"\\")
        marks = bite.translate(None, _DROPPED)
        if self._in_string:
            end = marks.find(b'"')
            if end < 0:
                return
            marks, self._in_string = marks[end + 1 :], False
        marks = _STRING.sub(b"", marks)
        begun = marks.find(b'"')
        if begun >= 0:
            marks, self._in_string = marks[:begun], True
        if self._depth + marks.count(b"[") + marks.count(b"{") > DEEPEST:
            depths = list(accumulate((_STEPS[mark] for mark in marks), initial=self._depth))
            if max(depths) > DEEPEST:
                raise TooDeep(f"it is nested more than {DEEPEST} levels deep")
            self._depth = depths[-1]
        else:
            self._depth += marks.count(b"[") + marks.count(b"{") - marks.count(b"]") - marks.count(b"}")


def is_too_deep(beginning: bytes) -> bool:
    """Whether JSON is nested too deeply already in what is there of it."""
    try:
        DepthGuard().feed(beginning)
    except TooDeep:
        return True
    return False
