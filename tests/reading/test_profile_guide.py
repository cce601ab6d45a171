"""The worked examples of docs/profiles.md do what the page says."""

from __future__ import annotations

import json
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
Write = Callable[..., Path]


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_example_reads_as_described(write: Write, tmp_path: Path) -> None:
    write("inspections.csv", _blocks("csv")[0])
    write("port.profile.yaml", _blocks("yaml")[0])
    found = read_facts(tmp_path)
    (report,) = found.inputs
    assert (report.format, report.records, report.used, report.set_aside, report.facts) == ("example-port", 3, 2, 1, 4)
    assert dict(report.set_aside_reasons) == {"the ship was not inspected": 1}
    assert [fact.id for fact in found] == [
        "imo:9000015", "imo:9000027", "inspection:imo:9000015/2026-04-24", "inspection:imo:9000027/2026-05-03",
    ]  # fmt: skip
    assert not found.faults
    assert [note.partition(": ")[2] for note in found.notes] == [
        "read by the profile 'example-port' beside the data, which itself says who speaks and with what grades."
    ]


def test_the_example_in_json_reads_as_described(write: Write, tmp_path: Path) -> None:
    write("ships.json", _blocks("json")[0])
    write("register.profile.yaml", _blocks("yaml")[1])
    found = read_facts(tmp_path)
    (report,) = found.inputs
    assert (report.format, report.records, report.used, report.facts) == ("example-register", 2, 2, 3)
    one, two, call = found
    assert (one.former_names, one.flag) == (("OLD NAME", "OLDER NAME"), "iso3166:PA")  # type: ignore[attr-defined]
    assert (two.former_names, two.flag) == ((), None)  # type: ignore[attr-defined]
    assert (call.id, call.note) == ("port_call:imo:9000015/Sample_Port/2026-04-24", "EXAMPLE ONE at Sample Port")
    assert call.evidence[0].locator == "ships.json record 1"
    assert not found.faults


def test_the_quarantine_line_is_what_the_example_would_leave(write: Write, tmp_path: Path) -> None:
    write("port.profile.yaml", _blocks("yaml")[0])
    log = write("inspections.csv", _blocks("csv")[0].replace("9000027", "9000028"))
    (record,) = read_facts(log).quarantine
    shown = json.loads(_blocks("json")[1])
    left = json.loads(record.as_json_line())
    assert left | {"path": "inspections.csv"} == shown
    mended = shown | {"record": shown["record"] | {"imo": "9000027"}}
    again = read_facts([log, write("elsewhere/mended.jsonl", [mended | {"path": str(log)}])])
    log.write_text(_blocks("csv")[0], encoding="utf-8")
    assert [repr(fact) for fact in again] == [repr(fact) for fact in read_facts(log)]


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
