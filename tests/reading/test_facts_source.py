"""Paths, formats and the account: which files are read, as what, and that nothing is lost."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_account import adds_up, messages

from countermove.errors import InputRejected, UsageError
from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts

Write = Callable[..., Path]
Read = Callable[..., FactSet]
SHIP = {"kind": "vessel", "id": "imo:9000015", "evidence": [{"source": "Port log"}]}
LISTS = "imo,ofac,uk,eu\n9000015,True,False,True\n"


def test_a_folder_is_read_through_and_the_rest_is_named(write: Write, tmp_path: Path) -> None:
    write("data/b/lists.csv", LISTS)
    write("data/a.jsonl", [SHIP])
    write("data/README.md", "What this is, and why.\nMore.")
    write("data/other.csv", "x,y\n1,2\n")
    write("data/map.geojson", '{"type": "FeatureCollection", "features": []}')
    write("data/picture.png", b"\x89PNG\r\n\x1a\n" + bytes(2000))
    write("data/empty.csv", "")
    write("data/.hidden/a.jsonl", [SHIP])
    write("data/.hidden.jsonl", [SHIP])
    found = read_facts(tmp_path / "data")
    assert [Path(report.path).name for report in found.inputs] == ["a.jsonl", "lists.csv"]
    assert {Path(skipped.path).name: skipped.reason for skipped in found.skipped} == {
        "README.md": "a table whose header fits no profile",
        "other.csv": "a table whose header fits no profile",
        "map.geojson": "JSON lines whose objects have no 'kind'",
        "picture.png": "not a text file",
        "empty.csv": "the file is empty",
    }
    assert not found.faults
    assert adds_up(found)


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("x.csv", "x,y\n1,2\n", "CM302", "the format of this file is not known: a table whose header fits no profile"),
        ("x.txt", "plain words", "CM302", "the format of this file is not known: a text, not a table"),
        ("x.jsonl", "", "CM302", "the format of this file is not known: the file is empty"),
        ("x.jsonl", " \n\n", "CM302", "the format of this file is not known: the file is empty"),
        (
            "x.json",
            '{"type": "bundle", "objects": []}',
            "CM302",
            "the format of this file is not known: JSON lines whose objects",
        ),
    ],
)
def test_a_named_file_of_unknown_format_is_a_fault(
    read: Read, name: str, content: str, code: str, message: str
) -> None:
    found = read(name, content)
    assert found.faults[0].code == code
    assert found.faults[0].message.startswith(message)
    assert len(found.skipped) == 1


def test_a_missing_path_is_a_fault_beside_good_input(write: Write, tmp_path: Path) -> None:
    found = read_facts([write("a.jsonl", [SHIP]), tmp_path / "nowhere", "odd\0name"])
    assert messages(found)[0] == "there is no such file or folder"
    assert [fault.code for fault in found.faults] == ["CM301", "CM301"]
    assert len(found) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_a_fault(write: Write) -> None:
    path = write("a.jsonl", [SHIP])
    path.chmod(0)
    assert read_facts(path).faults[0].code == "CM301"


def test_strictness_takes_all_or_nothing(write: Write) -> None:
    path = write("a.jsonl", [SHIP, {"kind": "vessel", "id": "imo:1"}])
    with pytest.raises(InputRejected) as raised:
        read_facts(path, strict=True)
    assert len(raised.value.faults) == 1
    assert read_facts(write("b.jsonl", [SHIP]), strict=True).facts


def test_a_format_can_be_forced(write: Write) -> None:
    path = write("noname", [SHIP])
    assert read_facts(f"json-lines:{path}").inputs[0].format == "json-lines"
    found = read_facts(f"gur-catalogue:{path}")
    assert found.faults[0].message.startswith("the header lacks gur_id, name")
    assert found.inputs[0].records == 0


def test_an_unknown_format_word_is_a_wrong_request(write: Write) -> None:
    with pytest.raises(UsageError, match="'gur-catalog' is not a known format") as raised:
        read_facts(f"gur-catalog:{write('a.csv', LISTS)}")
    assert raised.value.hint == "did you mean 'gur-catalogue'?"


def test_a_colon_in_a_name_is_a_name(write: Write) -> None:
    assert len(read_facts(str(write("log:2026.jsonl", [SHIP])))) == 1


def test_a_file_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write("a.jsonl", [SHIP])
    found = read_facts([path, tmp_path, str(path)])
    assert len(found.inputs) == 1
    assert len(found.facts[0].evidence) == 1


def test_a_header_that_fits_two_profiles_is_not_guessed(write: Write) -> None:
    head = (
        "title: T\nrecognise: [a, b]\nevidence: {source: {constant: S}}\nfacts:\n  - {kind: country, fields: {id: a}}\n"
    )
    write("one.profile.yaml", f"id: one\n{head}")
    write("two.profile.yaml", f"id: two\n{head}")
    path = write("x.csv", "a,b\niso3166:DE,1\n")
    assert "it fits several formats (one, two): write FORMAT:PATH" in read_facts(path).faults[0].message
    assert read_facts(f"two:{path}").inputs[0].format == "two"


@pytest.mark.parametrize("name", ["lists.csv", "anything.txt", "no-ending"])
def test_the_content_tells_the_format(read: Read, name: str) -> None:
    assert read(name, LISTS).inputs[0].format == "sanctions-by-imo"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"kind": "vessel", "id": "imo:9000015"}', "json-lines"),
        ('not json\n{"kind": "vessel", "id": "imo:9000015"}\n', "json-lines"),
        ('{"kind": "vessel", broken\n{"kind": "vessel", "id": "imo:9000015"}\n', "json-lines"),
        ('{"facts": [\n{"kind": "vessel", "id": "imo:9000015"}\n]}', "json"),
        ('[\n{"kind": "vessel", "id": "imo:9000015"}\n]', "json"),
        ('{"facts": [{"kind": "vessel", "id": "imo:9000015"}]}', "json"),
        ('{\n"kind": "vessel",\n"id": "imo:9000015"\n}', "json"),
        ("[" + ",\n".join(['{"kind": "vessel", "id": "imo:9000015"}'] * 4000) + "]", "json"),
        ('{"facts": [' + ",\n".join(['{"kind": "vessel", "id": "imo:9000015"}'] * 4000) + "]}", "json"),
    ],
)
def test_lines_and_documents_are_told_apart(read: Read, text: str, form: str) -> None:
    found = read("facts", text)
    assert found.inputs[0].format == form
    assert [fact.id for fact in found] == ["imo:9000015"]


def test_a_table_in_utf_16(read: Read) -> None:
    assert len(read("lists.csv", LISTS.encode("utf-16"))) == 2


def test_what_is_written_out_reads_back_the_same(write: Write) -> None:
    from countermove import resources

    found = read_facts(resources.folder("examples"))
    again = read_facts(write("again.jsonl", [fact.model_dump(mode="json", exclude_none=True) for fact in found]))
    assert not again.faults
    assert again.facts == found.facts


@pytest.mark.parametrize(
    "content", ["\ufeff" + LISTS, LISTS.replace("\n", "\r\n"), LISTS.replace("imo,ofac", " imo ,\u00a0ofac")]
)
def test_marks_and_line_ends_are_no_matter(read: Read, content: str) -> None:
    assert len(read("lists.csv", content)) == 2


def test_a_column_that_stands_twice_is_refused(read: Read) -> None:
    found = read("lists.csv", "imo,ofac,uk,eu,imo\n9000015,True,False,True,9000027\n")
    assert messages(found) == ["the column 'imo' stands twice in the header"]
    assert len(found) == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (b"9000027,True,\xff,False", "the row holds bytes that are not UTF-8 text"),
        (b"9000027,True,\x00,False", "the row holds the control character \\x00"),
        (b"9000027,True", "the row has 2 cells, the header 4"),
        (b'9000027,"True,False,False', "a quotation mark is opened and not closed"),
    ],
)
def test_a_bad_row_costs_only_itself(read: Read, row: bytes, message: str) -> None:
    found = read("lists.csv", LISTS.encode() + row + b"\n9000039,False,True,False\n")
    assert messages(found) == [message]
    assert {fact.id for fact in found} == {
        "designation:us/imo:9000015/-/-",
        "designation:eu/imo:9000015/-/-",
        "designation:uk/imo:9000039/-/-",
    }
    assert found.faults[0].location is not None
    assert found.faults[0].location.line == 3
    json.loads(found.quarantine[0].as_json_line())


def test_files_in_any_order_give_the_same_facts(write: Write) -> None:
    paths = [
        write(
            "a.jsonl", [SHIP | {"name": "ONE"}, {"kind": "detention", "vessel": "mmsi:273000001", "start": "2026-01"}]
        ),
        write(
            "b.jsonl",
            [SHIP | {"name": "TWO", "mmsi": "273000001", "evidence": [{"source": "Another log", "reliability": "B"}]}],
        ),
        write("c.csv", LISTS),
    ]
    expected = read_facts(paths).facts
    for seed in range(6):
        random.Random(seed).shuffle(paths)  # noqa: S311
        assert read_facts(paths).facts == expected


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_account_always_adds_up(tmp_path: Path, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.one_of(
        st.just(b"9000015,True,False,True"), st.just(b"0363464,True,True,True"), st.just(b"9000027,False,False,False"),
        st.just(b"9000027,maybe,False,False"), st.binary(max_size=30),
        st.just(b'{"kind": "vessel", "id": "imo:9000015"}'), st.just(b'{"kind": "vesel"}'),
    ), max_size=12))  # fmt: skip
    head = data.draw(st.sampled_from([b"imo,ofac,uk,eu\n", b'{"kind": "vessel", "id": "imo:9000039"}\n', b""]))
    path = tmp_path / "any"
    path.write_bytes(head + b"\n".join(rows))
    found = read_facts(path)
    assert adds_up(found)
    assert len(found.quarantine) == sum(report.quarantined for report in found.inputs)
    for fault in found.faults:
        str(fault).encode()
    for record in found.quarantine:
        json.loads(record.as_json_line())
