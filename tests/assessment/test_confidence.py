"""The arithmetic of confidence, redone by hand from judgement.md."""

from __future__ import annotations

from datetime import date
from itertools import combinations, permutations

import pytest
from judged_facts import DAY, OTHER, SHIP, assessed, confidences, evidence, fact, inferred, only, ship

from countermove.assessment.confidence import Confidences
from countermove.assessment.grading import Interval, combined
from countermove.errors import UsageError
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Alternative, Fact
from small_rulebook import RECOMMEND, SmallRulebook
from small_rulebook import SHIP as A_SHIP

GRADES = {"1": (0.9, 0.95), "2": (0.75, 0.85), "3": (0.5, 0.65), "4": (0.25, 0.4), "5": (0.05, 0.15), "6": (0.05, 0.95)}
LETTERS = dict(zip("ABCDEF", GRADES.values(), strict=True))
GAP = f"{A_SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id}}}}"


def close(interval: object, low: float, high: float) -> None:
    assert isinstance(interval, Interval)
    assert (interval.low, interval.high) == pytest.approx((low, high))


def of(book: SmallRulebook, *pieces: Evidence, **values: object) -> Confidences:
    book.rule()
    return confidences(book, [ship(SHIP, *pieces, **values)])


def interval(book: SmallRulebook, *pieces: Evidence) -> Interval:
    return of(book, *pieces).of_fact("vessel", SHIP).interval


class TestEvidence:
    @pytest.mark.parametrize("letter", LETTERS)
    @pytest.mark.parametrize("number", GRADES)
    def test_the_minimum_of_its_two_grades_end_by_end(self, book: SmallRulebook, letter: str, number: str) -> None:
        judged = of(book, evidence("B2")).grading.of_evidence(evidence(letter + number), origins=2)
        low, high = (min(LETTERS[letter][i], GRADES[number][i]) for i in (0, 1))
        close(judged, low, high)

    @pytest.mark.parametrize(("origins", "low"), [(1, 0.75), (2, 0.9), (3, 0.9)])
    def test_confirmed_needs_two_independent_origins(self, book: SmallRulebook, origins: int, low: float) -> None:
        assert of(book, evidence("B2")).grading.of_evidence(evidence("A1"), origins).low == low


class TestFact:
    def test_one_origin(self, book: SmallRulebook) -> None:
        close(interval(book, evidence("C3")), 0.5, 0.65)

    def test_independent_origins_combine(self, book: SmallRulebook) -> None:
        close(interval(book, evidence("B2", "one"), evidence("C3", "two")), 1 - 0.25 * 0.5, 1 - 0.15 * 0.35)

    def test_three_origins(self, book: SmallRulebook) -> None:
        pieces = [evidence("C3", "one"), evidence("C3", "two"), evidence("D4", "three")]
        close(interval(book, *pieces), 1 - 0.5 * 0.5 * 0.75, 1 - 0.35 * 0.35 * 0.6)

    def test_one_origin_counts_once_by_its_strongest_report(self, book: SmallRulebook) -> None:
        pieces = [
            evidence("C3", "agency", url="https://a.example"),
            evidence("B2", "agency", url="https://b.example"),
            evidence("C3", "agency"),
        ]
        close(interval(book, *pieces), 0.75, 0.85)
        assert of(book, *pieces).of_fact("vessel", SHIP).origins == {"agency"}

    def test_where_no_origin_is_given_the_source_is_it(self, book: SmallRulebook) -> None:
        pieces = [Evidence(source=s, reliability="C", credibility=3) for s in ("one", "two")]
        close(interval(book, *pieces), 0.75, 1 - 0.35**2)

    def test_credibility_1_with_one_origin_counts_as_2(self, book: SmallRulebook) -> None:
        close(interval(book, evidence("A1")), 0.75, 0.85)

    def test_credibility_1_with_two_origins(self, book: SmallRulebook) -> None:
        close(interval(book, evidence("A1", "one"), evidence("C3", "two")), 1 - 0.1 * 0.5, 1 - 0.05 * 0.35)

    def test_not_judged_spans_nearly_everything(self, book: SmallRulebook) -> None:
        close(interval(book, evidence("F6")), 0.05, 0.95)

    def test_a_fact_without_evidence_spans_as_much(self, book: SmallRulebook) -> None:
        book.rule()
        bare = ship().model_copy(update={"evidence": ()})
        basis = confidences(book, [bare]).of_fact("vessel", SHIP)
        close(basis.interval, 0.05, 0.95)
        assert basis.unjudged == ("a fact without a source",)

    def test_the_order_of_sources_does_not_matter_to_the_last_bit(self) -> None:
        ends = [Interval(*GRADES[n]) for n in "123456"]
        assert len({combined(order) for order in permutations(ends)}) == 1

    def test_more_evidence_never_lowers_either_end(self) -> None:
        ends = [Interval(*GRADES[n]) for n in "123456"]
        for few in combinations(ends, 2):
            for one in ends:
                more, less = combined([*few, one]), combined(few)
                assert more.low >= less.low
                assert more.high >= less.high


