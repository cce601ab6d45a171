"""Values at several places of one large JSON document, in the order in which they stand, one held at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from countermove.reading.json_depth import DepthGuard
from countermove.reading.json_stream import DEEPEST
from countermove.reading.json_text import BrokenJson
from countermove.reading.outcome import SourceFile, printable

_MOST_EVENTS = 2_000_000
_SHIFT = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


class _Guarded:
    """A file whose bytes are looked at for nesting before they are parsed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._guard = stream, DepthGuard()
        if stream.read(3) != b"\xef\xbb\xbf":
            stream.seek(0)

    def read(self, size: int = -1) -> bytes:
        bite = self._stream.read(size)
        self._guard.feed(bite)
        return bite


def values_at(source: SourceFile, paths: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Every value at one of the dotted paths (`item` for the elements of a list), with its path.

    Raises BrokenJson where the document breaks off, is nested too deeply, or holds one value that memory should not.
    """
    import ijson
    from ijson.common import ObjectBuilder

    builder: Any = None
    inside, depth, inner, events = "", 0, 0, 0
    with source.path.open("rb") as stream:
        try:
            for path, event, value in ijson.parse(_Guarded(stream), use_float=True):
                shift = _SHIFT.get(event, 0)
                depth += shift
                if depth > DEEPEST:
                    raise BrokenJson(f"it is nested more than {DEEPEST} levels deep")
                if builder is not None:
                    builder.event(event, value)
                    inner += shift
                    events += 1
                    if events > _MOST_EVENTS:
                        raise BrokenJson(f"the value at {inside} is too large")
                    if not inner:
                        yield inside, builder.value
                        builder = None
                elif path in paths and event != "map_key" and shift >= 0:
                    if shift:
                        builder, inside, inner, events = ObjectBuilder(), path, 1, 0
                        builder.event(event, value)
                    else:
                        yield path, value
        except (ijson.JSONError, ValueError, OverflowError) as error:
            raise (
                error if isinstance(error, BrokenJson) else BrokenJson(" ".join(printable(str(error)).split())[:160])
            ) from None
