"""The worked example of docs/profiles.md does what the page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from countermove.facts.evidence import Evidence
from countermove.reading.cell_types import TYPES
from countermove.reading.facts_source import read_facts
from countermove.reading.profile import Profile, Template
from countermove.reading.profile_value import ColumnTest, Value

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_reads_as_described(write: Callable[..., Path], tmp_path: Path) -> None:
    write("inspections.csv", _block("csv"))
    write("port.profile.yaml", _block("yaml"))
    found = read_facts(tmp_path)
    (report,) = found.inputs
    assert (report.format, report.records, report.used, report.set_aside, report.facts) == ("example-port", 3, 2, 1, 4)
    assert dict(report.set_aside_reasons) == {"the ship was not inspected": 1}
    assert [fact.id for fact in found] == [
        "imo:9000015", "imo:9000027", "inspection:imo:9000015/2026-04-24", "inspection:imo:9000027/2026-05-03",
    ]  # fmt: skip
    assert not found.faults
    assert not found.notes


def test_the_guide_names_every_word_of_the_language() -> None:
    words = {
        info.alias or name
        for model in (Profile, Template, Value, ColumnTest)
        for name, info in model.model_fields.items()
    }
    missing = {
        word
        for word in words - {"equals", "delimiter", "kind"}
        if f"`{word}" not in GUIDE and f"{{{word}:" not in GUIDE
    }
    assert not missing
    assert all(re.search(rf"\b{name}\b", GUIDE) for name in TYPES)
    assert set(get_args(Evidence.model_fields["marking"].annotation))