def contested(*own: Evidence, against: Evidence, field: str = "flag") -> Fact:
    """A ship whose flag is contested: some sources give it, another gives another one."""
    other = Alternative(field=field, value="iso3166:GA", evidence=(against,))
    return ship(SHIP, *own, against, flag="iso3166:PA").model_copy(update={"alternatives": (other,)})


class TestContested:
    def test_the_low_end_is_that_of_the_best_supported_value_alone(self, book: SmallRulebook) -> None:
        book.rule()
        basis = confidences(book, [contested(evidence("B2", "one"), against=evidence("C3", "two"))]).of_fact(
            "vessel", SHIP
        )
        close(basis.interval, 0.75, 1 - 0.15 * 0.35)
        assert basis.contested

    def test_several_origins_for_the_value_used_combine(self, book: SmallRulebook) -> None:
        book.rule()
        own = (evidence("C3", "one"), evidence("C3", "two"))
        basis = confidences(book, [contested(*own, against=evidence("C3", "three"))]).of_fact("vessel", SHIP)
        close(basis.interval, 1 - 0.5 * 0.5, 1 - 0.35**3)

    def test_two_versions_in_two_facts(self, book: SmallRulebook) -> None:
        book.rule()
        basis = confidences(book, [ship(contested_with=("imo:9256078",))]).of_fact("vessel", SHIP)
        close(basis.interval, 0.75, 0.85)
        assert basis.contested

    def test_mere_wording_is_not_contested(self, book: SmallRulebook) -> None:
        book.rule()
        firm = fact("company", evidence("B2", "one"), evidence("B2", "two"), id="lei:5493001KJTIIGC8Y1R12", name="A")
        firm = firm.model_copy(
            update={"alternatives": (Alternative(field="name", value="A Ltd", evidence=(evidence("B2", "two"),)),)}
        )
        basis = confidences(book, [firm]).of_fact("company", firm.id)
        assert not basis.contested
        close(basis.interval, 1 - 0.25**2, 1 - 0.15**2)

    def test_never_high(self, book: SmallRulebook) -> None:
        book.rule()
        own = (evidence("A1", "one"), evidence("A1", "two"))
        found = only(book, [contested(*own, against=evidence("B2", "three"))]).confidence
        assert found.low >= 0.75
        assert found.level == "moderate"
        assert "a value is contested" in found.reason


class TestMatch:
    def test_the_weakest_fact_end_by_end_times_strength(self, book: SmallRulebook) -> None:
        book.rule(when=GAP, strength="{value: 0.8, reason: Not proof.}")
        gap = fact("ais_gap", evidence("F6", "two"), vessel=SHIP, start="2025-12-01T00:00:00Z")
        found = only(book, [ship(SHIP, evidence("B2", "one")), gap]).confidence
        assert (found.low, found.high) == (pytest.approx(0.05 * 0.8), pytest.approx(0.85 * 0.8))

    def test_counted_facts_are_evidence(self, book: SmallRulebook) -> None:
        book.rule(when=f"{A_SHIP}\n- {{count: ais_gap, where: {{vessel: $ship.id}}, at_least: 2}}")
        gaps = [
            fact("ais_gap", evidence(grade, grade), vessel=SHIP, start=f"2025-12-0{i}T00:00:00Z")
            for i, grade in enumerate(("C3", "D4"), start=1)
        ]
        found = only(book, [ship(), *gaps])
        assert (found.confidence.low, found.confidence.high) == (0.25, 0.4)
        assert found.confidence.origins == 1, "three origins in all, but no fact has more than one"

    def test_other_facts_do_not_corroborate_the_one_that_has_a_single_origin(self, book: SmallRulebook) -> None:
        book.rule(when=GAP)
        gap = fact("ais_gap", evidence("A2", "one"), vessel=SHIP, start="2025-12-01T00:00:00Z")
        known = ship(SHIP, evidence("A2", "two"), evidence("A2", "three"))
        found = only(book, [known, gap]).confidence
        assert (found.level, found.origins) == ("moderate", 1)
        assert found.reason.startswith("its least supported fact rests on one origin")

    def test_what_is_absent_adds_nothing(self, book: SmallRulebook) -> None:
        book.rule(when=f"{A_SHIP}\n- {{none: ais_gap, where: {{vessel: $ship.id}}}}")
        assert only(book, [ship()]).confidence.low == 0.75


