"""Deep nesting is seen before it is parsed: brackets in strings do not count, and bites may be cut anywhere."""

from __future__ import annotations

import json
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.reading.facts_source import read_facts
from countermove.reading.json_depth import DEEPEST, DepthGuard, TooDeep, is_too_deep

Write = Callable[..., Path]


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _refused(data: bytes, cuts: list[int]) -> bool:
    guard = DepthGuard()
    try:
        for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
            guard.feed(data[begin:end])
    except TooDeep:
        return True
    return False


@pytest.mark.parametrize("seed", range(200))
def test_wherever_it_is_cut(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    value: Any = '"]}\\'
    for _ in range(DEEPEST + chance.randint(-3, 3)):
        word = "".join(chance.choice('[]{}"\\ a') for _ in range(chance.randint(0, 6)))
        value = [word, value, word] if chance.random() < 0.5 else {word: value, f"{word}2": word}
    data = json.dumps(value).encode()
    cuts = sorted(chance.randint(0, len(data)) for _ in range(chance.randint(0, 40)))
    assert _refused(data, cuts) is (_depth(value) > DEEPEST)


def test_brackets_in_strings_are_no_nesting() -> None:
    assert not is_too_deep(json.dumps(["[" * 5000, {"{" * 5000: "\\"}, "]" * 3]).encode())
    assert is_too_deep(b'["]]]]]",' * (DEEPEST + 1))


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 3_000_000,
        b'{"a":' * 1_000_000,
        b'{"facts":' + b'[{"kind":' * 600_000,
        b'[{"kind": "vessel", "x": ' + b"[" * 5_000_000,
    ],
)
def test_a_file_that_is_nothing_but_nesting(write: Write, content: bytes) -> None:
    path = write("deep.json", content)
    tracemalloc.start()
    found = read_facts(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.faults
    assert not found.facts
    assert peak < 100 * 2**20
