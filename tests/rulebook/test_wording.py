"""Sentences: fields in words, what is not known, singular and plural, and text from facts that stays text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from countermove.assessment.sentences import Sentences
from countermove.facts.fact import Fact, Position
from countermove.facts.kinds.entities import Country, MediaChannel, Vessel
from countermove.facts.kinds.maritime import AisGap
from countermove.facts.naming import Names
from countermove.facts.time import PartialDate
from countermove.inference.match import Total
from countermove.rulebook.joints import Piece, joined
from countermove.rulebook.wording import WordingError, in_words, names_used, render

SHIP = Vessel(
    id="imo:9256054",
    name="EXAMPLE STAR",
    flag="iso3166:PA",
    built=2003,
    deadweight=104_999.5,
    former_names=("OLD", "OLDER"),
)
NAMELESS = Vessel(id="imo:9256078")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not known"), ("", ""), ((), "not known"), (True, "yes"), (False, "no"), (2003, "2003"), (9_999, "9999"), (10_000, "10,000"),
        (1234.5, "1,234.5"), (12.0, "12"), (0.126, "0.13"), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c"),
        (PartialDate.parse("2026-02-19"), "19 February 2026"), (PartialDate.parse("2023-05"), "May 2023"), (PartialDate.parse("2024"), "2024"),
        (PartialDate.parse("2024-01/2024-10"), "1 January 2024 to 31 October 2024"),
        (datetime(2026, 2, 19, 1, 51, 14, tzinfo=UTC), "19 February 2026 at 01:51 UTC"),
        (Position(55.5, -20.25), "55.50° N, 20.25° W"),
    ],
)  # fmt: skip
def test_values_in_words(value: Any, words: str) -> None:
    assert in_words(value) == words


def fill(template: str, **bound: Fact | Total) -> str:
    names_used(template)  # what is filled has passed the check
    facts = [value for value in bound.values() if isinstance(value, Fact)]
    return Sentences(Names(facts), {}).fill(template, bound, begins=False)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ ship.name }}", "EXAMPLE STAR"),
        ("{{ ship.flag }}", "Panama"),
        ("{{ ship.id }}", "EXAMPLE STAR"),
        ("{{ ship.built }} and {{ ship.deadweight }}", "2003 and 104,999.5"),
        ("{{ ship.deadweight | round(0) }}", "105,000"),
        ("{{ ship.former_names }}", "OLD and OLDER"),
        ("{{ ship.former_names | join('; ') | lower }}", "old; older"),
        ("{{ ship.former_names | length }}", "2"),
        ("{{ ship.mmsi }}", "not known"),
        ("{{ ship.mmsi or ship.name }}", "EXAMPLE STAR"),
        ("{{ ship.mmsi or ship.call_sign }}", "not known"),
        ("{{ ship.mmsi | upper }}", "NOT KNOWN"),
        ("{{ ship.name and ship.built }}", "2003"),
        ("{{ 'yes' if ship.flag == 'iso3166:PA' else 'no' }}", "yes"),
        ("{{ 'old' if ship.built < 2010 else 'new' }}", "old"),
        ("{{ 'old' if 2000 < ship.built < 2010 else 'new' }}", "old"),
        ("{{ 'was OLD' if 'OLD' in ship.former_names else '' }}", "was OLD"),
        ("{{ 'shown' if ship.built }}", "shown"),
        ("a{{ 'shown' if ship.mmsi }}b", "ab"),
        ("{{ 'x' if not ship.mmsi else 'y' }}", "x"),
        ("a  line\n  broken {{ ship.name }}\n", "a line broken EXAMPLE STAR"),
        ("{# no comment #}{{ 'text' }} {{ 3 }}", "text 3"),
    ],
)
def test_sentences(template: str, sentence: str) -> None:
    assert fill(template, ship=SHIP) == sentence


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ ship.built | round(1) }}", "not known"),
        ("{{ ship.former_names | length }}", "not known"),
        ("{{ ship.former_names | join(', ') }}", "not known"),
        ("{{ 'old' if ship.built < 2010 else 'not old' }}", "not old"),
        ("{{ 'new' if ship.built >= 2010 else 'not new' }}", "not new"),
        ("{{ 'new' if 2010 < ship.built else 'not new' }}", "not new"),
        ("{{ 'same' if ship.flag == ship.mmsi else 'other' }}", "other"),
        ("{{ 'other' if ship.flag != 'iso3166:PA' else 'Panama' }}", "other"),
        ("{{ 'in' if 'OLD' in ship.former_names else 'out' }}", "out"),
        ("{{ 'in' if ship.built in ship.former_names else 'out' }}", "out"),
        ("{{ 'built in ' if ship.built else '' }}{{ ship.built if ship.built else '' }}.", "."),
    ],
)
def test_what_is_not_known_is_false_and_unequal(template: str, sentence: str) -> None:
    assert fill(template, ship=NAMELESS) == sentence


def test_a_number_is_not_looked_for_in_text() -> None:
    assert fill("{{ 'in' if ship.built in ship.name else 'out' }}", ship=SHIP) == "out"


@pytest.mark.parametrize(
    ("hours", "sentence"), [(1, "silent for 1 hour"), (14.0, "silent for 14 hours"), (None, "silent")]
)
def test_singular_plural_and_optional(hours: float | None, sentence: str) -> None:
    gap = AisGap(vessel=SHIP.id, start="2026-02-19T01:51:14Z", **({} if hours is None else {"hours": hours}))  # type: ignore[arg-type]
    template = "silent{{ ' for ' if gap.hours else '' }}{{ gap.hours if gap.hours else '' }}{{ ' hour' if gap.hours == 1 else ' hours' if gap.hours else '' }}"
    assert fill(template, gap=gap) == sentence


def test_counts_and_sums() -> None:
    assert fill("{{ gaps.count }}", gaps=Total("count", 3, "ais_gap", ("a", "b", "c"))) == "3"
    assert (
        fill("{{ silence.sum }} in {{ silence.count }}", silence=Total("sum", 36.5, "ais_gap", ("a", "b")))
        == "36.5 in 2"
    )


def test_a_choice_is_printed_in_words_and_compared_as_it_stands() -> None:
    gap = AisGap(vessel=SHIP.id, start="2026-02-19T01:51:14Z")  # type: ignore[arg-type]
    assert fill("{{ gap.start }}", gap=gap) == "19 February 2026 at 01:51 UTC"
    country = Country(id="iso3166:KZ", name="Kazakhstan", groups=("swing_state",))
    assert (
        fill("{{ country.id }}: {{ 'swings' if 'swing_state' in country.groups else '' }}", country=country)
        == "Kazakhstan: swings"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("{% import 'os' %}", "{% import 'os' %}"),
        ("{{ ship.built }}", "{{ ship[.]built }}"),
        ("see https://evil.example/x?y", "see hxxps://evil[.]example/x?y"),
        ("EVIL.example.com", "EVIL[.]example[.]com"),
        ("two\nlines\x1b[31m", "two lines[31m"),
        ("a\u202egnp.exe", "agnp[.]exe"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_text_of_an_adversary_stays_text(name: str, shown: str) -> None:
    channel = MediaChannel(id="telegram:x", name=name)
    assert (
        fill("The channel {{ channel.name }} of {{ channel.platform or 'no platform' }}", channel=channel)
        == f"The channel {shown} of no platform"
    )


def test_every_use_of_a_field_is_told_with_what_it_must_be() -> None:
    template = "{{ a.x | round(1) if b.y > 3 else c.z | join(', ') }}{{ 'k' in d.w }}{{ e.v }}"
    assert {tuple(use)[:3] for use in names_used(template)} == {
        ("a", "x", "a number"), ("b", "y", "a number"), ("c", "z", "a list"), ("d", "w", "text or a list"), ("e", "v", "anything"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "template",
    ["{{ ship.name() }}", "{{ ship }}", "{{ 7 * 7 }}", "{% if ship.name %}x{% endif %}", "{{ ship.name | safe }}"],
)
def test_more_than_the_language_allows_is_refused(template: str) -> None:
    with pytest.raises(WordingError):
        names_used(template)


def test_names_not_bound_are_not_known() -> None:
    assert render("{{ nobody.name }}", {}, begins=False) == "not known"


def test_dates_of_python_are_not_confused_with_days() -> None:
    assert in_words(PartialDate.on(date(2026, 2, 19))) == "19 February 2026"


def test_a_summary_without_a_stop_gets_one_before_a_sentence_that_a_value_begins() -> None:
    told = [
        Piece("It was jammed. "),
        Piece("A test", fact=True, whole=True),
        Piece(" "),
        Piece("Nobody is named.", fact=True),
    ]
    assert joined(told) == "It was jammed. A test. Nobody is named."
    assert joined(told[:3]) == "It was jammed. A test."
