"""Profiles that came in a folder with the data: they grade it themselves, so they are told, and they take nobody's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from countermove.reading.facts_source import read_facts

Write = Callable[..., Path]

PROFILE = """\
id: {id}
title: Rows that somebody sent
recognise: [ship, day]
source_register: eu-journal
facts:
  - kind: designation
    fields:
      entity: ship
      authority: {{constant: eu}}
      date: {{column: day, as: day}}
"""
ROWS = "ship,day\nimo:9000015,2026-01-02\n"


def test_a_profile_beside_the_data_is_told_with_what_it_read(write: Write) -> None:
    write("a.profile.yaml", PROFILE.format(id="sent-rows"))
    path = write("a.csv", ROWS)
    (note,) = read_facts(path).notes
    says = "read by the profile 'sent-rows' beside the data, which itself says who speaks and with what grades."
    assert note == f"{path.as_posix()}: {says}"
    write("b.csv", ROWS.replace("9000015", "9000027"))
    (note,) = read_facts(path.parent).notes
    assert note == f"2 files in {path.parent.as_posix()}: {says}"


def test_a_profile_that_the_user_names_herself_needs_no_telling(write: Write) -> None:
    profile, path = write("sent.yaml", PROFILE.format(id="sent-rows")), write("a.csv", ROWS)
    found = read_facts(path, profiles=[profile])
    assert (len(found.facts), found.notes) == (1, ())


def test_a_shipped_format_keeps_its_id(write: Write) -> None:
    write("a.profile.yaml", PROFILE.format(id="eu-journal"))
    found = read_facts(write("a.csv", ROWS))
    assert not found.facts
    assert found.faults[0].message == "'eu-journal' is the id of a format that comes with the program"
    assert found.faults[0].location is not None
    assert (found.faults[0].location.line, found.faults[0].location.column) == (1, 5)


def test_two_profiles_of_one_folder_do_not_share_an_id(write: Write) -> None:
    write("a.profile.yaml", PROFILE.format(id="sent-rows"))
    write("b.profile.yaml", PROFILE.format(id="sent-rows").replace("[ship, day]", "[ship, day, port]"))
    found = read_facts(write("a.csv", ROWS))
    assert [fault.message for fault in found.faults] == ["'sent-rows' is the id of another profile in this folder"]
    assert len(found.facts) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("{constant: eu}", "{constant: europe}", 9, "'europe' is not a word of 'authority'"),
        ("{constant: eu}", "{column: day, map: {a: eu, b: uno}}", 9, "'uno' is not a word of 'authority'"),
        ("facts:", "evidence:\n  reliability: {constant: G}\nfacts:", 6, "'G' is not a word of 'reliability'"),
        ("facts:", "evidence:\n  credibility: {constant: 9}\nfacts:", 6, "'9' is not a word of 'credibility'"),
    ],
)
def test_a_word_that_the_profile_sets_is_checked_when_it_is_read(
    write: Write, old: str, new: str, line: int, message: str
) -> None:
    write("a.profile.yaml", PROFILE.format(id="sent-rows").replace(old, new))
    found = read_facts(write("a.csv", ROWS))
    (fault,) = [fault for fault in found.faults if fault.code == "CM331"]
    assert fault.message == message
    assert fault.location is not None
    assert fault.location.line == line
