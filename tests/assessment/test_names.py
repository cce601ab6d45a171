"""What things are called in sentences: by name where there is one, and never in a way that does harm."""

from __future__ import annotations

import pytest
from judged_facts import fact, ship

from countermove.facts.naming import Names, called, defanged, plain


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("https://evil.example/path?x=1", "hxxps://evil[.]example/path?x=1"),
        ("HTTP://Evil.Example", "hxxp://Evil[.]Example"),
        ("ftp://files.example.org", "fxp://files[.]example[.]org"),
        ("www.spiegel-news.example", "www[.]spiegel-news[.]example"),
        ("write to me@evil.example now", "write to me@evil[.]example now"),
        ("xn--80ak6aa92e.com", "xn--80ak6aa92e[.]com"),
        ("пример.xn--p1ai", "пример[.]xn--p1ai"),
        ("two sites: a.example, b.example.", "two sites: a[.]example, b[.]example."),
        ("Version 1.5 of 2026", "Version 1.5 of 2026"),
        ("M/T EXAMPLE No. 7", "M/T EXAMPLE No. 7"),
        ("", ""),
    ],
)
def test_addresses_are_made_harmless(text: str, harmless: str) -> None:
    assert defanged(text) == harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo\tthree", "one two three"),
        ("red\x1b[31m", "red[31m"),
        ("bell\x07 null\x00", "bell null"),
        ("left\u202eto right\u202c", "leftto right"),
        ("isolate\u2066d\u2069", "isolated"),
        ("zero\u200bwidth\u200d\ufeff", "zerowidth"),
        ("line\u2028separator", "lineseparator"),
        ("  spaced   out  ", "spaced out"),
        ("Türkiye, Көпір, 中间走廊", "Türkiye, Көпір, 中间走廊"),
    ],
)
def test_text_is_one_line_of_plain_text(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("imo:9256054", "EXAMPLE"),
        ("imo:9256078", "the ship with IMO number 9256078"),
        ("iso3166:KZ", "Kazakhstan"),
        ("mmsi:273123456", "MMSI 273123456"),
        ("inn:7707083893", "INN 7707083893"),
        ("region:central-asia", "central asia"),
        ("corridor:middle-corridor", "middle corridor"),
        ("domain:evil.example", "evil[.]example"),
        ("reg:x\u202ey", "reg:xy"),
    ],
)
def test_names_of_ids(id: str, name: str) -> None:
    assert Names([ship()]).of(id) == name


def test_an_incident_is_called_by_what_where_and_when() -> None:
    incident = fact("incident", id="incident:1", type="cable_damage", place="Gulf of Finland", date="2024-12-25")
    assert called(incident) == "cable damage, Gulf of Finland, 25 December 2024"


def test_a_fact_without_a_name_is_called_by_its_id() -> None:
    assert called(fact("ais_gap", vessel="imo:9256054", start="2025-12-01T00:00:00Z")).startswith(
        "ais_gap:imo:9256054/"
    )


def test_jamming_of_satellites_is_called_so_in_words() -> None:
    assert called(fact("incident", date="2025-08-31", type="gnss_jamming", place="Plovdiv")) == (
        "satellite-navigation jamming, Plovdiv, 31 August 2025"
    )
