"""Where the published files stand that some tests read; every such test is skipped where they are missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(
    os.environ.get("COUNTERMOVE_SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)


def shared(path: str) -> Path:
    """A file or folder of the published files."""
    return SHARED / path


def needs(*paths: Path) -> pytest.MarkDecorator:
    """Skips a test where one of the paths is missing."""
    return pytest.mark.skipif(
        not all(path.exists() for path in paths),
        reason="needs the shared data beside the checkout (or COUNTERMOVE_SHARED_DATA), which no clone carries",
    )
