"""Where the others stand: who of them would act and by what, or why one has no part."""

from __future__ import annotations

from countermove.memo.allies import allies
from small_rulebook import SmallRulebook


def lines(book: SmallRulebook, audience: str, no_part: str = "", instruments: str = "{}") -> tuple[str, ...]:
    book.instrument("a-power", "alone")
    book.instrument("b-power", "alone")
    book.instrument("c-power", "alone")
    book.action("do-it", no_part=no_part, instruments=instruments)
    book.rule()
    rulebook = book.load()
    return allies(rulebook.actions["do-it"], rulebook, audience)


def test_each_other_with_its_owner_and_first_instruments(book: SmallRulebook) -> None:
    found = lines(book, "eu", instruments="{eu: [a-power], uk: [a-power, b-power, c-power]}")
    assert found == (
        "The United Kingdom: Office of uk (A power; A power).",
        "The United States: Office of us.",
        "NATO: Office of nato.",
    )


def test_who_has_no_part_comes_last_with_the_reason(book: SmallRulebook) -> None:
    assert lines(book, "nato", no_part="eu us") == (
        "The United Kingdom: Office of uk.",
        "The EU has no part. It is not for eu.",
        "The United States has no part. It is not for us.",
    )


def test_equal_answers_are_joined(book: SmallRulebook) -> None:
    lines(book, "eu", no_part="us nato")
    file = book.folder / "instruments/actions/do-it.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("It is not for us.", "It is not for nato."), encoding="utf-8"
    )
    rulebook = book.load()
    assert (
        allies(rulebook.actions["do-it"], rulebook, "eu")[-1]
        == "The United States and NATO have no part. It is not for nato."
    )
