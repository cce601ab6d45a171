"""Profiles of tables that are not plain: without a header, with lines before it, other spellings, words for nothing, an end mark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.profile_reader import read_profile

Write = Callable[..., Path]

BODY = """\
evidence:
  source: {constant: Log of an example port}
facts:
  - kind: vessel
    fields: {id: {column: ship, as: imo}, name: name, flag: {column: flag, as: country}}
"""
PLAIN = "id: port-log\ntitle: T\nrecognise: [ship, name]\noptional: [flag]\n"
HEADERLESS = """\
id: port-log
title: T
columns: [number, ship, name, flag]
recognise_values: {number: '\\d+', ship: '(IMO )?\\d{7}'}
blank: ["-0-"]
"""


def _read(write: Write, head: str, content: str | bytes) -> FactSet:
    write("port.profile.yaml", head + BODY)
    found = read_facts(write("log.csv", content))
    assert adds_up(found)
    return found


def test_a_table_without_a_header(write: Write) -> None:
    found = _read(write, HEADERLESS, '1,9000015,"ONE, EXAMPLE",-0- \n2,-0-,TWO,PA\n3,IMO 9000027,THREE,PA\n\x1a')
    assert [(f.id, f.name, f.flag, f.evidence[0].locator) for f in found] == [  # type: ignore[attr-defined]
        ("imo:9000015", "ONE, EXAMPLE", None, "log.csv line 1"),
        ("imo:9000027", "THREE", "iso3166:PA", "log.csv line 3"),
    ]
    assert messages(found) == ["nothing in the row tells which vessel it is (no id)"]
    assert found.quarantine[0].record["ship"] == "-0-"


@pytest.mark.parametrize(
    "content",
    [
        "1,9000015,ONE\n",
        "a,9000015,ONE,PA\n",
        "1,90000151,ONE,PA\n",
        "1,9000015,ONE,PA\nx,9000015,ONE,PA\n",
        "1,,ONE,PA\n",
    ],
)
def test_other_tables_without_a_header_are_not_taken(write: Write, content: str) -> None:
    assert [fault.code for fault in _read(write, HEADERLESS, content).faults] == ["CM302"]


def test_the_row_at_the_cut_is_not_looked_at(write: Write) -> None:
    rows = "".join(f"{n},9000015,{'x' * 100},PA\n" for n in range(1500))
    assert len(rows) > 65536
    assert _read(write, HEADERLESS, rows).inputs[0].used == 1500


def test_lines_before_the_header(write: Write) -> None:
    head = PLAIN + "skip_lines: 2\n"
    found = _read(write, head, "Report Date: 1 May 2026\n\nname,ship\nONE,9000015\nTWO,9000016\n")
    assert [fact.evidence[0].locator for fact in found] == ["log.csv line 4"]
    assert [fault.location.line for fault in found.faults if fault.location] == [5]
    assert _read(write, PLAIN, "Report Date: 1 May 2026\n\nname,ship\nONE,9000015\n").faults[0].code == "CM302"


def test_a_header_with_other_spellings_and_stray_blanks(write: Write) -> None:
    head = PLAIN + "spellings: {ship: [IMO number, imo]}\n"
    assert len(_read(write, head, " IMO number ,flag\u00a0,name\n9000015,PA,ONE\n")) == 1
    assert len(_read(write, head, "name,imo\nONE,9000015\n")) == 1
    assert _read(write, head, "name,IMO\nONE,9000015\n").faults[0].code == "CM302"


def test_values_tell_two_tables_with_one_header_apart(write: Write) -> None:
    head = PLAIN + "recognise_values: {flag: '[A-Z]{2}'}\n"
    assert len(_read(write, head, "name,ship,flag\nONE,9000015,PA\nTWO,9000027,\n")) == 2
    assert _read(write, head, "name,ship,flag\nONE,9000015,Panama\n").faults[0].code == "CM302"
    assert _read(write, head, "name,ship,flag\nONE,9000015,\n").faults[0].code == "CM302"


@pytest.mark.parametrize("end", ["\x1a", "\n\x1a", "\r\n\x1a"])
def test_the_end_mark_of_old_systems(write: Write, end: str) -> None:
    found = _read(write, PLAIN, f"name,ship\nONE,9000015{end}")
    assert (len(found), found.faults) == (1, ())


def test_an_end_mark_in_the_middle_is_no_end(write: Write) -> None:
    found = _read(write, PLAIN, "name,ship\n\x1a\nONE,9000015\n")
    assert len(found) == 1
    assert messages(found) == ["the row has 1 cell, the header 2"]


def test_a_header_in_another_encoding(write: Write) -> None:
    head = PLAIN.replace("ship", "судно") + "encoding: cp1251\n"
    write("port.profile.yaml", head + BODY.replace("column: ship", "column: судно"))
    found = read_facts(write("log.csv", "name,судно\nПРИМЕР,9000015\n".encode("cp1251")))
    assert found.facts[0].name == "ПРИМЕР"  # type: ignore[attr-defined]


def test_a_long_description_is_cut_and_told(write: Write) -> None:
    write("port.profile.yaml", PLAIN + BODY)
    found = read_facts(write("log.csv", f"name,ship\n{'word ' * 1000},9000015\n"))
    assert len(found.facts[0].name) == 4000  # type: ignore[attr-defined]
    assert found.notes[:-1] == ("log.csv line 2: 'name' is longer than 4000 characters; cut there",)


def test_source_and_grades_out_of_the_register(write: Write) -> None:
    body = (
        "source_register: eu-journal\nevidence: {credibility: {constant: 3}}\n"
        + BODY.partition("\n  source")[2].partition("\n")[2]
    )
    write("port.profile.yaml", PLAIN + body)
    (piece,) = read_facts(write("log.csv", "ship,name\n9000015,ONE\n")).facts[0].evidence
    assert (piece.source, piece.reliability, piece.credibility) == ("Official Journal of the European Union", "A", 3)
    write("port.profile.yaml", PLAIN + body.replace("eu-journal", "eu-jurnal"))
    told = [fault.message for fault in read_facts(write("log.csv", "ship,name\n9000015,ONE\n")).faults]
    assert "'eu-jurnal' is not a source of the register" in told


def test_elements_of_a_cell(write: Write) -> None:
    body = """\
