"""What cells can be read as."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.reading.cell_types import TYPES, day, moment
from countermove.reading.country_words import country_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-24", "2026-04-24"),
        ("2026-04", "2026-04"),
        ("2026", "2026"),
        ("2024-H1", "2024-01-01/2024-06-30"),
        ("24.4.2026", "2026-04-24"),
        ("4/12/2025", "2025-12-04"),
        ("December 2022", "2022-12"),
        ("16 December 2022", "2022-12-16"),
        ("26 Feb. 2011", "2011-02-26"),
        ("Mar 27, 2006", "2006-03-27"),
        ("March 5, 2006", "2006-03-05"),
        ("3 Sept 2024", "2024-09-03"),
        ("2026-02-19 01:51:14.000000002", "2026-02-19"),
    ],
)
def test_days(text: str, expected: str) -> None:
    assert str(day(text)) == expected


@pytest.mark.parametrize("text", ["31.2.2026", "12/31/2025", "Decembre 2022", "2026-13", "soon", "FY2024-25", "1.2.3"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not"):
        day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-19 01:51:14.000000002", "2026-02-19T01:51:14+00:00"),
        ("2026-01-18 23:59:59.999999998", "2026-01-19T00:00:00+00:00"),
        ("2026-01-18 23:59:18.9999995", "2026-01-18T23:59:19+00:00"),
        ("2026-01-18 23:59:18.0000005", "2026-01-18T23:59:18+00:00"),
        ("2026-01-18 23:59:18.0000015", "2026-01-18T23:59:18.000002+00:00"),
        ("19/02/2026 02:46:04", "2026-02-19T02:46:04+00:00"),
        ("2026-02-19T02:46:04+02:00", "2026-02-19T00:46:04+00:00"),
        ("2026-02-19T02:46Z", "2026-02-19T02:46:00+00:00"),
    ],
)
def test_moments_round_to_the_nearest_microsecond(text: str, expected: str) -> None:
    assert moment(text).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["2026-02-19", "2026-02-19 25:00:00", "2026-02-30 01:00:00", "0001-01-01T00:00:00+10:00"]
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a time"):
        moment(text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("number", "16.5", 16.5),
        ("number", "1e3", 1000.0),
        ("whole", "2003.0", 2003),
        ("year", "1982", 1982),
        ("flag", "True", True),
        ("flag", "no", False),
        ("imo", "IMO 9000015", "imo:9000015"),
        ("imo-company", "IMO 1000003", "imo-company:1000003"),
        ("imo-company", "123458", "imo-company:0123458"),
        ("bic", "exam gb 2l", "bic:EXAMGB2L"),
        ("bic", "EXAMGB2LXXX", "bic:EXAMGB2L"),
        ("bic", "EXAMGB2LABC", "bic:EXAMGB2LABC"),
        ("mmsi", "273000001", "mmsi:273000001"),
        ("word", "Oil/Chemical Tanker", "oil_chemical_tanker"),
        ("country", "russian federation", "iso3166:RU"),
        ("country", "CI", "iso3166:CI"),
        ("country", "Sao Tome and Principe", "iso3166:ST"),
    ],
)
def test_other_types(name: str, text: str, expected: object) -> None:
    assert TYPES[name](text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("imo-company", "9000015"), ("imo-company", "1000004"), ("imo-company", "1003"), ("bic", "EXAMZZ2L"), ("bic", "EXAMGB2"),
        ("number", "1,234"), ("number", "1e999"), ("number", "nan"), ("whole", "2.5"), ("year", "2800"), ("flag", "perhaps"),
        ("imo", "9000016"), ("imo", "0363464"), ("mmsi", "Call sign"), ("inn", "7704 676655"), ("ogrn", "1"), ("lei", "x"),
        ("country", "no"), ("country", "neighbours"), ("country", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"^is n"):
        TYPES[name](text)


@given(st.text(max_size=40))
def test_no_text_breaks_a_type(text: str) -> None:
    country_code(text)
    for read in TYPES.values():
        assert _complaint(read, text).startswith("is n")


def _complaint(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return "is no fault"
