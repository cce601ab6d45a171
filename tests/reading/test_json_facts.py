"""The native form: what is taken, what is refused, and in which words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from countermove.facts.fact_set import FactSet

Read = Callable[..., FactSet]
SHIP = {"kind": "vessel", "id": "imo:9000015", "name": "EXAMPLE ONE", "evidence": [{"source": "Port log"}]}


def test_json_lines_and_lists_give_the_same_facts(read: Read) -> None:
    other = {"kind": "detention", "vessel": "imo:9000015", "start": "2026-02"}
    lines = read("a.jsonl", [SHIP, other])
    listed = read("b.json", json.dumps([other, SHIP], indent=1))
    wrapped = read("c.json", json.dumps({"facts": [SHIP, other]}))
    single = read("d.json", json.dumps(SHIP, indent=2))
    assert (
        [f.id for f in lines]
        == [f.id for f in listed]
        == [f.id for f in wrapped]
        == ["imo:9000015", "detention:imo:9000015/2026-02"]
    )
    assert [f.id for f in single] == ["imo:9000015"]
    assert [i.inputs[0].format for i in (lines, listed, wrapped, single)] == ["json-lines", "json", "json", "json"]


def test_a_fact_without_a_source_rests_on_the_file(read: Read) -> None:
    found = read("seen.jsonl", [{"kind": "vessel", "id": "imo:9000015"}, SHIP | {"id": "imo:9000027"}])
    piece = found.by_id["imo:9000015"].evidence[0]
    assert (piece.source, piece.locator, piece.reliability, piece.credibility) == ("seen.jsonl", "line 1", "F", 6)
    assert len(found.notes) == 1
    assert found.notes[0].endswith(
        "1 fact states no source; the file itself stands as one, graded F 6 (cannot be judged)."
    )


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ({"kind": "vesel", "id": "imo:9000015"}, "'vesel' is not a kind of fact - did you mean 'vessel'?"),
        ({"kind": 7}, "'7' is not a kind of fact"),
        ({"id": "imo:9000015", "name": "A"}, "the fact has no 'kind'"),
        (
            {"kind": "indicator", "name": "dark-activity"},
            "'indicator' facts are concluded by rules and cannot be given",
        ),
        ({"kind": "detention", "vessel": "imo:9000015"}, "'start' is missing"),
        ({"kind": "vessel", "id": "imo:9000015", "nmae": "A"}, "'nmae' is not a field of vessel: did you mean 'name'?"),
        ({"kind": "vessel", "id": "imo:9000016"}, "'imo:9000016' is not a valid imo id: its check digit is wrong"),
        ({"kind": "vessel", "id": "imo:9000015", "name": 5}, "'name' must be text, but is a number"),
        ({"kind": "vessel", "id": "imo:9000015", "name": ""}, "'name' is empty: leave the field out if it is unknown"),
        ({"kind": "vessel", "id": "imo:9000015", "built": "2003"}, "'built' must be a whole number, but is text"),
        (
            {"kind": "vessel", "id": "imo:9000015", "flag": None},
            "'flag' is null: leave the field out if it is unknown, write none if there is none",
        ),
        (
            {"kind": "detention", "vessel": "imo:9000015", "start": "2026-02-30"},
            "'start': '2026-02-30' is not a day of the calendar",
        ),
        (
            {"kind": "catalogue_entry", "vessel": "imo:9000015", "catalogue": "gur", "status": "lost"},
            "'status' is 'lost': write 'listed' or 'withdrawn'",
        ),
        ({"kind": "vessel", "id": "imo:9000015", "evidence": [{"reliability": "A"}]}, "'evidence.0.source' is missing"),
        ({"kind": "vessel", "id": "imo:9000015", "name": "bell\u0007"}, "a text holds the control character \\x07"),
        ({"kind": "vessel", "id": "imo:9000015", "former_names": "A"}, "'former_names' must be a list, but is text"),
        (["a list"], "a fact is a JSON object"),
    ],
)
def test_each_refusal_says_what_is_wrong(read: Read, fact: object, message: str) -> None:
    found = read("facts.jsonl", [SHIP | {"id": "imo:9000041"}, fact])
    (fault,) = found.faults
    assert fault.message == message
    assert fault.location is not None
    assert fault.location.line == 2
    assert fault.excerpt
    assert [f.id for f in found] == ["imo:9000041"]
    assert found.quarantine[0].record == fact
    assert found.quarantine[0].reasons == (message,)


def test_one_fault_a_field(read: Read) -> None:
    found = read("facts.jsonl", [{"kind": "vessel", "id": "imo:9000015", "name": 5, "built": "x", "colour": "red"}])
    assert len(found.faults) == 3
    assert found.inputs[0].quarantined == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"kind": "vessel"', "this line is not JSON: expecting ',' delimiter at column 18"),
        (
            b'{"kind": "vessel", "id": "imo:9000015", "id": "imo:9000027"}',
            "this line is not JSON: the key 'id' stands twice in one object",
        ),
        (
            b'{"kind": "vessel", "id": "imo:9000015", "deadweight": NaN}',
            "this line is not JSON: NaN is not a JSON number: leave the field out if it is unknown",
        ),
        (b'{"a": ' + b"[" * 100000 + b"]" * 100000 + b"}", "this line is not JSON: it is nested too deeply"),
        (b'{"kind": "vessel", "n": ' + b"9" * 5000 + b"}", "this line is not JSON: a number has too many digits"),
        (b'{"kind": "vessel", "name": "\xff"}', "byte 29 of this line is not UTF-8 text"),
        (b'{"kind": "vessel", "name": "\x00"}', "this line is not JSON: invalid control character at column 29"),
        (b"not json at all", "this line is not JSON: expecting value at column 1"),
    ],
)
def test_a_broken_line_costs_only_itself(read: Read, line: bytes, message: str) -> None:
    good = json.dumps(SHIP).encode()
    found = read("facts.jsonl", good + b"\n" + line + b"\n\n" + good.replace(b"9000015", b"9000027") + b"\r\n")
    assert [fault.message for fault in found.faults] == [message]
    assert [f.id for f in found] == ["imo:9000015", "imo:9000027"]
    assert (found.inputs[0].records, found.inputs[0].quarantined) == (3, 1)
    assert json.loads(found.quarantine[0].as_json_line())["line"] == 2


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 400])
def test_numbers_out_of_bounds_are_refused(read: Read, number: str) -> None:
    found = read("facts.jsonl", f'{{"kind": "vessel", "id": "imo:9000015", "deadweight": {number}}}\n')
    assert len(found) == 0
    assert found.inputs[0].quarantined == 1


def test_a_byte_order_mark_is_no_matter(read: Read) -> None:
    assert len(read("facts.jsonl", b"\xef\xbb\xbf" + json.dumps(SHIP).encode())) == 1
    assert len(read("facts.json", b"\xef\xbb\xbf" + json.dumps([SHIP]).encode())) == 1


def test_a_lone_surrogate_is_refused_and_can_be_written_out(read: Read) -> None:
    found = read("facts.jsonl", '{"kind": "vessel", "id": "imo:9000015", "name": "\\ud800"}\n')
    assert found.inputs[0].quarantined == 1
    found.quarantine[0].as_json_line().encode("ascii")
    str(found.faults[0]).encode()


def test_a_broken_document_is_one_fault(read: Read) -> None:
    found = read("facts.json", '[{"kind": "vessel",\n "id": }]')
    assert [fault.message for fault in found.faults] == ["this file is not JSON: expecting value at line 2 column 8"]
    assert found.inputs[0].records == 0


def test_a_document_names_the_record(read: Read) -> None:
    found = read("facts.json", json.dumps([SHIP, {"kind": "vessel", "id": "imo:1"}], indent=1))
    assert found.faults[0].message.startswith("record 2: 'imo:1' is not a valid imo id")


def test_escapes_for_a_terminal_are_made_harmless(read: Read) -> None:
    found = read("facts.jsonl", b'{"kind": "vessel", "id": "imo:9000015", "name": "\x1b[2J"}')
    assert "\x1b" not in str(found.faults[0])


def test_the_place_of_a_json_fault_is_told_once(read: Read) -> None:
    found = read("a.jsonl", '{"kind": "vessel", "id": "imo:9000015}\n{"kind": "vessel", "id": "imo:9000015"}\n')
    assert found.faults[0].message == "this line is not JSON: unterminated string starting at column 26"
