"""Which rules are active on a day, and which step they carry out."""

from __future__ import annotations

from datetime import date

import pytest

from small_rulebook import SmallRulebook


@pytest.mark.parametrize("status", ["draft", "review", "active"])
def test_only_active_rules_fire(book: SmallRulebook, status: str) -> None:
    book.rule(status=status)
    assert bool(book.load().active(date(2026, 1, 1))) is (status == "active")


@pytest.mark.parametrize(
    ("day", "active"), [("2023-12-31", False), ("2024-01-01", True), ("2025-06-30", True), ("2025-07-01", False)]
)
def test_a_rule_speaks_for_its_days_both_included(book: SmallRulebook, day: str, active: bool) -> None:
    book.rule(effective="{from: '2024', until: 2025-06}")
    assert bool(book.load().active(date.fromisoformat(day))) is active


def test_active_rules_come_in_order_of_id(book: SmallRulebook) -> None:
    for id in ("c", "a", "b"):
        book.rule(id)
    assert [rule.id for rule in book.load().active(date(2026, 1, 1))] == ["a", "b", "c"]


@pytest.mark.parametrize(("article", "step"), [("{paragraph: 51}", 2), ("{step: 4, paragraph: 58}", 4)])
def test_a_rule_takes_its_step_from_itself_or_its_rule_set(book: SmallRulebook, article: str, step: int) -> None:
    book.rule(article=article)
    rulebook = book.load()
    assert rulebook.step(rulebook.rules["a-rule"]) == step


@pytest.mark.parametrize(("strength", "value"), [(None, 1.0), ("{value: 0.8, reason: Not proof.}", 0.8)])
def test_strength(book: SmallRulebook, strength: str | None, value: float) -> None:
    book.rule(strength=strength)
    assert book.load().rules["a-rule"].strength == value
