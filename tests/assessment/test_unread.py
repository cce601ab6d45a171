"""Absence where nobody looked: which registers rules rely on that are not among the facts. By objects, by tables, in sessions."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from judged_facts import DAY, OTHER, SHIP, fact, ship
from test_bulk_assessment import assert_same

from countermove.assessment.unread import Unread
from countermove.facts.fact import Fact
from countermove.facts.registers import REGISTERS
from countermove.facts.registry import KINDS, fields
from countermove.session import Session
from small_rulebook import SHIP as A_SHIP
from small_rulebook import SmallRulebook

NOT_LISTED = "none: designation, where: {entity: $ship.id, authority: eu}"


def unread(book: SmallRulebook, *facts: Fact) -> dict[str, list[tuple[str, str]]]:
    found = assert_same(facts, book.load()).unread
    return {rule: [(each.kind, each.keeper) for each in registers] for rule, registers in found.items()}


def listing(authority: str, entity: str = OTHER) -> Fact:
    return fact("designation", entity=entity, authority=authority, date="2025-01-01")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([ship()], [("designation", "eu")]),
        ([ship(), listing("us")], [("designation", "eu")]),
        ([ship(), listing("eu")], []),
        ([ship(), fact("delisting", entity=OTHER, authority="eu", date="2025-01-01")], []),
    ],
)
def test_a_list_was_read_where_one_entry_of_it_is_there(
    book: SmallRulebook, facts: Iterable[Fact], expected: list[tuple[str, str]]
) -> None:
    book.rule(when=f"{A_SHIP}\n- {{{NOT_LISTED}}}")
    assert unread(book, *facts).get("a-rule", []) == expected


def test_a_list_published_later_was_not_read(book: SmallRulebook) -> None:
    book.rule(when=f"{A_SHIP}\n- {{{NOT_LISTED}}}")
    later = fact("designation", entity=OTHER, authority="eu", date="2025-01-01", reported="2026-06-01")
    assert unread(book, ship(), later) == {"a-rule": [("designation", "eu")]}


def test_each_list_that_is_asked_counts(book: SmallRulebook) -> None:
    book.rule(when=f"{A_SHIP}\n- {{none: designation, where: {{entity: $ship.id, authority: {{in: [eu, us]}}}}}}")
    assert unread(book, ship(), listing("us")) == {"a-rule": [("designation", "eu")]}
    assert unread(book, ship()) == {"a-rule": [("designation", "eu"), ("designation", "us")]}


@pytest.mark.parametrize(
    "clause",
    [
        "none: designation, where: {id: $listing.id, until: {before: $as_of}}",
        "none: incident, where: {vessel: $ship.id, deliberate: false}",
        "none: attribution, where: {subject: $ship.id}",
    ],
)
def test_a_look_at_the_fact_itself_and_a_contrary_word_are_no_look_up(book: SmallRulebook, clause: str) -> None:
    book.rule(when=f"{A_SHIP}\n- {{match: designation, as: listing, where: {{entity: $ship.id}}}}\n- {{{clause}}}")
    assert unread(book, ship(), listing("eu", SHIP)) == {}


def test_only_what_every_way_to_hold_rests_on(book: SmallRulebook) -> None:
    either = (
        f"- any:\n  - [{{{NOT_LISTED}}}, {{none: inspection, where: {{vessel: $ship.id}}}}]\n  - [{{{NOT_LISTED}}}]"
    )
    book.rule(when=f"{A_SHIP}\n{either}")
    assert unread(book, ship()) == {"a-rule": [("designation", "eu")]}


def test_a_sign_that_could_not_be_found_without_the_register(book: SmallRulebook) -> None:
    """There is no sign of expertise because no list of envoys was read: the advice rests on that list."""
    sign = "conclude: {kind: indicator, name: %s, about: $%s.id}"
    book.rule("known", "- {match: expertise, as: body, where: {status: active}}", sign % ("expertise", "body"))
    book.rule("seen", "- {match: vessel, as: ship, where: {name: NOBODY}}", sign % ("seen", "ship"))
    book.rule("advice", f"{A_SHIP}\n- {{none: indicator, where: {{name: expertise}}}}")
    book.rule("other", f"{A_SHIP}\n- {{none: indicator, where: {{name: seen}}}}")
    assert unread(book, ship()) == {"advice": [("expertise", "")]}
    assert unread(book, ship(), fact("expertise", name="Envoy", region="Asia", status="ended")) == {}


def test_a_session_says_the_same(book: SmallRulebook) -> None:
    book.rule(when=f"{A_SHIP}\n- {{{NOT_LISTED}}}")
    with Session(book.load(), as_of=DAY, facts=[ship()]) as session:
        assert [part.text for part in session.briefing().absences] == [
            "Item 1 rests on there being no EU listing; no EU sanctions list is among the inputs."
        ]
        session.assert_facts([listing("eu")])
        assert session.briefing().absences == ()


def test_registers_are_of_kinds_that_there_are_and_are_not_concluded() -> None:
    for kind, register in REGISTERS.items():
        assert not KINDS[kind].derived
        assert register.keeper is None or register.keeper in fields(kind)
    assert Unread("designation", "eu") < Unread("designation", "us")
