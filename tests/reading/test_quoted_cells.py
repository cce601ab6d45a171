"""A cell that is itself a row of CSV, as long as it likes: what the csv module refuses costs the record, not the reading."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermove.reading.facts_source import read_facts

_PROFILE = """\
id: firms-with-names
title: Firms with other names in one cell
form: json-lines
recognise: [ident, names]
evidence:
  source: {constant: A trial}
facts:
  - kind: company
    fields:
      id: {column: ident, prefix: "trial:"}
      name: ident
      aliases: {column: names, split: ";", quoted: true}
"""


@pytest.fixture
def narrow() -> Iterator[int]:
    """The limit that the csv module starts with; whoever reads a table first widens it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield 131_072
    csv.field_size_limit(before)


def test_element_longer_than_csv_takes_costs_its_record_alone(tmp_path: Path, narrow: int) -> None:
    (tmp_path / "firms.profile.yaml").write_text(_PROFILE)
    records = [
        {"ident": "EXAMPLE ONE", "names": 'E1; "One; Example"'},
        {"ident": "EXAMPLE TWO", "names": "E2"},
        {"ident": "EXAMPLE THREE", "names": "x" * (narrow + 1)},
    ]
    (tmp_path / "firms.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    found = read_facts(tmp_path)
    assert [fact.name for fact in found] == ["EXAMPLE ONE", "EXAMPLE TWO"]
    assert next(iter(found)).aliases == ("E1", "One; Example")
    (fault,) = found.faults
    assert "names" in fault.message
    assert "no row of CSV" in fault.message