evidence:
  source: {constant: S}
facts:
  - kind: incident
    when: {element: {differs: none}}
    each: {column: flag, split: ";"}
    fields: {id: {template: "{ship}/{element}"}, type: {constant: arson}, date: {constant: "2026"}, countries: {element: true, as: country}, summary: name}
"""
    write("port.profile.yaml", PLAIN + body)
    found = read_facts(write("log.csv", "ship,name,flag\nA,words,PA;none;DE\n"))
    assert not messages(found)
    assert [(f.id, f.countries) for f in found] == [("A/DE", ("iso3166:DE",)), ("A/PA", ("iso3166:PA",))]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (HEADERLESS + "recognise: [ship]\n", "'columns' is for files without a header"),
        ("id: a\ntitle: T\ncolumns: [ship, name, flag]\n", "add 'recognise_values'"),
        (HEADERLESS.replace("[number,", "[name,"), "a name stands twice under 'columns'"),
        (HEADERLESS.replace("ship: '", "shop: '"), "'shop' is not a column of this format"),
        ("id: a\ntitle: T\n", "'recognise' is missing or empty"),
        (PLAIN + "unused: {flag: ''}\n", "unused.flag: it is empty"),
        (PLAIN + "unused: {flag: it is of no use}\n", "'flag' stands under 'unused' and is read"),
        (PLAIN + "skip_lines: -1\n", "skip_lines: Input should be greater than or equal to 0"),
    ],
)
def test_faults_of_such_profiles(tmp_path: Path, head: str, message: str) -> None:
    path = tmp_path / "p.profile.yaml"
    path.write_text(head + BODY, encoding="utf-8")
    profile, faults = read_profile(path, "p.profile.yaml")
    assert profile is None
    assert any(message in str(fault) for fault in faults), faults
