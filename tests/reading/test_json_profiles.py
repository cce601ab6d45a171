"""Profiles of JSON: what records, dotted paths, lists and their elements do, and how such files are told from others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.outcome import Refused, SetAside, SourceFile, Used
from countermove.reading.profile_formats import format_of
from countermove.reading.profile_reader import read_profile

Write = Callable[..., Path]

HEAD = """\
id: ship-log
title: A log of ships
form: json
records: log.entries
recognise: [ship.imo, ship.flag]
optional: [ship.name, ship.names, ship.built, ship.tanker, ship.length, calls, calls.port, mark, tags, where.coordinates.0, where.coordinates.1]
unused: {ship.colour: no field holds it}
evidence:
  source: {constant: Log of an example port}
facts:
"""
VESSEL = """\
  - kind: vessel
    fields:
      id: {column: ship.imo, as: imo}
      name: ship.name
      flag: {column: ship.flag, as: country}
"""
CALLS = """\
  - kind: inspection
    when: {element.kind: [control]}
    each: calls
    fields:
      vessel: {column: ship.imo, as: imo}
      date: {element: when.day, as: day}
      by: {element: port}
      result: {element: result, map: {ok: clean}}
      note: {template: "{mark}: call {element.number} at {element.port}"}
"""
MORE = """\
      former_names: {all_of: [ship.names, tags]}
      built: {column: ship.built, as: whole}
      deadweight: {column: ship.length, as: number, factor: 2, decimals: 1}
      type: {first_of: [{column: ship.tanker, map: {true: tanker}, otherwise: note}, mark], as: word}
      call_sign: {column: calls.port, capture: "(\\\\w+)", every: true, split: ";", first: true, not_in: mark}
