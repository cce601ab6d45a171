"""Assessment over tables gives what assessment over objects gives: the same recommendations, groups and gaps, to the last bit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import pytest
from judged_facts import DAY, OTHER, SHIP, evidence, fact, ship

import countermove.assessment.groups as groups
from countermove import resources
from countermove.assessment.assess import Assessment, assess
from countermove.assessment.bulk.assess_tables import assess_tables
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.inference.match import Inference
from countermove.inference.reference import infer
from countermove.inference.sql.found import find
from countermove.reading.background import with_countries
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.storing import store
from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP


def both(
    facts: Iterable[Fact], rulebook: Rulebook, as_of: date = DAY, audience: str = "eu", top: int | None = None
) -> tuple[Inference, Assessment, Inference, Assessment]:
    """By objects, and by tables."""
    known = FactSet.of(facts).facts
    inference = infer(rulebook, known, as_of)
    with Database() as database:
        store(database, known)
        shown, by_tables = assess_tables(database, find(rulebook, database, as_of), rulebook, audience, top)
    return inference, assess(inference, rulebook, audience), shown, by_tables


def assert_same(facts: Iterable[Fact], rulebook: Rulebook, as_of: date = DAY, audience: str = "eu") -> Assessment:
    inference, by_objects, shown, by_tables = both(facts, rulebook, as_of, audience)
    assert by_tables.groups == by_objects.groups
    assert by_tables.recommendations == by_objects.recommendations
    assert by_tables.other_groups == by_objects.other_groups
    assert all(one in by_objects.others for one in by_tables.others)
    assert [j.match.totals for r in by_tables.recommendations for j in r.justifications] == [
        j.match.totals for r in by_objects.recommendations for j in r.justifications
    ]
    assert by_tables.gaps == by_objects.gaps
    assert by_tables.unread == by_objects.unread
    for one in shown.base:
        assert one == inference.base.get(one.kind, one.id)
    return by_tables


def test_the_shipped_rules_over_the_shipped_examples() -> None:
    rulebook = load_rulebook()
    known = with_countries(read_facts(resources.folder("examples"))).facts
    assert len(assert_same(known, rulebook, date(2026, 11, 1)).recommendations) > 100


@pytest.mark.parametrize("audience", ["uk", "us", "nato"])
def test_every_audience(audience: str) -> None:
    known = with_countries(read_facts(resources.folder("examples"))).facts
    assert_same(known, load_rulebook(), date(2026, 11, 1), audience)


SILENCE = f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id, hours: {{gte: 12}}}}}}"


def silence(*pieces: object, **values: object) -> Fact:
    return fact("ais_gap", *pieces, **{"vessel": SHIP, "start": "2025-12-01T00:00:00Z", "hours": 20, **values})  # type: ignore[arg-type]


def test_disputed_values_and_later_evidence(book: SmallRulebook) -> None:
    book.rule(when=SILENCE)
    early = evidence("C3", "an agency", published="2025-12-02")
    late = evidence("A1", "a ministry", published="2026-02-01")
    facts = [
        ship(SHIP, evidence("B2"), flag="iso3166:GA"),
        ship(SHIP, evidence("C3", "another register"), flag="iso3166:PA"),
        ship(OTHER, evidence("F6", "hearsay")),
        silence(early, late),
        silence(evidence("D4", "a blog"), vessel=OTHER, reported="2025-12-05"),
        silence(late, vessel=OTHER, start="2025-12-07T00:00:00Z"),
    ]
    assessment = assert_same(facts, book.load())
    assert [r.target.id for r in assessment.recommendations] == [SHIP, OTHER]


def test_counted_facts_and_several_grounds(book: SmallRulebook) -> None:
    count = "- {count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 2}"
    book.rule("one", when=f"{A_SHIP}\n{count}")
    book.rule("two", when=SILENCE)
    facts = [
        ship(),
        ship(OTHER),
        *(silence(evidence("B2", f"receiver {i}"), start=f"2025-12-0{i}T00:00:00Z") for i in (1, 2, 3)),
    ]
    assessment = assert_same(facts, book.load())
    assert [len(r.justifications) for r in assessment.recommendations] == [4]


def test_derived_facts_and_circles(book: SmallRulebook) -> None:
    conclude = "conclude: {{kind: indicator, name: {name}, about: $ship.id}}"
    book.rule("a", when=SILENCE, then=conclude.format(name="dark"))
    for name, other in (("b", "c"), ("c", "b")):
        book.rule(
            f"{name}-from-{other}", then=conclude.format(name=name),
            when=f"{A_SHIP}\n- {{match: indicator, as: sign, where: {{name: {{in: [dark, {other}]}}, about: $ship.id}}}}",
        )  # fmt: skip
    book.rule("d", when=f"{A_SHIP}\n- {{match: indicator, as: sign, where: {{name: c, about: $ship.id}}}}")
    facts = [ship(), silence(), silence(evidence("C3", "another"), start="2025-12-05T00:00:00Z")]
    assert len(assert_same(facts, book.load()).recommendations) == 1


def test_restraint_holds_back_over_tables_too(book: SmallRulebook) -> None:
    book.action("wait", family="restrain", restrains="[inspect-insurance-and-flag]")
    book.rule("measure", when=A_SHIP)
    book.rule("restraint", when=SILENCE, then=RECOMMEND.replace("inspect-insurance-and-flag", "wait"))
    assessment = assert_same([ship(), ship(OTHER), silence()], book.load())
    assert [(r.action, len(r.withheld)) for r in sorted(assessment.recommendations, key=lambda r: r.action)] == [
        ("inspect-insurance-and-flag", 0),
        ("wait", 1),
    ]


def test_only_the_best_of_a_group_become_objects(book: SmallRulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.rule(when=A_SHIP)
    monkeypatch.setattr(groups, "KEPT_RANKS", 3)
    monkeypatch.setattr(groups, "KEPT_EACH", 2)
    facts = [ship(f"mmsi:20000000{i}", evidence("ABCDE"[i % 5] + "2")) for i in range(9)]
    _, by_objects, shown, by_tables = both(facts, book.load())
    assert by_tables.groups == by_objects.groups
    assert by_tables.recommendations == by_objects.recommendations[:3]
    assert (by_tables.ranked, by_objects.ranked, len(list(shown.base))) == (9, 9, 3)


def test_with_top_only_the_best_groups_become_objects(book: SmallRulebook) -> None:
    for i, name in enumerate(("first", "second", "third")):
        book.action(name)
        book.rule(
            name,
            when=A_SHIP,
            then=RECOMMEND.replace("inspect-insurance-and-flag", name).replace("impact: 3", f"impact: {5 - i}"),
        )
    _, by_objects, _, by_tables = both([ship(), ship(OTHER)], book.load(), top=2)
    assert [(g.action, len(g.kept), g.count) for g in by_tables.groups] == [
        ("first", 2, 2),
        ("second", 2, 2),
        ("third", 0, 2),
    ]
    assert all(one.rank < other.rank for one, other in pairwise(by_tables.recommendations))
    assert by_tables.recommendations == by_objects.recommendations[:4]