class TestSeveralMatches:
    def gaps(self, *pieces: Evidence) -> list[Fact]:
        return [
            fact("ais_gap", p, vessel=SHIP, start=f"2025-12-{i:02d}T00:00:00Z") for i, p in enumerate(pieces, start=1)
        ]

    WHEN = "- {match: ais_gap, as: gap}"
    THEN = RECOMMEND.replace("$ship.id", "$gap.vessel").replace("{{ ship.name }}", "it")

    @pytest.mark.parametrize(
        ("pieces", "low", "high", "origins"),
        [
            ([evidence("C3", "one"), evidence("C3", "two")], 0.75, 1 - 0.35**2, 2),
            ([evidence("C3", "one"), evidence("B2", "one")], 0.75, 0.85, 1),
            ([evidence("C3", "one"), evidence("C3", "one"), evidence("D4", "two")], 1 - 0.5 * 0.75, 1 - 0.35 * 0.6, 2),
            ([evidence("B2", "one"), evidence("F6", "two")], 1 - 0.25 * 0.95, 1 - 0.15 * 0.05, 2),
        ],
    )
    def test_independent_ones_combine_and_those_of_one_origin_count_once(
        self, book: SmallRulebook, pieces: list[Evidence], low: float, high: float, origins: int
    ) -> None:
        book.rule(when=self.WHEN, then=self.THEN)
        found = only(book, self.gaps(*pieces)).confidence
        assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
        assert found.origins == origins

    def test_a_match_that_shares_origins_with_two_others_ties_them_together(self, book: SmallRulebook) -> None:
        book.rule(when=self.WHEN, then=self.THEN)
        both = fact("ais_gap", evidence("C3", "one"), evidence("C3", "two"), vessel=SHIP, start="2025-11-01T00:00:00Z")
        found = only(book, [*self.gaps(evidence("C3", "one"), evidence("C3", "two")), both]).confidence
        assert (found.low, found.high) == (0.75, pytest.approx(1 - 0.35**2, abs=1e-4))

    def test_two_rules_on_one_ship_share_the_origin_of_the_ship(self, book: SmallRulebook) -> None:
        book.rule("one")
        book.rule("two")
        found = only(book, [ship(SHIP, evidence("C3"))])
        assert (found.confidence.low, found.confidence.high) == (0.5, 0.65)
        assert found.rules == ("one", "two")


class TestDerived:
    """A derived fact rests on the matches behind it."""

    SIGN = "conclude: {kind: indicator, name: %s, about: $ship.id}"
    LOOK = f"{A_SHIP}\n- {{match: indicator, as: sign, where: {{name: %s, about: $ship.id}}}}"

    def test_a_chain_takes_the_strength_of_each_link(self, book: SmallRulebook) -> None:
        book.rule("one", GAP, self.SIGN % "dark", strength="{value: 0.8, reason: x}")
        book.rule("two", self.LOOK % "dark", self.SIGN % "evading", strength="{value: 0.5, reason: x}")
        book.rule("three", self.LOOK % "evading", RECOMMEND)
        gap = fact("ais_gap", evidence("C3", "two"), vessel=SHIP, start="2025-12-01T00:00:00Z")
        found = only(book, [ship(SHIP, evidence("B2", "one")), gap])
        assert (found.confidence.low, found.confidence.high) == (
            pytest.approx(0.5 * 0.8 * 0.5),
            pytest.approx(0.65 * 0.8 * 0.5),
        )
        assert found.confidence.origins == 1, "the gap has one; who the ship is needs no second"

    def test_several_matches_behind_it_combine(self, book: SmallRulebook) -> None:
        book.rule("one", "- {match: ais_gap, as: ship}", "conclude: {kind: indicator, name: dark, about: $ship.vessel}")
        gaps = [
            fact("ais_gap", evidence("C3", o), vessel=SHIP, start=f"2025-12-0{i}T00:00:00Z")
            for i, o in enumerate(("one", "two"), 1)
        ]
        judged = confidences(book, gaps)
        close(judged.of_fact("indicator", f"indicator:dark/{SHIP}/-/-/-").interval, 0.75, 1 - 0.35**2)

    def test_facts_that_bear_each_other_do_not_bear_themselves(self, book: SmallRulebook) -> None:
        book.rule("start", GAP, self.SIGN % "first")
        book.rule("there", self.LOOK % "first", self.SIGN % "second")
        book.rule("back", self.LOOK % "second", self.SIGN % "first")
        gap = fact("ais_gap", evidence("C3", "two"), vessel=SHIP, start="2025-12-01T00:00:00Z")
        judged = confidences(book, [ship(SHIP, evidence("B2", "one")), gap])
        for name in ("first", "second"):
            close(judged.of_fact("indicator", f"indicator:{name}/{SHIP}/-/-/-").interval, 0.5, 0.65)

    def test_owners_of_owners_in_a_ring(self, book: SmallRulebook) -> None:
        held = "- {match: ownership, as: share}"
        book.rule(
            "direct", held, "conclude: {kind: control, holder: $share.owner, asset: $share.asset, definition: any}"
        )
        book.rule(
            "chain", f"- {{match: control, as: upper}}\n{held[:-1]}, where: {{owner: $upper.asset}}}}",
            "conclude: {kind: control, holder: $upper.holder, asset: $share.asset, definition: any}",
        )  # fmt: skip
        firms = [f"reg:{i}" for i in range(9)]
        shares = [
            fact("ownership", evidence("B2", f"{a}{b}"), owner=a, asset=b) for a in firms for b in firms if a != b
        ]
        judged = confidences(book, shares)
        assert judged.of_fact("control", "control:reg:0/reg:1/any").interval.low >= 0.75

    def test_layers_of_facts_with_two_ways_each_are_weighed_once(self, book: SmallRulebook) -> None:
        """Each of 30 signs rests on the one before it by two rules: 2^30 ways in all."""
        book.rule("start", GAP, self.SIGN % "s00")
        for i in range(1, 30):
            for way in ("a", "b"):
                book.rule(f"{way}{i:02d}", self.LOOK % f"s{i - 1:02d}", self.SIGN % f"s{i:02d}")
        gap = fact("ais_gap", evidence("C3", "two"), vessel=SHIP, start="2025-12-01T00:00:00Z")
        judged = confidences(book, [ship(SHIP, evidence("B2", "one")), gap])
        close(judged.of_fact("indicator", f"indicator:s29/{SHIP}/-/-/-").interval, 0.5, 0.65)


