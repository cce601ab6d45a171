"""Large files in every format that is read: a small sample of a format, its records repeated until there are enough.

Lines that are records are repeated as they stand; of JSON documents the longest list is, of XML the commonest element of some depth.
UUIDs are new in every repetition, so that a reader that keeps an index of them has as many as there are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def enlarge(sample: Path, head: int, records: int, target: Path) -> int:
    """Write a file with at least so many records; how many. `head` lines stand before the first record of a file of lines."""
    content = sample.read_bytes()
    begin = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if begin == b"<":
        before, body, after, count = _xml(content)
    elif begin in (b"{", b"[") and not _is_lines(content):
        before, body, after, count = _document(content)
    else:
        lines = content.splitlines(keepends=True)
        body = b"".join(
            line if line.endswith(b"\n") else line + b"\n" for line in lines[head:] if line.strip(b"\x1a\r\n ")
        )
        before, after, count = b"".join(lines[:head]), b"", max(1, len(lines) - head)
    times = -(-records // count)
    with target.open("wb") as file:
        file.write(before)
        for place, copy in enumerate(_copies(body, times)):
            file.write(
                copy if place < times - 1 or (begin != b"{" and begin != b"[") or not after else copy.rstrip(b",\n ")
            )
        file.write(after)
    return count * times


def _is_lines(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content.splitlines()[0]), dict) and len(content.splitlines()) > 1
    except ValueError:
        return False


def _document(content: bytes) -> tuple[bytes, bytes, bytes, int]:
    data = json.loads(content.decode("utf-8-sig"))
    place = max(_lists(data, ()), key=lambda found: len(found[1]), default=((), [data]))
    path, found = place
    body = b"".join(json.dumps(each, ensure_ascii=False).encode() + b",\n" for each in found)
    if not path:
        return b"[", body, b"]", len(found)
    inner: dict[str, Any] = data
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = ["\0"]
    before, after = json.dumps(data, ensure_ascii=False).encode().split(b'"\\u0000"')
    return before, body, after, len(found)


def _lists(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    if isinstance(data, list) and data and isinstance(data[0], dict):
        yield path, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _lists(value, (*path, name))


def _xml(content: bytes) -> tuple[bytes, bytes, bytes, int]:
    root = ElementTree.fromstring(content)  # noqa: S314 (our own samples)
    if (space := root.tag.partition("}")[0].removeprefix("{")) and root.tag.startswith("{"):
        ElementTree.register_namespace("", space)
    among = [child.tag for child in root if len(child)]
    among = (
        among
        if len(set(among)) < len(among)
        else [child.tag for child in root.iter() if child is not root and len(child)]
    )
    tag = Counter(among).most_common(1)[0][0]
    parent = next(each for each in root.iter() if each.find(tag) is not None)
    found = parent.findall(tag)
    for child in found:
        parent.remove(child)
    parent.append(ElementTree.Element("here"))
    before, after = re.split(rb"<(?:\w+:)?here[^>]*/>", ElementTree.tostring(root))
    return before, b"".join(ElementTree.tostring(child) for child in found), after, len(found)


def _copies(body: bytes, times: int) -> Iterator[bytes]:
    """The body again and again, with new UUIDs in each copy."""
    known = sorted(set(_UUID.findall(body)))
    for place in range(times):
        if not known or not place:
            yield body
            continue
        new = {uuid: uuid[:24] + b"%012x" % (int(uuid[24:], 16) ^ place) for uuid in known}
        yield _UUID.sub(lambda found, new=new: new[found[0]], body)  # type: ignore[misc]
