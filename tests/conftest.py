"""Fixtures that several folders of tests share. The modules beside this file can be imported by every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove import resources
from small_rulebook import SmallRulebook, small_shipped


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small stand-in for the shipped rulebook."""
    return small_shipped(tmp_path_factory.mktemp("shipped") / "rules")


@pytest.fixture
def book(tmp_path: Path, shipped_folder: Path, monkeypatch: pytest.MonkeyPatch) -> SmallRulebook:
    """An empty rulebook in a folder of its own, with a small stand-in for the shipped one behind it."""
    real = resources.folder
    monkeypatch.setattr(resources, "folder", lambda name: shipped_folder if name == "rules" else real(name))
    return SmallRulebook(tmp_path / "rules")
