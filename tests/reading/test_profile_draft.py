"""Drafts of profiles: valid as they stand, they read the file they were made for, and they guess neither sources nor grades."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermove.errors import UsageError
from countermove.reading.drafting.draft import Draft, draft
from countermove.reading.facts_source import read_facts
from countermove.reading.profile_reader import profile_of_text

Write = Callable[..., Path]

SHIPS = (
    "No;IMO Number;Ship name;Flag state;Year built;Lat;Lon;Seen at;Ex names;Inspected\n"
    "1;9000015;EXAMPLE ONE;Panama;1999;55.1;12.5;2026-04-24 10:00;OLD | OLDER;yes\n"
    "2;9000027;EXAMPLE TWO;;2003;54.9;13.0;2026-04-25 11:30;;no\n"
    "3;9000039;EXAMPLE THREE;Atlantis;2010;;;2026-04-26 12:45;;no\n"
)


def _profile(made: Draft) -> Any:
    profile, faults = profile_of_text(made.text, "p")
    assert profile is not None, faults
    return profile


def _works(made: Draft, path: Path) -> Any:
    """What the file gives when the draft stands beside it."""
    (path.parent / "x.profile.yaml").write_text(made.text, encoding="utf-8")
    found = read_facts(path)
    (path.parent / "x.profile.yaml").unlink()
    assert found.inputs, found.faults
    assert found.inputs[0].format == _profile(made).id
    return found


def test_ships_in_a_table(write: Write) -> None:
    path = write("Port log 2026.csv", SHIPS)
    made = draft(path)
    profile = _profile(made)
    assert (profile.id, profile.delimiter) == ("port-log-2026", ";")
    (template,) = profile.facts
    assert template.kind == "vessel"
    assert set(template.fields) == {"id", "imo", "name", "flag", "built", "former_names"}
    assert set(profile.unused) == {"No", "Lat", "Lon", "Seen at", "Inspected"}
    assert (made.trial.used, made.trial.refused, made.trial.notes) == (3, 0, 1)
    found = _works(made, path)
    assert [(f.id, f.name, f.flag, f.built, f.former_names) for f in found] == [
        ("imo:9000015", "EXAMPLE ONE", "iso3166:PA", 1999, ("OLD", "OLDER")),
        ("imo:9000027", "EXAMPLE TWO", None, 2003, ()),
        ("imo:9000039", "EXAMPLE THREE", None, 2010, ()),
    ]


def test_source_and_grades_are_left_to_the_human(write: Write) -> None:
    made = draft(write("log.csv", SHIPS + "4;9000015;A;;;;;;;\n"))
    evidence = _profile(made).evidence
    assert (evidence["reliability"].constant, evidence["credibility"].constant) == ("F", 6)
    assert evidence["source"].constant == "log.csv"
    for word in ("who says so?", "grade the source", "grade the item", "does a column say when it was published?"):
        assert word in made.text


@pytest.mark.parametrize(
    ("name", "content", "form", "records"),
    [
        ("a.json", json.dumps({"meta": {"n": 1}, "data": {"ships": [{"vessel": {"imo": 9000015, "name": "ONE"}}]}}), "json", "data.ships"),
        ("a.json", json.dumps([{"vessel": {"imo": 9000015, "name": "ONE"}}], indent=1), "json", ""),
        ("a.json", json.dumps({"vessel": {"imo": "9000015", "name": ["ONE"]}}), "json", ""),
        ("a.jsonl", '{"vessel": {"imo": 9000015, "name": "ONE"}}\n{"vessel": {"imo": 9000027, "name": "TWO"}}\n', "json-lines", ""),
    ],
)  # fmt: skip
def test_json(write: Write, name: str, content: str, form: str, records: str) -> None:
    path = write(name, content)
    made = draft(path)
    profile = _profile(made)
    assert (profile.form, profile.records, profile.id) == (form, records, "a")
    assert next(iter(_works(made, path))).name == "ONE"


def test_a_list_of_objects_inside_a_record_is_named(write: Write) -> None:
    made = draft(write("a.json", json.dumps([{"imo": 9000015, "calls": [{"port": "A", "day": "2026"}]}])))
    assert "'calls' is a list of objects with port, day: 'each: calls'" in made.text


def test_a_table_without_a_header(write: Write) -> None:
    path = write("log.csv", "1,9000015,EXAMPLE ONE,2026-04-24\n2,9000027,EXAMPLE TWO,2026-04-25\n")
    made = draft(path)
    profile = _profile(made)
    assert profile.columns == ("column 1", "column 2", "column 3", "column 4")
    assert profile.recognise_values == {"column 2": r"\d{7}"}
    assert [fact.id for fact in _works(made, path)] == ["imo:9000015", "imo:9000027"]


def test_lines_before_the_header_and_another_encoding(write: Write) -> None:
    text = "Отчёт за май\n\nИМО;Название;Флаг\n9000015;ПРИМЕР;Panama\n9000027;ВТОРОЙ ПРИМЕР;Panama\n"
    path = write("log.csv", text.encode("cp1251"))
    made = draft(path)
    profile = _profile(made)
    assert (profile.encoding, profile.skip_lines, profile.delimiter) == ("cp1251", 2, ";")
    assert [fact.name for fact in _works(made, path)] == ["ПРИМЕР", "ВТОРОЙ ПРИМЕР"]


def test_companies_are_known_by_their_numbers(write: Write) -> None:
    made = draft(write("firms.csv", "ИНН,Наименование\n7704676655,ПРИМЕР\n7703204586,ПРИМЕР ДВА\n"))
    assert [(fact.kind, fact.id) for fact in made.trial.facts] == [
        ("company", "inn:7704676655"),
        ("company", "inn:7703204586"),
    ]


def test_no_kind_shows_itself(write: Write) -> None:
    made = draft(write("9 things.csv", "ref,words\nA1,one\nA2,two\n"))
    assert "no kind shows itself" in made.text
    assert [fact.id for fact in made.trial.facts] == ["own-9-things:A1", "own-9-things:A2"]
    assert "which column tells one thing from another?" in draft(write("b.csv", "x,y\n1a,2\n3a,4\n")).text


def test_what_would_be_refused_is_counted_with_its_reason(write: Write) -> None:
    rows = "".join(f"{number},SHIP {number}\n" for number in ["9000015"] * 30 + ["9000016", "9000016", "x"])
    trial = draft(write("log.csv", "imo,name\n" + rows)).trial
    assert (trial.used, trial.refused) == (30, 3)
    assert trial.reasons == {
        "imo: is not the IMO number of a ship: its check digit is wrong": 2,
        "imo: is not the IMO number of a ship: an IMO number has seven digits": 1,
    }


def test_months_before_days_are_pointed_out(write: Write) -> None:
    body = "".join(f"9000015,{day}\n" for day in ["04/05/2026"] * 20 + ["04/24/2026"])
    made = draft(write("log.csv", "imo,detained\n" + body))
    assert "the month stands first here" in made.text or "detention" in made.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01\x02" * 50, "the file is no text"),
        (b"<html><table></table>", "this is XML or HTML"),
        (b"only words here\nand here\n", "this is neither a table nor JSON"),
        (b"a" * (2 * 2**20), "the first line is longer than 1 MB"),
        (b"a," * 10_000 + b"\n1,2\n", "the header has 10001 columns; a profile is drafted for at most 1000"),
        (b"imo,na\x07me\n9000015,A\n", "a name in the header holds the control character \\x07"),
        (b"imo," + b"x" * 600 + b"\n9000015,A\n", "a name in the header has 600 characters"),
        (b'[{"a": {}, "b": [{"c": 1}]}]', "no record of this file holds a text"),
        (b",,\n1,2,3\n", "no column of this table has a name of its own"),
        (b"a,a\n1,2\n", "no column of this table has a name of its own"),
        (b"[1, 2, 3]", "no JSON object is found in this file"),
        (b"[" * 100_000, "this JSON is nested beyond sense"),
        (json.dumps([{f"f{n}": n for n in range(1500)}]).encode(), "the records have more than 1000 fields"),
        (json.dumps([{"a\u0007": 1}]).encode(), "a name in a record holds the control character \\x07"),
    ],
)
def test_hostile_files_end_in_a_clear_message(write: Write, content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=r".*") as caught:
        draft(write("odd", content))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "header",
    ["yes,no", '"a: b","{c}"', "null,~", "#1,&2", '"line\nbreak",b', "1,2x", "é,ü ", '" ",name', "name,name,imo", "-,?", "'a',\"\"\"b\"\"\"", "[x],!y"],
)  # fmt: skip
def test_names_that_yaml_would_take_for_something_else(write: Write, header: str) -> None:
    path = write(
        "odd.csv",
        f"{header}\n"
        + "A1,B1,9000015\nA2,B2,9000027\n"[: 100 if header.count(",") == 2 else 0]
        + ("A1,B1\nA2,B2\n" if header.count(",") == 1 else ""),
    )
    made = draft(path)
    assert _profile(made)
    assert made.trial.records == 2


_SAMPLES = (SHIPS.encode(), json.dumps([{"a": {"imo": 9000015, "l": [{"b": 1}]}, "c": ["x", None]}]).encode())
_BITS = [
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"{",
    b"[",
    b"]",
    b"\\",
    b"\xef\xbb\xbf",
    b"\x1a",
    b"\t",
    b"'",
    b"#",
    b": ",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
]


@settings(
    max_examples=int(os.environ.get("COUNTERMOVE_EXAMPLES", "200")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(_SAMPLES),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(_BITS), st.integers(0, 40)), max_size=10),
)
def test_whatever_a_file_holds(tmp_path: Path, content: bytes, changes: list[tuple[int, bytes, int]]) -> None:
    for place, bit, drop in changes:
        content = content[:place] + bit + content[place + drop :]
    path = tmp_path / "odd"
    path.write_bytes(content)
    try:
        made = draft(path)
    except UsageError as error:
        assert "no profile can be drafted" not in str(error)  # noqa: PT017
    else:
        assert _profile(made)


def test_a_line_of_100_mb_takes_no_memory(write: Write, tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b"imo,name\n9000015,A\n9000027,")
        for _ in range(100):
            file.write(b"x" * 2**20)
        file.write(b"\n9000039,C\n")
    tracemalloc.start()
    made = draft(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * 2**20
    assert [fact.id for fact in made.trial.facts] == ["imo:9000015", "imo:9000039"]
    assert made.trial.reasons == {"this line is longer than 16 MB": 1}


def test_russian_headers_and_months_that_stand_first(tmp_path: Path) -> None:
    path = tmp_path / "eu-journal.csv"
    text = "ИМО;Судно;Ушло\n9000015;ПРИМЕР;04/25/2026\n9000027;ПРИМЕР ДВА;05/02/2026\n9000038;ПРИМЕР ТРИ;05/03/2026\n"
    path.write_bytes(text.encode("cp1251"))
    made = draft(path)
    assert _profile(made).id == "own-eu-journal"
    (template,) = _profile(made).facts
    assert (template.kind, set(template.fields)) == ("vessel", {"id", "imo", "name"})
    assert (made.trial.used, made.trial.refused) == (2, 1)
    assert "# 04/25/2026; the month stands first here" in made.text


def test_a_path_that_ends_lines_stays_in_its_remark(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"a": {"imo": 9000015, "l\x85x": [{"b": 1}]}}], ensure_ascii=False), encoding="utf-8")
    assert _profile(draft(path)).form == "json"
