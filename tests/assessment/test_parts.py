"""What an audience has no part in is weighed and reconciled with the rest, and then left out of its ranking; in all three assessments."""

from __future__ import annotations

import pytest
from judged_facts import DAY, OTHER, SHIP, assessed, fact, ship
from test_bulk_assessment import assert_same

from countermove.facts.fact import Fact
from countermove.session import Session
from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP

INSPECT, LIST, WAIT = "inspect-insurance-and-flag", "list-it", "wait"
HEADLINE = 'headline: "Inspect {{ ship.name }}"'
BY_AUDIENCE = 'headline: {eu: "List {{ ship.name }}", uk: "Share on {{ ship.name }}", others: "Mind {{ ship.name }}"}'
SILENT = f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}"


def listing(
    book: SmallRulebook, no_part: str = "nato", when: str = A_SHIP, headline: str = BY_AUDIENCE, **header: str
) -> None:
    """A rule that recommends listing, which some have no part in, beside one that recommends an inspection to all."""
    book.action(INSPECT)
    book.action(LIST, no_part=no_part)
    book.rule("inspect", when=A_SHIP)
    book.rule("list", when=when, then=RECOMMEND.replace(INSPECT, LIST).replace(HEADLINE, headline), **header)


def silence(vessel: str = SHIP) -> Fact:
    return fact("ais_gap", vessel=vessel, start="2025-12-01T00:00:00Z", hours=20)


def ranked(book: SmallRulebook, audience: str, facts: list[Fact]) -> list[tuple[str, int]]:
    """What an audience's ranking holds by objects; by tables and in a session it is the same."""
    found = assessed(book, facts, audience=audience)
    assert_same(facts, book.load(), DAY, audience)
    with Session(book.load(), as_of=DAY, audience=audience, facts=facts) as session:
        assert session.recommendations == found.recommendations
        assert {item.action for item in session.briefing().for_others} == {g.action for g in found.other_groups}
    return [(r.id, r.rank) for r in found.recommendations]


def test_it_is_ranked_for_those_who_have_a_part(book: SmallRulebook) -> None:
    listing(book)
    assert ranked(book, "eu", [ship()]) == [(f"{INSPECT}:{SHIP}", 1), (f"{LIST}:{SHIP}", 2)]
    assert assessed(book, [ship()], audience="eu").others == ()


def test_it_is_left_out_for_those_who_have_none(book: SmallRulebook) -> None:
    listing(book)
    facts = [ship(), ship(OTHER)]
    assert ranked(book, "nato", facts) == [(f"{INSPECT}:{SHIP}", 1), (f"{INSPECT}:{OTHER}", 2)]
    found = assessed(book, facts, audience="nato")
    assert [(r.id, r.rank, r.tied) for r in found.others] == [
        (f"{LIST}:{SHIP}", 0, False),
        (f"{LIST}:{OTHER}", 0, False),
    ]
    (group,) = found.other_groups
    assert (group.action, group.count, group.last_rank) == (LIST, 2, 0)
    assert found.ranked == 2


def test_of_others_the_first_are_kept(book: SmallRulebook) -> None:
    listing(book)
    facts = [ship(f"mmsi:20000000{i}") for i in range(8)]
    assert_same(facts, book.load(), DAY, "nato")
    (group,) = assessed(book, facts, audience="nato").other_groups
    assert (group.count, len(group.kept)) == (8, 5)


def test_its_texts_are_those_of_the_first_who_has_a_part(book: SmallRulebook) -> None:
    listing(book, no_part="eu nato")
    for audience, headline in (("us", "Mind EXAMPLE"), ("uk", "Share on EXAMPLE")):
        found = assessed(book, [ship()], audience=audience)
        assert [r.headline for r in found.recommendations if r.action == LIST] == [headline]
    for audience in ("eu", "nato"):
        assert [r.headline for r in assessed(book, [ship()], audience=audience).others] == ["Share on EXAMPLE"]


def test_advice_without_a_part_still_holds_measures_back(book: SmallRulebook) -> None:
    listing(book, when=SILENT)
    book.action(WAIT, family="restrain", restrains=f"[{INSPECT}]", no_part="nato")
    book.rule("wait", when=SILENT, then=RECOMMEND.replace(INSPECT, WAIT))
    facts = [ship(), ship(OTHER), silence()]
    assert ranked(book, "nato", facts) == [(f"{INSPECT}:{OTHER}", 1)]
    found = assessed(book, facts, audience="nato")
    held = {r.action: [w.action for w in r.withheld] for r in found.others}
    assert held == {LIST: [], WAIT: [INSPECT]}


def test_a_measure_without_a_part_is_held_back_too(book: SmallRulebook) -> None:
    listing(book, when=SILENT)
    book.action(WAIT, family="restrain", restrains=f"[{LIST}]")
    book.rule("wait", when=SILENT, then=RECOMMEND.replace(INSPECT, WAIT))
    facts = [ship(), silence()]
    assert {id for id, _ in ranked(book, "nato", facts)} == {f"{INSPECT}:{SHIP}", f"{WAIT}:{SHIP}"}
    assert assessed(book, facts, audience="nato").others == ()


def test_a_rule_for_some_says_nothing_to_others(book: SmallRulebook) -> None:
    listing(book, headline=HEADLINE, audiences="[uk, nato]")
    assert [id for id, _ in ranked(book, "uk", [ship()])] == [f"{INSPECT}:{SHIP}", f"{LIST}:{SHIP}"]
    assert [id for id, _ in ranked(book, "eu", [ship()])] == [f"{INSPECT}:{SHIP}"]
    assert assessed(book, [ship()], audience="eu").others == ()
    assert len(assessed(book, [ship()], audience="nato").others) == 1


@pytest.mark.parametrize(("audience", "caveats"), [("uk", ("Mind the Channel.",)), ("eu", ())])
def test_a_caveat_for_some(book: SmallRulebook, audience: str, caveats: tuple[str, ...]) -> None:
    listing(book)
    book.rule("warn", then="caveat: {text: Mind the Channel., steps: [2]}", audiences="[uk]")
    ranked(book, audience, [ship()])
    assert {r.caveats for r in assessed(book, [ship()], audience=audience).recommendations} == {caveats}


def test_a_caveat_in_the_words_of_the_audience(book: SmallRulebook) -> None:
    listing(book)
    book.rule("warn", then="caveat: {text: {uk: Mind the Channel., others: Mind the gap.}, steps: [2]}")
    for audience, text in (("uk", "Mind the Channel."), ("nato", "Mind the gap.")):
        ranked(book, audience, [ship()])
        assert {r.caveats for r in assessed(book, [ship()], audience=audience).recommendations} == {(text,)}


def test_gaps_of_what_others_would_do_are_left_out(book: SmallRulebook) -> None:
    listing(book, when="- {match: vessel, as: ship, where: {flag: iso3166:GA}}")
    facts = [ship()]
    for audience, gaps in (("eu", [LIST]), ("nato", [])):
        assert [gap.action for gap in assessed(book, facts, audience=audience).gaps] == gaps
        assert_same(facts, book.load(), DAY, audience)