"""
_NAMES = [
    "ship",
    "imo",
    "flag",
    "name",
    "names",
    "built",
    "tanker",
    "length",
    "calls",
    "port",
    "mark",
    "tags",
    "kind",
    "when",
    "day",
    "result",
    "number",
]
SHIP = {"imo": 9000015, "flag": "PA", "name": " EXAMPLE\u200b ONE ", "built": None, "colour": "\u0001"}


def _document(*records: Any) -> str:
    return json.dumps({"made": "2026-05-01", "log": {"count": len(records), "entries": list(records)}})


def _read(write: Write, profile: str, content: str | bytes, name: str = "log.json") -> FactSet:
    write("port.profile.yaml", profile)
    found = read_facts(write(name, content))
    assert adds_up(found)
    return found


def _vessel(write: Write, field: str, **ship: Any) -> Any:
    """The ship that a record gives, or what was found wrong with it."""
    record = {"ship": {"imo": "9000015", "flag": "PA", **ship}, **ship.pop("beside", {})}
    found = _read(write, HEAD + VESSEL + f"      {field}\n", _document(record))
    return found.facts[0] if found.facts else found.faults[0].message


def test_records_of_a_document(write: Write) -> None:
    found = _read(write, HEAD + VESSEL, _document({"ship": SHIP}, {"ship": {**SHIP, "imo": "IMO 9000027", "flag": ""}}))
    assert [(f.id, f.name, f.flag) for f in found] == [  # type: ignore[attr-defined]
        ("imo:9000015", "EXAMPLE ONE", "iso3166:PA"),
        ("imo:9000027", "EXAMPLE ONE", None),
    ]
    assert [fact.evidence[0].locator for fact in found] == ["log.json record 1", "log.json record 2"]
    assert (found.inputs[0].format, found.inputs[0].records) == ("ship-log", 2)


@pytest.mark.parametrize(
    ("field", "ship", "expected"),
    [
        ("built: {column: ship.built, as: year}", {"built": 1999}, 1999),
        ("built: {column: ship.built, as: whole}", {"built": 1999.0}, 1999),
        ("deadweight: {column: ship.length, as: number}", {"length": 12.5}, 12.5),
        ("type: {column: ship.tanker, map: {true: tanker, false: other}}", {"tanker": True}, "tanker"),
        ("type: {constant: tanker, when: {ship.tanker: true}}", {"tanker": True}, "tanker"),
        ("type: {constant: tanker, when: {ship.tanker: true}}", {"tanker": False}, None),
        ("former_names: ship.names", {"names": ["A", None, "", "B"]}, ("A", "B")),
        ("former_names: ship.names", {"names": "A"}, ("A",)),
        ("former_names: {column: ship.names, not_in: ship.name}", {"names": ["A", "B"], "name": "A"}, ("B",)),
        ('former_names: {column: ship.names, split: ";"}', {"names": ["A;B", "C"]}, ("A", "B", "C")),
        ("former_names: {column: ship.names, blank: [none]}", {"names": ["None", "C"]}, ("C",)),
        ("call_sign: {column: ship.names, first: true}", {"names": ["A", "B"]}, "A"),
        ("call_sign: {column: ship.names}", {"names": ["A"]}, "A"),
        ('call_sign: {template: "{ship.names}!"}', {"names": ["A"]}, "A!"),
        ("call_sign: {column: ship.names}", {"names": ["A", "B"]}, "record 1: vessel: 'call_sign' is 'A; B': 2 values where one is wanted"),
        ("call_sign: {column: ship.names}", {"names": {"a": 1}}, "record 1: 'ship.names' is '{'a': 1}', which is an object where text is wanted"),
        ("call_sign: {column: ship.names, unreadable: unknown}", {"names": {"a": 1}}, None),
        ("call_sign: {column: calls.port, join: ' '}", {"beside": {"calls": [{"port": "A"}, {}, {"port": "B"}]}}, "A B"),
        ("call_sign: {column: ship.names}", {"names": "A\u0000"}, "record 1: the record holds the control character \\x00"),
    ],
)  # fmt: skip
def test_each_sort_of_value(write: Write, field: str, ship: dict[str, Any], expected: object) -> None:
    fact = _vessel(write, field, **ship)
    assert (fact if isinstance(fact, str) else getattr(fact, field.partition(":")[0])) == expected


def test_a_place_out_of_a_list_and_keys_with_points(write: Write) -> None:
    body = "  - kind: infrastructure\n    fields: {id: mark, position: {point: [where.coordinates.1, where.coordinates.0]}}\n"
    record = {"ship.imo": "x", "ship.flag": "y", "mark": "port:1", "where": {"coordinates": [20.25, 55.5]}}
    found = _read(write, HEAD + body, _document(record))
    assert not messages(found)
    assert tuple(found.facts[0].position) == (55.5, 20.25)  # type: ignore[attr-defined]
    again = _read(write, HEAD + body.replace("id: mark", "id: {column: ship.imo, prefix: 'port:'}"), _document(record))
    assert again.facts[0].id == "port:x"


def test_one_fact_an_element_of_an_inner_list(write: Write) -> None:
    calls = [
        {"kind": "control", "number": 1, "port": "Sample Port", "result": "OK", "when": {"day": "2026-04-24"}},
        {"kind": "visit", "number": 2, "port": "Sample Port"},
        {"kind": "control", "number": 3, "port": "Other Port", "result": "ok", "when": {"day": "2026-05-03"}},
        "odd",
    ]
    found = _read(write, HEAD + CALLS, _document({"ship": SHIP, "mark": "M", "calls": calls}))
    assert [(f.id, f.note) for f in found] == [
        ("inspection:imo:9000015/2026-04-24", "M: call 1 at Sample Port"),
        ("inspection:imo:9000015/2026-05-03", "M: call 3 at Other Port"),
    ]


def test_a_bad_element_refuses_the_record_and_says_which_field(write: Write) -> None:
    calls = [{"kind": "control", "number": 1, "port": "P", "result": "odd", "when": {"day": "2026-04-24"}}]
    found = _read(write, HEAD + CALLS, _document({"ship": SHIP, "mark": "M", "calls": calls}))
    assert messages(found) == ["record 1: 'result' is 'odd', a word that is not known here; known: ok"]
    (record,) = found.quarantine
    assert record.problems == (("result", "odd", "a word that is not known here; known: ok"),)
    assert record.record["calls"] == calls


@pytest.mark.parametrize(
    ("records", "content"),
    [
        ("", json.dumps([{"ship": SHIP}])),
        ("", json.dumps({"ship": SHIP})),
        ("", json.dumps({"ship": SHIP}, indent=1)),
        ("a", json.dumps({"a": {"ship": SHIP}})),
        ("a.b", json.dumps({"z": [1], "a": {"b": [{"ship": SHIP}]}}, indent=1)),
        ("", "\ufeff" + json.dumps([{"ship": SHIP}])),
    ],
)
def test_where_records_stand(write: Write, records: str, content: str) -> None:
    profile = HEAD.replace("records: log.entries\n", f"records: {records}\n" if records else "")
    assert [fact.id for fact in _read(write, profile + VESSEL, content)] == ["imo:9000015"]


def test_json_lines(write: Write) -> None:
    profile = HEAD.replace("form: json\nrecords: log.entries\n", "form: json-lines\n") + VESSEL
    lines = [json.dumps({"ship": {**SHIP, "imo": number}}) for number in (9000015, 9000016, 9000027)]
    found = _read(write, profile, "\n".join([lines[0], "", lines[1], "{broken", '"text"', lines[2]]), "log.jsonl")
    assert [fact.evidence[0].locator for fact in found] == ["log.jsonl line 1", "log.jsonl line 6"]
    assert [(q.line, q.format) for q in found.quarantine] == [(3, "ship-log"), (4, "ship-log"), (5, "ship-log")]
    assert messages(found)[0].startswith("'ship.imo' is '9000016', which is not the IMO number of a ship")
    assert found.inputs[0].records == 5


def test_lines_are_no_document_and_a_document_is_no_lines(write: Write) -> None:
    record = json.dumps({"ship": SHIP})
    document = HEAD.replace("records: log.entries\n", "") + VESSEL
    assert _read(write, document, f"{record}\n{record}\n").faults[0].code == "CM302"
    as_lines = document.replace("form: json\n", "form: json-lines\n")
    assert _read(write, as_lines, json.dumps([{"ship": SHIP}])).faults[0].code == "CM302"
    assert len(_read(write, as_lines, record)) == 1
    assert len(_read(write, document, record)) == 1


def test_recognised_by_the_paths_that_the_first_records_have(write: Write) -> None:
    assert (
        _read(write, HEAD + VESSEL, json.dumps({"log": {"entries": [{"ship": {"imo": 1}}]}})).faults[0].code == "CM302"
    )
    profile = HEAD.replace("unused:", "recognise_values: {ship.flag: 'P[A-Z]'}\nunused:") + VESSEL
    assert len(_read(write, profile, _document({"ship": SHIP}))) == 1
    assert _read(write, profile, _document({"ship": {**SHIP, "flag": "DE"}})).faults[0].code == "CM302"


def test_another_spelling_of_a_path(write: Write) -> None:
    profile = HEAD.replace("unused:", "spellings: {ship.imo: [ship.imo_number]}\nunused:") + VESSEL
    found = _read(write, profile, _document({"ship": {"imo_number": 9000015, "flag": "PA"}}))
    assert [fact.id for fact in found] == ["imo:9000015"]


def test_words_that_mean_unknown_everywhere(write: Write) -> None:
    profile = HEAD.replace("unused:", "blank: [n/k]\nunused:") + VESSEL
    assert found_flag(_read(write, profile, _document({"ship": {**SHIP, "flag": "n/k"}}))) is None


def found_flag(found: FactSet) -> Any:
    return found.facts[0].flag  # type: ignore[attr-defined]


def test_nothing_at_the_path_of_the_records(write: Write) -> None:
    write("port.profile.yaml", HEAD + VESSEL)
    found = read_facts(f"ship-log:{write('log.json', json.dumps({'log': {}}))}")
    assert [fault.code for fault in found.faults] == ["CM316"]


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("form: json\n", "form: json-lines\n", "1:1", "'records' goes with 'form: json'"),
        ("form: json\n", "form: csv\n", "1:1", "'records' goes with 'form: json'"),
        ("form: json\n", "form: xml\n", "3:7", "form: "),
        ("form: json\n", "form: json\nskip_lines: 1\n", "1:1", "'skip_lines' goes with 'form: csv'"),
        ("unused: {ship.colour:", "unused: {ship.imo:", "7:10", "'ship.imo' stands under 'unused' and is read"),
        ("unused:", "spellings: {ship: [a]}\nunused:", "7:19", "'ship' is not a column of this format"),
        ("unused:", "recognise_values: {ship.imo: '('}\nunused:", "7:30", "is no pattern"),
        ("name: ship.name", "name: {element: true}", "14:13", "'element' is known only in a template with 'each'"),
        ("name: ship.name", "name: {element: ''}", "14:23", "write 'true' for the element itself"),
        ("name: ship.name", 'name: {template: "{element.a}"}', "14:24", "'element' is known only in a template"),
        ("kind: vessel\n", "kind: vessel\n    when: {element.a: b}\n", "12:12", "'element' is known only in a template"),
    ],
)  # fmt: skip
def test_faults_say_where(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    path = tmp_path / "p.profile.yaml"
    path.write_text((HEAD + VESSEL).replace(old, new), encoding="utf-8")
    profile, faults = read_profile(path, "p.profile.yaml")
    assert profile is None
    told = [str(fault).splitlines()[0] for fault in faults]
    assert any(line.startswith(f"p.profile.yaml:{place}: ") and message in line for line in told), told


_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["9000015", "2026-04-24", "ok", "control"]),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4)),
    max_leaves=12,
)


@settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=6))
def test_whatever_a_record_holds_it_is_accounted_for(tmp_path: Path, record: dict[str, Any]) -> None:
    path = tmp_path / "p.profile.yaml"
    path.write_text(HEAD + VESSEL + MORE + CALLS, encoding="utf-8")
    profile, faults = read_profile(path, "p")
    assert profile is not None, faults
    outcome = format_of(profile).reread(record, 1, SourceFile(path, "log.json"))
    assert isinstance(outcome, (Used, SetAside, Refused))
    if isinstance(outcome, Refused):
        assert outcome.problems
        assert all(fault.message.isprintable() for fault in outcome.faults)
