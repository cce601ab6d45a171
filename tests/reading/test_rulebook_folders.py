"""Rulebooks from folders: one's own beside the shipped one, what replaces what, and folders that hold none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from countermove.errors import UsageError
from countermove.reading.rulebook_reader import load_rulebook
from small_rulebook import RECOMMEND, SmallRulebook

DAY = date(2026, 1, 1)


def test_rules_come_from_the_given_folder_alone(book: SmallRulebook) -> None:
    book.rule()
    rulebook = book.load()
    assert list(rulebook.rules) == ["a-rule"]
    assert rulebook.version == "1"


def test_shipped_parameters_and_actions_are_at_hand(book: SmallRulebook) -> None:
    book.rule()
    rulebook = book.load()
    assert "inspect-insurance-and-flag" in rulebook.actions
    assert rulebook.value("urgency_unknown", DAY)


def test_a_parameter_of_ones_own_replaces_the_shipped_one(book: SmallRulebook) -> None:
    book.rule()
    book.constant("urgency_unknown", 0.25, "share")
    found = book.load().value("urgency_unknown", DAY)
    assert found
    assert found.value == 0.25


def test_an_action_of_ones_own_replaces_the_shipped_one(book: SmallRulebook) -> None:
    book.rule()
    book.action("inspect-insurance-and-flag", family="verify")
    assert book.load().actions["inspect-insurance-and-flag"].family == "verify"


def test_actions_that_are_only_at_hand_are_told_from_ones_own(book: SmallRulebook) -> None:
    book.rule()
    book.action("new-action")
    assert book.load().borrowed == {"inspect-insurance-and-flag"}


def test_a_rule_uses_what_its_folder_adds(book: SmallRulebook) -> None:
    book.instrument("new-power", "alone")
    book.action("new-action", instruments="{eu: [new-power]}")
    book.rule(then=RECOMMEND.replace("inspect-insurance-and-flag", "new-action"))
    assert book.load().actions["new-action"].instruments["eu"] == ("new-power",)


def test_several_folders_make_one_rulebook(book: SmallRulebook, tmp_path: Path) -> None:
    other = SmallRulebook(tmp_path / "other")
    book.rule("one")
    other.rule("two")
    assert list(load_rulebook([book.folder, other.folder]).rules) == ["one", "two"]


def test_the_digest_changes_with_every_file_and_only_then(book: SmallRulebook) -> None:
    book.rule()
    first = book.load().sha256
    assert book.load().sha256 == first
    book.constant("another_figure", 3)
    assert book.load().sha256 != first


def test_the_digest_does_not_depend_on_where_the_folder_lies(book: SmallRulebook, tmp_path: Path) -> None:
    other = SmallRulebook(tmp_path / "elsewhere" / "rules")
    for each in (book, other):
        each.rule()
    assert book.load().sha256 == other.load().sha256


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder of rules at") as caught:
        load_rulebook(tmp_path / "nowhere")
    assert caught.value.hint


def test_a_folder_without_rules(book: SmallRulebook) -> None:
    with pytest.raises(UsageError, match="no rule set in") as caught:
        book.load()
    assert "ruleset.yaml" in caught.value.hint


def test_the_folder_of_one_rule_set_is_not_taken_for_a_rulebook(book: SmallRulebook) -> None:
    book.rule()
    with pytest.raises(UsageError, match="no rule set in") as caught:
        load_rulebook(book.folder / "sample")
    assert str(book.folder) in caught.value.hint


def test_a_rule_that_is_no_file(book: SmallRulebook) -> None:
    book.rule()
    (book.folder / "sample/other.yaml").mkdir()
    assert [(f.code, "cannot be read" in f.message) for f in book.faults()] == [("CM101", True)]


def test_a_case_file_is_no_rule(book: SmallRulebook) -> None:
    book.rule(cases="- not a rule")
    assert book.faults() == ()


@pytest.mark.parametrize("name", ["docs/page.md", ".github/workflow.yml", ".cache/x.yaml"])
def test_what_else_lies_in_the_folder_is_left_alone(book: SmallRulebook, name: str) -> None:
    book.rule()
    book.write(name, "not: [a rule")
    assert book.faults() == ()
