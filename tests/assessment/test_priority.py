"""Urgency, leverage, score, bands and order, redone by hand from judgement.md."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from judged_facts import DAY, OTHER, SHIP, assessed, evidence, fact, only, ship

from small_rulebook import RECOMMEND, SmallRulebook

CALL = "- {match: port_call, as: ship}"


def then(urgency: str = "{steady: 0.5}", impact: int = 3, action: str = "inspect-insurance-and-flag") -> str:
    changed = (
        RECOMMEND.replace("{steady: 0.5}", urgency)
        .replace("impact: 3", f"impact: {impact}")
        .replace("$ship.id", "$ship.vessel")
    )
    return changed.replace("{{ ship.name }}", "it").replace("inspect-insurance-and-flag", action)


def call(arrived: str, **values: Any) -> Any:
    return fact("port_call", vessel=SHIP, port="Ust-Luga", arrived=arrived, reported="2000-01-01", **values)


def urgency(book: SmallRulebook, rule: str, day: str) -> float:
    """Of something that is planned, so that it may lie ahead."""
    book.rule(when="- {match: exercise, as: ship}", then=then(rule).replace("$ship.vessel", "$ship.id"))
    return only(book, [fact("exercise", name="Zapad", date=day, reported="2000-01-01")]).priority.urgency


class TestUrgency:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-01-01", 1.0), ("2025-12-02", 0.5), ("2025-11-02", 0.25), ("2025-12-17", 2**-0.5), ("2026-01-31", 1.0),
            ("2025-12", 2 ** (-16 / 30)), ("2024", 2 ** (-549 / 30)), ("2025-11-02/2025-12-02", 2 ** (-45 / 30)),
        ],
    )  # fmt: skip
    def test_it_halves_with_every_half_life_of_age(self, book: SmallRulebook, day: str, expected: float) -> None:
        """A date known roughly counts by its middle; what lies ahead is as urgent as today."""
        assert urgency(book, "{from: $ship.date, half_life_days: 30}", day) == pytest.approx(expected, rel=1e-3)

    @pytest.mark.parametrize(
        ("deadline", "expected"),
        [
            ("2026-01-01", 1.0),
            ("2026-01-31", 0.5),
            ("2026-03-02", 0.25),
            ("2025-12-02", 0.5),
            ("2026-02", 2 ** (-44 / 30)),
        ],
    )
    def test_it_doubles_with_every_lead_time_nearer_to_a_deadline(
        self, book: SmallRulebook, deadline: str, expected: float
    ) -> None:
        assert urgency(book, "{deadline: $ship.date, lead_days: 30}", deadline) == pytest.approx(expected, rel=1e-3)

    def test_it_can_be_steady(self, book: SmallRulebook) -> None:
        assert urgency(book, "{steady: 0.7}", "1990-01-01") == 0.7

    def test_a_date_not_known_gives_the_value_of_the_table(self, book: SmallRulebook) -> None:
        book.constant("urgency_unknown", 0.3, "share")
        book.rule(then=RECOMMEND.replace("{steady: 0.5}", "{from: $ship.reported, half_life_days: 30}"))
        assert only(book, [ship()]).priority.urgency == 0.3

    def test_a_moment_counts_by_its_day(self, book: SmallRulebook) -> None:
        book.rule(when="- {match: ais_gap, as: ship}", then=then("{from: $ship.start, half_life_days: 30}"))
        gap = fact("ais_gap", vessel=SHIP, start="2025-12-02T23:30:00Z", reported="2025-12-03")
        assert only(book, [gap]).priority.urgency == 0.5

    def test_old_matters_stay_apart_from_older_ones(self, book: SmallRulebook) -> None:
        """Nothing is cut off: after forty half-lives the later one still comes first."""
        book.rule(
            when=CALL, then=then("{from: $ship.arrived, half_life_days: 30}").replace("$ship.vessel", "$ship.port")
        )
        calls = [call("2022-01-01"), call("2022-06-01").model_copy(update={"port": "Primorsk", "id": "later"})]
        later, earlier = assessed(book, calls).recommendations
        assert later.target.id == "Primorsk"
        assert later.priority.urgency > earlier.priority.urgency > 0
        assert later.priority.score > earlier.priority.score > 0
        assert not later.tied


class TestLeverage:
    @pytest.mark.parametrize(
        ("instruments", "audience", "expected"),
        [
            ("{eu: [one], uk: [all]}", "eu", 1.0),
            ("{eu: [one], uk: [all]}", "uk", 0.7),
            ("{eu: [all, one]}", "eu", 1.0),
            ("{eu: [swing, all]}", "eu", 0.7),
            ("{eu: [swing]}", "eu", 0.4),
            ("{eu: [one]}", "us", 0.7),
            ("{eu: []}", "eu", 0.7),
        ],
    )
    def test_by_the_best_instrument_of_the_audience(
        self, book: SmallRulebook, instruments: str, audience: str, expected: float
    ) -> None:
        """An audience without an instrument of its own needs an ally."""
        book.constant("leverage", "{alone: 1.0, with_allies: 0.7, swing_state: 0.4}", "table")
        for id, acts in (("one", "alone"), ("all", "with_allies"), ("swing", "swing_state")):
            book.instrument(id, acts)
        book.action("act", instruments=instruments)
        book.rule(when=CALL, then=then(action="act"))
        assert only(book, [call("2025-12-01")], audience=audience).priority.leverage == expected

    def test_to_refrain_needs_nobody(self, book: SmallRulebook) -> None:
        book.constant("leverage", "{alone: 1.0, with_allies: 0.7, swing_state: 0.4}", "table")
        book.instrument("swing", "swing_state")
        book.action("act", family="restrain", instruments="{eu: [swing]}")
        book.rule(when=CALL, then=then(action="act"))
        for audience, expected in (("uk", 1.0), ("eu", 0.4)):
            assert only(book, [call("2025-12-01")], audience=audience).priority.leverage == expected

    def test_the_instruments_of_the_audience_come_first(self, book: SmallRulebook) -> None:
        for id in ("one", "two", "three"):
            book.instrument(id, "alone")
        book.action("act", instruments="{eu: [one, two], uk: [three, one]}")
        book.rule(when=CALL, then=then(action="act"))
        assert only(book, [call("2025-12-01")], audience="uk").instruments == ("three", "one", "two")


def tables(book: SmallRulebook, exponents: str = "{impact: 1.0, urgency: 0.5, confidence: 1.0, leverage: 0.5}") -> None:
    book.constant("priority_exponents", exponents, "table")
    book.constant("priority_bands", "{act_now: 2.0, this_month: 1.2, prepare: 0.6, watch: 0.0}", "table")
    book.constant("leverage", "{alone: 1.0, with_allies: 0.7, swing_state: 0.4}", "table")


class TestScore:
    @pytest.mark.parametrize(
        ("exponents", "expected"),
        [
            ("{impact: 1.0, urgency: 0.5, confidence: 1.0, leverage: 0.5}", 4 * 0.5**0.5 * 0.8 * 0.7**0.5),
            ("{impact: 1.0, urgency: 1.0, confidence: 1.0, leverage: 1.0}", 4 * 0.5 * 0.8 * 0.7),
            ("{impact: 2.0, urgency: 0.0, confidence: 0.0, leverage: 0.0}", 16.0),
            ("{impact: 0.0, urgency: 0.0, confidence: 0.5, leverage: 0.0}", 0.8**0.5),
        ],
    )
    def test_each_factor_raised_to_its_exponent(self, book: SmallRulebook, exponents: str, expected: float) -> None:
        tables(book, exponents)
        book.rule(when=CALL, then=then("{steady: 0.5}", impact=4))
        found = only(book, [call("2025-12-01")]).priority
        assert found.factors == {"impact": 4, "urgency": 0.5, "confidence": 0.8, "leverage": 0.7}
        assert found.score == pytest.approx(expected, abs=1e-4)

    @pytest.mark.parametrize(("impact", "band"), [(5, "act now"), (3, "this month"), (2, "prepare"), (1, "watch")])
    def test_bands(self, book: SmallRulebook, impact: int, band: str) -> None:
        tables(book)
        book.rule(when=CALL, then=then("{steady: 0.5}", impact=impact))
        assert only(book, [call("2025-12-01")]).priority.band == band

    @pytest.mark.parametrize(("least", "band"), [(0.47329, "prepare"), (0.4734, "watch")])
    def test_the_end_of_a_band_belongs_to_it(self, book: SmallRulebook, least: float, band: str) -> None:
        tables(book)
        book.constant("priority_bands", f"{{act_now: 9.0, this_month: 8.0, prepare: {least}, watch: 0.0}}", "table")
        book.rule(when=CALL, then=then("{steady: 0.5}", impact=1))
        assert only(book, [call("2025-12-01")]).priority.band == band


class TestOrder:
    def test_score_then_impact_then_id(self, book: SmallRulebook) -> None:
        """With no weight on urgency and leverage, impact 2 at confidence 0.8 scores as impact 4 at 0.4: the graver matter comes first."""
        tables(book, "{impact: 1.0, urgency: 0.0, confidence: 1.0, leverage: 0.0}")
        book.action("grave")
        book.action("light")
        book.rule("one", when=CALL, then=then(impact=2, action="light"))
        book.rule("two", when=CALL, then=then(impact=4, action="grave"), strength="{value: 0.5, reason: x}")
        book.rule("three", when=CALL, then=then(impact=5))
        other = fact("port_call", vessel=OTHER, port="Ust-Luga", arrived="2025-12-01")
        found = assessed(book, [call("2025-12-01"), other]).recommendations
        assert [r.id for r in found] == [
            f"inspect-insurance-and-flag:{SHIP}", f"inspect-insurance-and-flag:{OTHER}",
            f"grave:{SHIP}", f"grave:{OTHER}", f"light:{SHIP}", f"light:{OTHER}",
        ]  # fmt: skip
        assert [r.rank for r in found] == [1, 2, 3, 4, 5, 6]
        assert all(r.tied for r in found)

    def test_different_scores_are_no_tie(self, book: SmallRulebook) -> None:
        book.rule()
        found = assessed(book, [ship(SHIP, evidence("B2")), ship(OTHER, evidence("C3"))]).recommendations
        assert [(r.target.id, r.tied) for r in found] == [(SHIP, False), (OTHER, False)]

    def test_the_order_of_the_facts_does_not_matter(self, book: SmallRulebook) -> None:
        book.rule()
        facts = [ship(SHIP, evidence("B2")), ship(OTHER, evidence("B2")), ship("imo:9999905", evidence("C3"))]
        assert assessed(book, facts) == assessed(book, facts[::-1])

    def test_the_day_decides(self, book: SmallRulebook) -> None:
        book.rule(when=CALL, then=then("{from: $ship.arrived, half_life_days: 30}"))
        later = only(book, [call("2025-12-02")], as_of=date(2026, 1, 31)).priority.score
        assert later < only(book, [call("2025-12-02")], as_of=DAY).priority.score
