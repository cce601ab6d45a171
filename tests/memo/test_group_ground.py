"""What all targets of an item share is said once, first; and only where it is true of every one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countermove.assessment.assess import assess
from countermove.assessment.bulk.assess_tables import assess_tables
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.inference.reference import infer
from countermove.inference.sql.found import find
from countermove.memo.briefing import Briefing
from countermove.memo.compose import compose
from countermove.tables.database import Database
from countermove.tables.storing import store
from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP

DAY = date(2026, 2, 1)
INSPECT = "inspect-insurance-and-flag"
SILENT = f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}"
BY_SILENCE = RECOMMEND.replace("urgency: {steady: 0.5}", "urgency: {from: $gap.start, half_life_days: 90}")
SHARED = "All {count} fell silent, first on {first}, last on {last}; all {count} are ships."
BECAUSE = "EXAMPLE is a ship."


def made(kind: str, **values: Any) -> Fact:
    evidence = (Evidence(source="A register", reliability="B", credibility=2),)
    return KINDS[kind].model_validate({"kind": kind, "evidence": evidence, "reported": "2025-12-20", **values})


def silent(number: int, *starts: str) -> list[Fact]:
    """A ship with its silences."""
    ship = f"mmsi:20000000{number}"
    gaps = [made("ais_gap", vessel=ship, start=f"{start}T00:00:00Z", hours=20) for start in starts]
    return [made("vessel", id=ship, name="EXAMPLE"), *gaps]


def shared(book: SmallRulebook, text: str = SHARED, rule: str = "silent") -> None:
    book.action(INSPECT)
    file = book.folder / f"instruments/actions/{INSPECT}.yaml"
    file.write_text(f'{file.read_text(encoding="utf-8")}grounds_many: {{{rule}: "{text}"}}\n', encoding="utf-8")


def briefing(book: SmallRulebook, facts: Iterable[Fact], top: int | None = None) -> Briefing:
    """The briefing by objects; by tables its items are the same."""
    rulebook, known = book.load(), FactSet.of(facts)
    inference = infer(rulebook, known.facts, DAY)
    by_objects = compose(known, rulebook, inference, assess(inference, rulebook, "eu"), "eu", top)
    with Database() as database:
        store(database, known.facts)
        shown, assessment = assess_tables(database, find(rulebook, database, DAY), rulebook, "eu", top)
        by_tables = compose(known, rulebook, shown, assessment, "eu", top)
    assert by_tables.items == by_objects.items
    assert by_tables.for_others == by_objects.for_others
    return by_objects


def why_all(book: SmallRulebook, facts: Iterable[Fact]) -> str | None:
    (item,) = briefing(book, facts).items
    return item.why_all.text if item.why_all else None


THREE = [*silent(1, "2025-12-03"), *silent(2, "2025-11-05", "2025-12-09"), *silent(3, "2025-12-01")]


def test_the_first_and_the_last_date_over_all_targets(book: SmallRulebook) -> None:
    shared(book)
    book.rule("silent", SILENT, BY_SILENCE)
    assert (
        why_all(book, THREE)
        == "All three fell silent, first on 5 November 2025, last on 9 December 2025; all three are ships."
    )


def test_it_stands_first_in_every_form_of_the_memo(book: SmallRulebook) -> None:
    shared(book)
    book.rule("silent", SILENT, BY_SILENCE)
    memo = briefing(book, THREE)
    assert memo.items[0].why_all
    assert memo.items[0].why_all.sources == (1,)
    assert memo.bottom_line[1] == memo.items[0].why_all.text
    assert f"**Why now.** {memo.bottom_line[1]} [1] {BECAUSE} [1]" in memo.render("markdown")
    assert f"</strong> {memo.bottom_line[1]}" in memo.render("html")


def test_two_are_both(book: SmallRulebook) -> None:
    shared(book)
    book.rule("silent", SILENT, BY_SILENCE)
    text = why_all(book, [*silent(1, "2025-12-03"), *silent(2, "2025-12-01")])
    assert text == "Both fell silent, first on 1 December 2025, last on 3 December 2025; both are ships."


@pytest.mark.parametrize(
    "facts",
    [
        silent(1, "2025-12-03", "2025-12-09"),
        [*silent(1, "2025-12-03"), *silent(2, "2025-12-03")],
        [*silent(1, "2025-12-03"), *silent(2)],
    ],
    ids=["one target", "one day", "a target for another reason"],
)
def test_it_is_left_out(book: SmallRulebook, facts: list[Fact]) -> None:
    shared(book)
    book.rule("silent", SILENT, BY_SILENCE)
    book.rule("sailing", A_SHIP)
    assert why_all(book, facts) is None


def test_a_date_that_is_not_known_leaves_it_out(book: SmallRulebook) -> None:
    shared(book, rule="listed")
    listed = f"{A_SHIP}\n- {{match: designation, as: listing, where: {{entity: $ship.id, authority: us}}}}"
    book.rule(
        "listed",
        listed,
        RECOMMEND.replace("urgency: {steady: 0.5}", "urgency: {from: $listing.date, half_life_days: 90}"),
    )
    ships = [*silent(1), *silent(2)]

    def listing(number: int, **values: str) -> Fact:
        return made("designation", entity=f"mmsi:20000000{number}", authority="us", measure="asset_freeze", **values)

    dated = [*ships, listing(1, date="2025"), listing(2, date="2025-12")]
    assert why_all(book, dated) == "Both fell silent, first in 2025, last in December 2025; both are ships."
    assert why_all(book, [*ships, listing(1, date="2025"), listing(2)]) is None


def test_it_is_left_out_where_not_all_targets_are_kept(book: SmallRulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    import countermove.assessment.groups as groups

    monkeypatch.setattr(groups, "KEPT_RANKS", 2)
    monkeypatch.setattr(groups, "KEPT_EACH", 2)
    shared(book)
    book.rule("silent", SILENT, BY_SILENCE)
    assert why_all(book, THREE) is None


class TestFaults:
    """What the action says of its targets is checked against the rules."""

    @pytest.mark.parametrize(
        ("text", "rule", "message"),
        [
            ("All {count} did it.", "nobody", "there is no rule 'nobody'"),
            ("All {count} did it.", "other", "'other' does not recommend this"),
            ("All {count} did it on {first}.", "steady", "the urgency of 'steady' counts from no date"),
            ("All {number} did it.", "silent", "'{number}' is not filled here"),
        ],
    )
    def test_each_is_told_where_it_stands(self, book: SmallRulebook, text: str, rule: str, message: str) -> None:
        shared(book, text, rule)
        book.action("wait")
        book.rule("silent", SILENT, BY_SILENCE)
        book.rule("steady", A_SHIP)
        book.rule("other", A_SHIP, RECOMMEND.replace(INSPECT, "wait"))
        (fault,) = book.faults()
        assert message in fault.message
        assert "grounds_many" in fault.excerpt

    def test_shipped_actions_are_not_held_against_rules_of_ones_own(self, tmp_path: Path) -> None:
        book = SmallRulebook(tmp_path / "rules")
        book.rule()
        assert book.load().actions[INSPECT].grounds_many
