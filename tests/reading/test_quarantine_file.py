"""What was refused, mended and read again: the same facts as if the file had been right, whatever form it has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.bulk import read_bulk
from countermove.reading.facts_source import read_facts
from countermove.tables.database import Database

Write = Callable[..., Path]

TABLE = """\
id: port-log
title: A log of ships
recognise: [ship, name]
optional: [flag]
evidence:
  source: {constant: Log of an example port}
facts:
  - kind: vessel
    fields: {id: {column: ship, as: imo}, name: name, flag: {column: flag, as: country}}
"""
HEADERLESS = TABLE.replace(
    "recognise: [ship, name]\noptional: [flag]\n", "columns: [ship, name, flag]\nrecognise_values: {flag: '.*'}\n"
)
DOCUMENT = TABLE.replace("recognise:", "form: json\nrecords: ships\nrecognise:")
LINES = TABLE.replace("recognise:", "form: json-lines\nrecognise:")
SHIPS = [
    {"ship": 9000015, "name": "ONE", "flag": "PA"},
    {"ship": 9000027, "name": "TWO", "flag": "CM"},
    {"ship": 9000039, "name": "THREE", "flag": None},
]
FACTS = [{"kind": "vessel", "id": f"imo:{s['ship']}", "name": s["name"]} for s in SHIPS]
RIGHT_TABLE = "ship,name,flag\n9000015,ONE,PA\n9000027,TWO,CM\n9000039,THREE,\n"


def _lines(records: list[Any]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


FORMS: dict[str, tuple[str, str, str, str, Callable[[dict[str, Any]], Any]]] = {
    # the profile beside it, the right file, what is broken in it, how, and the mending of a quarantined line's record
    "table": (TABLE, RIGHT_TABLE, "9000027", "9000028", lambda q: q["record"] | {"ship": "9000027"}),
    "row with a cell too many": (TABLE, RIGHT_TABLE, "TWO", "TWO,TWO", lambda q: q["record"].replace("TWO,TWO", "TWO")),
    "row with an open quote": (TABLE, RIGHT_TABLE, "TWO", '"TWO', lambda q: q["record"].replace('"', "")),
    "row of semicolons": (
        TABLE.replace("recognise:", 'delimiter: ";"\nrecognise:'),
        RIGHT_TABLE.replace(",", ";"),
        "TWO",
        "TWO;TWO",
        lambda q: q["record"].replace("TWO;TWO", "TWO"),
    ),
    "table without a header": (
        HEADERLESS,
        RIGHT_TABLE.partition("\n")[2],
        "9000027",
        "9000028",
        lambda q: q["record"] | {"ship": "9000027"},
    ),
    "JSON document by profile": (
        DOCUMENT,
        json.dumps({"ships": SHIPS}),
        "9000027",
        "9000028",
        lambda q: q["record"] | {"ship": 9000027},
    ),
    "JSON lines by profile": (LINES, _lines(SHIPS), "CM", "Atlantis", lambda q: q["record"] | {"flag": "CM"}),
    "broken JSON line by profile": (LINES, _lines(SHIPS), '"TWO"', "TWO", lambda q: q["record"].replace("TWO", '"TWO"')),
    "facts, JSON lines": ("", _lines(FACTS), "imo:9000027", "imo:9000028", lambda q: q["record"] | {"id": "imo:9000027"}),
    "facts, broken JSON line": ("", _lines(FACTS), '"TWO"', "TWO", lambda q: q["record"].replace("TWO", '"TWO"')),
    "facts, JSON document": (
        "",
        json.dumps({"facts": FACTS}, indent=1),
        "imo:9000027",
        "imo:9000028",
        lambda q: q["record"] | {"id": "imo:9000027"},
    ),
}  # fmt: skip


def _facts(found: FactSet) -> list[str]:
    return [repr(fact) for fact in found]


def _quarantined(found: FactSet) -> str:
    return "".join(record.as_json_line() + "\n" for record in found.quarantine)


@pytest.mark.parametrize("form", FORMS)
def test_broken_quarantined_mended_and_read_again(write: Write, form: str) -> None:
    profile, right, good, bad, mend = FORMS[form]
    if profile:
        write("port.profile.yaml", profile)
    log = write("log", right)
    expected = read_facts(log)
    assert (len(expected), expected.faults) == (3, ())

    write("log", right.replace(good, bad))
    broken = read_facts(log)
    assert adds_up(broken)
    assert len(broken) == 2
    (line,) = [json.loads(line) for line in _quarantined(broken).splitlines()]
    assert line["problems"]
    assert all(problem.keys() == {"field", "value", "reason"} and problem["reason"] for problem in line["problems"])

    again = write("again.jsonl", [line | {"record": mend(line)}])
    mended = read_facts([log, again])
    assert adds_up(mended)
    assert _facts(mended) == _facts(expected)
    assert [(i.format, i.used, i.quarantined) for i in mended.inputs][1] == ("quarantine", 1, 0)
    with Database() as database:
        in_tables = read_bulk([log, again], database)
        assert (in_tables.inputs, in_tables.faults) == (mended.inputs, mended.faults)
        assert [repr(q) for q in in_tables.quarantine] == [repr(q) for q in mended.quarantine]
        assert len(in_tables) == 3


def test_what_is_not_mended_is_refused_again_under_its_own_place(write: Write) -> None:
    write("port.profile.yaml", TABLE)
    log = write("log.csv", RIGHT_TABLE.replace("9000027", "9000028").replace("THREE,", "THREE"))
    first = read_facts(log)
    assert [q.line for q in first.quarantine] == [3, 4]
    second = read_facts(write("again.jsonl", _quarantined(first)))
    assert adds_up(second)
    assert _quarantined(second) == _quarantined(first)
    assert [(f.location.path.rpartition("/")[2], f.location.line) for f in second.faults if f.location] == [
        ("again.jsonl", 1),
        ("again.jsonl", 2),
    ]
    assert messages(second)[0].startswith("log.csv 3: 'ship' is '9000028', which is not the IMO number of a ship")
    assert messages(second)[1] == "log.csv 4: the row has 2 cells, the header 3"


def test_a_record_that_is_set_aside_once_it_is_mended(write: Write) -> None:
    write("port.profile.yaml", TABLE.replace("facts:", "set_aside:\n  - {when: {flag: CM}, reason: not ours}\nfacts:"))
    line = {
        "path": "log.csv",
        "line": 3,
        "format": "port-log",
        "problems": [],
        "record": {"ship": "x", "name": "y", "flag": "CM"},
    }
    found = read_facts(write("again.jsonl", [line]))
    assert found.inputs[0].set_aside_reasons == {"not ours": 1}


def test_a_record_that_is_longer_than_what_is_looked_at_first(write: Write) -> None:
    long = LINE | {"record": FACTS[0] | {"note": "x " * 50_000}}
    found = read_facts(write("again.jsonl", [long, LINE]))
    assert [(i.format, i.records) for i in found.inputs] == [("quarantine", 2)]


def test_the_columns_of_a_monstrous_header_are_not_kept_with_every_broken_row(write: Write) -> None:
    names = ",".join(f"column {n}" for n in range(3000))
    write("port.profile.yaml", TABLE)
    found = read_facts(write("log.csv", f"ship,name,{names}\n" + "9000015,ONE\n" * 3))
    assert [len(record.as_json_line()) < 1000 for record in found.quarantine] == [True] * 3


LINE = {"path": "log.csv", "line": 3, "format": "json-lines", "problems": [], "record": FACTS[0]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "port-logg"}, "'port-logg' is no format that is known here: put its profile beside this file"),
        ({"format": 7}, "'path' and 'format' are text"),
        ({"path": None}, "'path' and 'format' are text"),
        ({"line": True}, "'line' is a number"),
        ({"line": -1}, "'line' is a number"),
        ({"line": 10**30}, "'line' is a number"),
        ({"columns": 5}, "'columns' is a list of names"),
        ({"record": "x"}, "the record is not JSON: expecting value at column 1"),
        ({"record": [1]}, "a fact is a JSON object"),
        ({"record": "a,b", "columns": ["a", "b", "c"]}, "the row has 2 cells, the header 3"),
        ({"record": '"a', "columns": ["a"]}, "the row is not CSV: a quotation mark is opened and not closed"),
        ({"format": "store"}, "records of the format 'store' cannot be read again by themselves"),
        ({"format": "eu-journal", "record": 5}, "the record has not the form that records of 'eu-journal' have"),
        ({"path": "\u0000"}, "'path' and 'format' are text"),
        ({"path": "x" * 5000, "format": "nothing"}, "'nothing' is no format that is known here"),
    ],
)
def test_odd_lines_are_told_and_cost_only_themselves(write: Write, change: dict[str, Any], message: str) -> None:
    found = read_facts(write("again.jsonl", [LINE, LINE | change, LINE | {"record": FACTS[1]}]))
    assert adds_up(found)
    assert [fact.id for fact in found] == ["imo:9000015", "imo:9000027"]
    (told,) = messages(found)
    assert message in told
    assert json.loads(found.quarantine[0].as_json_line())


def test_every_format_in_code_can_read_a_record_again() -> None:
    from countermove.reading.formats.registry import formats

    assert all(callable(getattr(format, "reread", None)) for format in formats())