class TestLevel:
    @pytest.mark.parametrize(
        ("grades", "level", "reason"),
        [
            (["B2", "B2"], "high", "it rests on two independent origins"),
            (["B2"], "moderate", "it rests on one origin; high confidence needs a second one"),
            (["C3", "C3"], "high", "it rests on two independent origins"),
            (["C3"], "moderate", "it rests on one origin"),
            (["D4"], "low", "it rests on one origin"),
            (["D4", "D4"], "low", "it rests on two independent origins"),
            (["D4", "D4", "D4"], "moderate", "it rests on three independent origins"),
            (["E5"], "low", "it rests on one origin"),
            (["F6"], "low", "it rests on one origin; the reliability of 0, F6 could not be judged"),
            (
                ["F6", "A6"],
                "low",
                "it rests on two independent origins; the reliability of 0, F6 and 1 more could not be judged",
            ),
            (["F6", "B2"], "high", "it rests on two independent origins"),
        ],
    )
    def test_levels_and_their_reasons(self, book: SmallRulebook, grades: list[str], level: str, reason: str) -> None:
        book.rule()
        found = only(book, [ship(SHIP, *(evidence(grade, str(i)) for i, grade in enumerate(grades)))]).confidence
        assert (found.level, found.reason) == (level, reason)

    def test_the_table_of_the_rulebook_decides(self, book: SmallRulebook) -> None:
        book.rule()
        book.constant("confidence_levels", "{high: 0.7, moderate: 0.6, high_origins: 1}", "table")
        assert only(book, [ship()]).confidence.level == "high"

    def test_a_table_without_a_value_on_the_day_is_told(self, book: SmallRulebook) -> None:
        book.rule()
        with pytest.raises(UsageError, match="has no value on 1999-01-01"):
            Confidences(inferred(book, [], date(1999, 1, 1)), book.load())

    def test_not_judged_is_named_only_where_it_made_the_difference(self, book: SmallRulebook) -> None:
        book.rule(when=GAP)
        gap = fact("ais_gap", evidence("E5", "two"), vessel=SHIP, start="2025-12-01T00:00:00Z")
        found = only(book, [ship(SHIP, evidence("F6", "one")), gap]).confidence
        assert "could not be judged" not in found.reason

    def test_every_target_has_its_own_confidence(self, book: SmallRulebook) -> None:
        book.rule()
        found = assessed(book, [ship(SHIP, evidence("B2")), ship(OTHER, evidence("D4"))], as_of=DAY).recommendations
        assert {r.target.id: r.confidence.level for r in found} == {SHIP: "moderate", OTHER: "low"}
