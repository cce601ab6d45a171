"""Rows of broken tables: each line that is lost is told, and no other is."""

from __future__ import annotations

import io

import pytest

from countermove.reading.csv_rows import BrokenRow, Row, rows


def _read(text: str) -> list[Row | BrokenRow]:
    return list(rows(io.StringIO(text, newline=""), ","))


def test_lines_count_through_quoted_line_ends() -> None:
    found = _read('a,b\n1,"two\nlines"\r\n\n3,4\n')
    assert found == [Row(1, ["a", "b"]), Row(2, ["1", "two\nlines"]), Row(5, ["3", "4"])]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1", "the row has 1 cell, the header 2"),
        ("1,2,3", "the row has 3 cells, the header 2"),
        ('1,"two', "a quotation mark is opened and not closed"),
        ('1,"two"x', "text follows a closing quotation mark"),
    ],
)
def test_a_broken_row_costs_one_line(line: str, reason: str) -> None:
    found = _read(f"a,b\n5,6\n{line}\n7,8\n9,10\n")
    assert found == [
        Row(1, ["a", "b"]),
        Row(2, ["5", "6"]),
        BrokenRow(3, line, reason),
        Row(4, ["7", "8"]),
        Row(5, ["9", "10"]),
    ]


def test_two_open_quotes_do_not_weld_rows_together() -> None:
    found = _read('a,b,c\n1,"x,2\n3,"y,4\n5,6,7\n')
    assert [type(row) for row in found] == [Row, BrokenRow, BrokenRow, Row]


def test_rows_of_nothing_are_no_records() -> None:
    assert _read("a,b\n\n,\n1,2\n") == [Row(1, ["a", "b"]), Row(4, ["1", "2"])]
    assert _read("") == []


def test_a_cell_without_end_is_given_up_line_by_line() -> None:
    found = _read('a,b\n1,"' + "x\n" * 5000)
    assert isinstance(found[1], BrokenRow)
    assert len(found) == 5001


def test_a_hundred_columns() -> None:
    head = ",".join(f"c{n}" for n in range(100))
    assert len(_read(f"{head}\n{head}\n1,2\n")) == 3
