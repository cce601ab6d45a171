"""Reading in bulk gives what reading one by one gives, whatever a record holds."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from bulk_agreement import Looks, _however_small, same, write  # noqa: F401 - a fixture
from good_records import EVIDENCE, GIVEN, ODD, record, spoilt, spoilt_evidence
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermove.facts.registry import KINDS


def _without_unwritable(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in records if "\ud800" not in str(one)]


@pytest.mark.parametrize("kind", GIVEN)
def test_good_records_need_no_second_look(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch)
    records = [record(kind, number) for number in range(5)]
    records += [{key: value for key, value in one.items() if key != "evidence"} for one in records[:2]]
    natural = [{key: value for key, value in record(kind, number).items() if key != "id"} for number in range(20, 24)]
    for place, how in enumerate(({"separators": (",", ":")}, {}, {"ensure_ascii": False})):
        same(write(tmp_path / f"{place}.jsonl", records if kind in ENTITIES else records + natural, **how))
    assert looks.lines == []


ENTITIES = {kind for kind in GIVEN if not KINDS[kind].key}


@pytest.mark.parametrize("share", range(4))
def test_every_field_spoilt_in_every_way(share: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch)
    records = [one for kind in GIVEN[share::4] for one in spoilt(kind)]
    expected = same(write(tmp_path / "facts.jsonl", records))
    assert len(expected.quarantine) > 1000
    assert len(expected.facts) > 1000
    assert len(looks.lines) < len(records)


def test_evidence_spoilt_in_every_way(tmp_path: Path) -> None:
    records = [one for kind in ("ais_gap", "vessel", "designation") for one in spoilt_evidence(kind)]
    assert same(write(tmp_path / "facts.jsonl", records, separators=(",", ":"))).quarantine


TEXTS = [
    '{"kind":"vessel","id":"imo:9074729","id":"imo:9074729"}',
    '{"kind":"vessel","id":"imo:9074729","name":"A","name":"B"}',
    '{"kind":"vessel","kind":"vessel","id":"imo:9074729"}',
    '{"id":"imo:9074729","kind":"vessel"}',
    '{"kind":"vessel","id":"imo:9074729",}',
    '{"kind":"vessel","id":"imo:9074729" , \t}',
    '{"kind":"vessel","id":"imo:9074729","former_names":["a", ]}',
    "{'kind':'vessel','id':'imo:9074729'}",
    '{kind:"vessel",id:"imo:9074729"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\\n"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\x41"}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":0x10}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":+1}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":inf}',
    '{"kind":"vessel","id":"imo:9074729"} // ship',
    '{"kind":"vessel","id":"imo:9074729"/* ship */}',
    '{"kind":"vessel","id":"imo:9074729"},',
    '{"kind":"vessel","id":"imo:9074729"} x',
    '{"kind":"vessel","id":"imo:9074729"}{"kind":"vessel","id":"imo:9074729"}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":NaN}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":Infinity}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":1E5}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":1e400}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":-0}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":-0.0}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":01}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":.5}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":1.}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":0.1000000000000000055511151231257827}',
    '{"kind":"vessel","id":"imo:9074729","deadweight":123456789012345678901234567890}',
    '{"kind":"vessel","id":"imo:9074729","built":2000.0}',
    '{"kind":"vessel","id":"imo:9074729","built":2e3}',
    '{"kind":"vessel","id":"imo:9074729","built":-0}',
    '{"kind":"vessel","id":"imo:9074729","name":"\\u0041\\u00e9\\ud83d\\ude00"}',
    '{"kind":"vessel","id":"imo:9074729","name":"\\ud83d"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\u0000b"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\u001fb"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\u007fb"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\x7fb"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\u2028b"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\tb"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\/b"}',
    '{"kind":"vessel","id":"imo:9074729","name":"a\\qb"}',
    '{"\\u006bind":"vessel","id":"imo:9074729"}',
    '{ "kind" : "vessel" , "id" : "imo:9074729" }',
    ' {"kind":"vessel","id":"imo:9074729"} ',
    '\t{"kind":"vessel","id":"imo:9074729"}\t',
    '\u00a0{"kind":"vessel","id":"imo:9074729"}',
    '{"kind":"vessel","id":"imo:9074729","former_names":[ ]}',
    '{"kind":"vessel","id":"imo:9074729","former_names":["a",]}',
    '{"kind":"vessel","id":"imo:9074729","evidence":null}',
    '{"kind":"vessel","id":"imo:9074729","evidence":[]}',
    '{"kind":"vessel","id":"imo:9074729","evidence":[{"source":"a","source":"b"}]}',
    '{"kind":"vessel","id":"imo:9074729","evidence":[{"source":"a","credibility":2.0}]}',
    '{"kind":"vessel","id":"imo:9074729","evidence":[{"source":" a ","published":" 2024 "}]}',
    '{"kind":"vessel","id":"imo:9074729","evidence":[{"source":"facts.jsonl","locator":"line 46"}]}',
    '{"kind":"vessel","id":"imo:9074729","alternatives":[{"field":"name","value":"B","evidence":[{"source":"s"}]}]}',
    '{"kind":"indicator","name":"x"}', '{"kind":"ship","id":"x:y"}', '{"kind":1}', "{}", "[]", "1", '"x"', "null", "[1", '{"kind":"vessel"',
    "[" * 3000 + "]" * 3000, "nonsense", '{"kind":"vessel","id":"imo:9074729"', "\ufeff{}",
]  # fmt: skip


@pytest.mark.parametrize("twice", [False, True])
def test_odd_json(twice: bool, tmp_path: Path) -> None:
    """Each text beside good lines, and apart from the others: all of them name one ship."""
    for number, text in enumerate(TEXTS):
        path = tmp_path / "facts.jsonl"
        good = json.dumps(record("vessel"), separators=(",", ":")) + "\n"
        path.write_text((good + text + "\n") * (1 + twice) + good, encoding="utf-8")
        try:
            same(path)
        except AssertionError as error:
            raise AssertionError(f"text {number}: {text[:200]}") from error


_values = st.one_of(st.sampled_from(ODD), st.text(max_size=8), st.integers(), st.floats(allow_nan=False), st.booleans())


@st.composite
def _lines(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(GIVEN))
    whole = record(kind, draw(st.integers(0, 3)))
    keys = draw(st.sets(st.sampled_from(sorted(whole)))) | {"kind"}
    found = {key: whole[key] for key in whole if key in keys}
    if draw(st.booleans()):
        found[draw(st.sampled_from(sorted(whole)))] = draw(_values)
    if "evidence" in found and draw(st.booleans()):
        own = {key: EVIDENCE[key] for key in draw(st.lists(st.sampled_from(sorted(EVIDENCE)), unique=True))}
        found["evidence"] = [{"source": draw(st.sampled_from("abc")), **own}]
    if draw(st.integers(0, 9)) == 0:
        items = list(found.items())
        random.Random(draw(st.integers(0, 99))).shuffle(items)  # noqa: S311
        found = dict(items)
    if kind == "vessel" and draw(st.booleans()):
        found |= {"id": draw(st.sampled_from(["mmsi:273123456", "imo:9074729"]))}
    elif "vessel" in found and draw(st.booleans()):
        found["vessel"] = draw(st.sampled_from(["mmsi:273123456", "mmsi:273123457", "mmsi:111111111"]))
    how: dict[str, Any] = {"ensure_ascii": draw(st.booleans())}
    if draw(st.booleans()):
        how["separators"] = (",", ":")
    try:
        text = json.dumps(found, **how)
        text.encode("utf-8")
    except (ValueError, UnicodeEncodeError):
        return "{}"
    return text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_lines(), min_size=1, max_size=40), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_records(tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, two: bool) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.jsonl").write_text(end.join(lines) + end, encoding="utf-8", newline="")
    if two:
        (folder / "b.jsonl").write_text("\n".join(reversed(lines)), encoding="utf-8", newline="")
    same(folder)
