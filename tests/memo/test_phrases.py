"""Turns of phrase."""

from __future__ import annotations

import pytest

from countermove.facts.naming import and_joined
from countermove.memo.phrases import bare_condition, first_clause, first_sentence, lower_first, sentence

WHOLE = "The tanker left the port in the night of Sunday"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"{WHOLE}. It came back.", f"{WHOLE}."),
        (f"{WHOLE}", WHOLE),
        (f"{WHOLE} by St. Petersburg and No. 7. It came back.", f"{WHOLE} by St. Petersburg and No. 7."),
        (f"{WHOLE} with J. Smith, e.g. Monday. Then more.", f"{WHOLE} with J. Smith, e.g. Monday."),
        (f"{WHOLE} at 3.5 knots. Then more.", f"{WHOLE} at 3.5 knots."),
        (f"{WHOLE} (it said so. Twice.) and came. More.", f"{WHOLE} (it said so. Twice.) and came."),
        (f"{WHOLE}, as “It is. Well.” says. More.", f"{WHOLE}, as “It is. Well.” says."),
        (f"Does it bite? {WHOLE}. More.", f"Does it bite? {WHOLE}."),
        (f"{WHOLE} for example[.]com and others. More.", f"{WHOLE} for example[.]com and others."),
        ("Too short. And so it goes on for a while. More.", "Too short. And so it goes on for a while."),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_small_turns() -> None:
    assert (
        first_clause("Weeks for an extension, months for a new post; more later. And more.")
        == "Weeks for an extension, months for a new post"
    )
    assert [lower_first(text) for text in ("Inspect", "EU list", "A", "")] == ["inspect", "EU list", "A", ""]
    assert [sentence(text) for text in ("Inspect", "Inspect.", "Is it?", "“Yes.”", "Inspect..")] == [
        "Inspect.",
        "Inspect.",
        "Is it?",
        "“Yes.”",
        "Inspect.",
    ]
    assert [and_joined(parts) for parts in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_a_clause_is_not_cut_within_a_bracket() -> None:
    assert first_clause("One to four days (Poland in 2025; Estonia in 2025); a vote.") == (
        "One to four days (Poland in 2025; Estonia in 2025)"
    )


def test_a_condition_keeps_the_capital_of_a_name() -> None:
    told = ["Poland wishes to call them.", "If Poland wishes it", "if the ship calls", "Ifrane is reached"]
    assert [bare_condition(text) for text in told] == [
        "Poland wishes to call them",
        "Poland wishes it",
        "the ship calls",
        "Ifrane is reached",
    ]
