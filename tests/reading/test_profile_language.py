"""The profile language: what each word of it does, and how faults in a profile are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import known_formats, read_facts
from countermove.reading.profile_reader import read_profile

Write = Callable[..., Path]

HEAD = """\
id: port-log
title: A port's log
recognise: [ship, when]
optional: [flag, also, more, state, lat, lon]
evidence:
  source: {constant: Log of an example port}
  reliability: {constant: B}
  credibility: {constant: 2}
facts:
"""
DETENTION = """\
  - kind: detention
    fields:
      vessel: {column: ship, as: imo}
      start: {column: when, as: day}
"""


def _read(write: Write, profile: str, table: str) -> FactSet:
    write("port.profile.yaml", profile)
    return read_facts(write("log.csv", table))


def _vessel(write: Write, fields: str, cells: str, extra: str = "") -> Any:
    """The vessel that a row gives, or what was found wrong with it."""
    body = f"  - kind: vessel\n    fields:\n      id: {{column: ship, as: imo}}\n{fields}"
    found = _read(
        write,
        HEAD.replace("facts:\n", f"{extra}facts:\n") + body,
        f"ship,when,flag,also,more,state,lat,lon\n9000015,2026,{cells}\n",
    )
    return found.facts[0] if found.facts else found.faults[0].message


def test_a_profile_beside_the_data_reads_it(write: Write) -> None:
    found = _read(write, HEAD + DETENTION, "when,ship\n24.4.2026,IMO 9000015\n")
    (fact,) = found.facts
    assert fact.id == "detention:imo:9000015/2026-04-24"
    assert fact.evidence[0].source == "Log of an example port"
    assert fact.evidence[0].locator == "log.csv line 2"
    assert found.inputs[0].format == "port-log"


@pytest.mark.parametrize(
    ("field", "cells", "expected"),
    [
        ("name: flag", "EXAMPLE,,,,,", "EXAMPLE"),
        ("name: flag", " \u200bEXAMPLE\u00a0,,,,,", "EXAMPLE"),
        ("name: {column: flag, blank: [None, n/a]}", "N/A,,,,,", None),
        ("name: {constant: SAME}", ",,,,,", "SAME"),
        ('name: {template: "{flag} of {also}"}', "ONE,TWO,,,,", "ONE of TWO"),
        ('name: {template: "{flag} of {also}"}', "ONE,,,,,", None),
        ("name: {first_of: [flag, also]}", ",SECOND,,,,", "SECOND"),
        ('name: {column: flag, capture: "^no (\\\\d+)"}', "no 12 of 13,,,,,", "12"),
        ('name: {column: flag, capture: "(\\\\d+)"}', "12 of 13,,,,,", None),
        ('name: {column: flag, capture: "(\\\\d+)", every: true, join: "+"}', "12 of 13,,,,,", "12+13"),
        ("name: {column: flag, prefix: MV, suffix: '!'}", "ONE,,,,,", "MVONE!"),
        ("name: {column: flag, when: {also: here}}", "ONE,here,,,,", "ONE"),
        ("name: {column: flag, when: {also: here}}", "ONE,there,,,,", None),
        ("name: {column: flag, when: {also: {blank: true}}}", "ONE,there,,,,", None),
        ("name: {column: flag, map: {a: ALPHA, b: BETA}}", "A,,,,,", "ALPHA"),
        ("name: {column: flag, map: {a: ALPHA}, otherwise: keep}", "c,,,,,", "c"),
        ("name: {column: flag, map: {a: ALPHA}, otherwise: unknown}", "c,,,,,", None),
        ("former_names: {column: flag, split: '/', not_in: also}", "A / B / /C,B,,,,", ("A", "C")),
        (
            "former_names: {column: flag, split: ';', quoted: true}",
            '"""A; B""; C ; ""D """"E""""""",,,,,',
            ("A; B", "C", 'D "E"'),
        ),
        ("former_names: {all_of: [flag, {column: also, split: ';'}]}", "A,B;A;C,,,,", ("A", "B", "C")),
        ("flag: {column: flag, as: country}", "Panama,,,,,", "iso3166:PA"),
        ("flag: {column: flag, as: country, unreadable: unknown}", "Atlantis,,,,,", None),
        ("deadweight: {column: flag, as: number, factor: 1.5, decimals: 1}", "3.33,,,,,", 5.0),
        ("type: {column: flag, as: word}", "Crude Oil Tanker,,,,,", "crude_oil_tanker"),
    ],
)
def test_each_word(write: Write, field: str, cells: str, expected: object) -> None:
    fact = _vessel(write, f"      {field}\n", cells)
    value = getattr(fact, field.partition(":")[0])
    assert value == expected


def test_a_point_and_named_values(write: Write) -> None:
    body = (
        "  - kind: infrastructure\n    fields: {id: {use: place}, name: {use: place}, position: {point: [lat, lon]}}\n"
    )
    profile = HEAD.replace("facts:\n", 'values:\n  place: {template: "port:{ship}"}\nfacts:\n') + body
    found = _read(write, profile, "ship,when,lat,lon\nA,1,55.5,20.25\nB,1,,20\nC,1,95,20\nD,1,x,20\n")
    assert [(f.id, getattr(f, "position", None)) for f in found] == [("port:A", (55.5, 20.25)), ("port:B", None)]
    assert [fault.message for fault in found.faults] == [
        "infrastructure: 'position.0' is '95.0': it should be less than or equal to 90",
        "'position' is 'x', which is not a number: write digits, with a point as decimal mark",
    ]


def test_one_fact_an_element(write: Write) -> None:
    body = "  - kind: technique_use\n    each: {column: flag, split: ';'}\n    fields: {campaign: ship, technique: {element: true}}\n"
    found = _read(write, HEAD + body, "ship,when,flag\nC1,2026,T0001;T0002\nC2,2026,\n")
    assert [fact.id for fact in found] == ["technique_use:C1/T0001", "technique_use:C1/T0002"]
    assert found.inputs[0].set_aside_reasons == {"the row holds nothing that this format's profile reads": 1}


def test_set_aside_and_conditions(write: Write) -> None:
    aside = "set_aside:\n  - {when: {state: gone}, reason: the ship is gone}\n  - {when: {ship: {unreadable_as: imo}}, reason: no ship}\nfacts:\n"
    rows = "ship,when,state\n9000015,2026,\n9000027,2026,gone\n0363464,2026,\n9000016,2026,\n"
    found = _read(write, HEAD.replace("facts:\n", aside) + DETENTION, rows)
    assert found.inputs[0].set_aside_reasons == {
        "no ship: its check digit is wrong": 1,
        "no ship: ships' numbers do not begin so; it looks like a company's IMO number": 1,
        "the ship is gone": 1,
    }
    assert found.inputs[0].used == 1


def test_evidence_of_its_own(write: Write) -> None:
    body = (
        DETENTION
        + "    evidence_instead: {source: {constant: Elsewhere}}\n"
        + DETENTION.replace("when, as", "also, as")
    )
    body += "    evidence: {origin: {constant: The harbour master}}\n"
    found = _read(write, HEAD + body, "ship,when,also\n9000015,2025,2026\n")
    first, second = (fact.evidence[0] for fact in found)
    assert (first.source, first.reliability, first.origin) == ("Elsewhere", "F", None)
    assert (second.source, second.reliability, second.origin) == ("Log of an example port", "B", "The harbour master")


@pytest.mark.parametrize(
    ("field", "cells", "message"),
    [
        ("built: {column: flag, as: year}", "x,,,,,", "'flag' is 'x', which is not a year between 1800 and 2099"),
        (
            "name: {column: flag, map: {a: A, b: B}}",
            "c,,,,,",
            "'flag' is 'c', a word that is not known here; known: a, b",
        ),
        ("type: flag", "Crude Oil,,,,,", "vessel: 'type' is 'Crude Oil', which has not the form ^[a-z0-9_]+$"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_the_row(write: Write, field: str, cells: str, message: str) -> None:
    assert _vessel(write, f"      {field}\n", cells) == message


def test_a_note_instead_of_a_refusal(write: Write) -> None:
    body = "  - kind: vessel\n    fields: {id: {column: ship, as: imo}, flag: {column: flag, as: country, unreadable: note}}\n"
    found = _read(write, HEAD + body, "ship,when,flag\n9000015,2026,Atlantis\n")
    assert found.notes[:-1] == (
        "log.csv line 2: 'flag' is 'Atlantis', which is not a country that is known by this name; left out",
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("id: port-log", "id: Port Log", "1:5", "id: String should match pattern '^[a-z][a-z0-9-]*$'"),
        ("recognise:", "recognize:", "3:1", "'recognize' is not a key that belongs here"),
        ("kind: detention", "kind: detenton", "10:11", "'detenton' is not a kind of fact that can be given"),
        ("kind: detention", "kind: indicator", "10:11", "'indicator' is not a kind of fact that can be given"),
        ("vessel: {", "vesel: {", "12:7", "'vesel' is not a field of detention"),
        ("column: ship", "column: shop", "12:15", "'shop' is not a column of this format"),
        ("as: imo", "as: imu", "12:34", "is no type of a cell"),
        ("{column: ship, as: imo}", "{use: ship}", "12:21", "'ship' is not a named value of this profile"),
        ("{column: ship, as: imo}", "{as: imo}", "12:15", "a value begins with exactly one of"),
        ("{column: ship, as: imo}", "{column: ship, constant: x}", "12:15", "a value begins with exactly one of"),
        ("{column: ship, as: imo}", "{column: ship, capture: '(('}", "12:39", "is no pattern"),
        ("{column: ship, as: imo}", "{column: ship, capture: abc}", "12:39", "must have exactly one group"),
        ("{column: ship, as: imo}", "{column: ship, otherwise: keep}", "12:15", "'otherwise' goes with 'map'"),
        ("  source: {constant: Log of an example port}\n", "", "6:3", "'source' is missing: who says so?"),
        ("      start: {column: when, as: day}\n", "", "12:7", "a detention needs the field 'start'"),
        ("source: {", "sauce: {", "6:3", "'sauce' is not a field of evidence"),
    ],
)
def test_faults_of_a_profile_say_where(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    text = (HEAD + DETENTION).replace(old, new)
    path = tmp_path / "p.profile.yaml"
    path.write_text(text, encoding="utf-8")
    profile, faults = read_profile(path, "p.profile.yaml")
    assert profile is None
    told = [str(fault).splitlines()[0] for fault in faults]
    assert any(line.startswith(f"p.profile.yaml:{place}: ") and message in line for line in told), told


def test_a_faulty_profile_costs_its_files_and_is_told(write: Write) -> None:
    found = _read(write, HEAD + DETENTION.replace("as: day", "as: daye"), "when,ship\n24.4.2026,9000015\n")
    assert [fault.code for fault in found.faults] == ["CM106", "CM302"]


def test_every_shipped_profile_is_a_known_format() -> None:
    ids = [name for name, title in known_formats() if title]
    assert len(ids) == len(set(ids))
    assert {
        "json-lines",
        "json",
        "eu-journal",
        "gur-catalogue",
        "sanctions-by-imo",
        "ais-gaps",
        "curated-incidents",
    } <= set(ids)
