"""`countermove rules …`: what each prints, and its exit status."""

from __future__ import annotations

import pytest
from command_line import Run

from small_rulebook import RECOMMEND, SHIP, SmallRulebook

FIRES = "- name: fires on a ship\n  as_of: 2026-03-01\n  given: [{kind: vessel, id: imo:9256054, name: A}]\n  expect: {matches: 1}\n"
SILENT = "- name: stays silent\n  as_of: 2026-03-01\n  given: []\n  expect: {matches: 0}\n"
WRONG = "- name: fires twice\n  as_of: 2026-03-01\n  given: [{kind: vessel, id: imo:9256054}]\n  expect: {matches: 2}\n"


class TestList:
    def test_one_line_a_rule(self, run: Run, book: SmallRulebook) -> None:
        book.rule("one", title="First")
        book.rule("three", title="Third", audiences="[uk, us]")
        book.rule("two", title="Second", status="draft")
        done = run("rules", "list", "--rules", book.folder)
        assert done.status == 0
        lines = done.out.splitlines()
        assert lines[:4] == [
            "sample: Samples, step 2", "  one: First → recommends inspect-insurance-and-flag",
            "  three [UK, US]: Third → recommends inspect-insurance-and-flag",
            "  two [draft]: Second → recommends inspect-insurance-and-flag",
        ]  # fmt: skip
        assert lines[4].startswith("3 rules, 2 active; rulebook 1 (")

    def test_json(self, run: Run, book: SmallRulebook) -> None:
        book.rule("one")
        (row,) = run("rules", "list", "--json", "--rules", book.folder).data
        assert (row["id"], row["step"], row["status"]) == ("one", 2, "active")
        assert row["audiences"] == ["eu", "uk", "us", "nato"]

    def test_several_folders(self, run: Run, book: SmallRulebook, tmp_path: object) -> None:
        book.rule("one")
        other = SmallRulebook(book.folder.parent / "other")
        other.rule("two")
        rows = run("rules", "list", "--json", "--rules", book.folder, "--rules", other.folder).data
        assert [row["id"] for row in rows] == ["one", "two"]


class TestShow:
    def test_the_page(self, run: Run, book: SmallRulebook) -> None:
        book.rule(title="A ship sails", cases=FIRES)
        done = run("rules", "show", "a-rule", "--rules", book.folder)
        assert done.status == 0
        assert done.out.startswith("# A ship sails\n")
        assert "fires on a ship" in done.out

    def test_json(self, run: Run, book: SmallRulebook) -> None:
        book.rule()
        data = run("rules", "show", "a-rule", "--json", "--rules", book.folder).data
        assert data["id"] == "a-rule"


ORDER = RECOMMEND.replace("ship.name", "ship.id")  # a name may not be known; an id always is


class TestLint:
    def test_no_finding(self, run: Run, book: SmallRulebook) -> None:
        book.rule(then=ORDER, cases=FIRES + SILENT)
        done = run("rules", "lint", "--rules", book.folder)
        assert (done.status, done.out) == (0, "no findings in 1 rule\n")

    def test_a_finding_ends_in_status_1(self, run: Run, book: SmallRulebook) -> None:
        book.rule(then=ORDER, cases=FIRES)
        done = run("rules", "lint", "--rules", book.folder)
        assert done.status == 1
        assert "[L01]" in done.out
        assert done.out.endswith("1 finding in 1 rule\n")

    @pytest.mark.parametrize(("day", "status"), [("2026-12-31", 0), ("2027-06-01", 1)])
    def test_reviews_that_have_run_out_by_a_day(self, run: Run, book: SmallRulebook, day: str, status: int) -> None:
        book.rule(then=ORDER, cases=FIRES + SILENT)
        assert run("rules", "lint", "--as-of", day, "--rules", book.folder).status == status

    def test_json(self, run: Run, book: SmallRulebook) -> None:
        book.rule(then=ORDER, cases=FIRES)
        done = run("rules", "lint", "--json", "--rules", book.folder)
        assert done.status == 1
        assert done.data[0].keys() == {"code", "message", "at", "advice"}


class TestTest:
    def test_cases_that_hold(self, run: Run, book: SmallRulebook) -> None:
        book.rule(cases=FIRES + SILENT)
        done = run("rules", "test", "--rules", book.folder)
        assert (done.status, done.out) == (0, "2 of 2 cases hold, for 1 rule\n")

    def test_a_failing_case_says_expected_and_got(self, run: Run, book: SmallRulebook) -> None:
        path = book.rule(cases=FIRES + WRONG).with_name("a-rule.cases.yaml")
        done = run("rules", "test", "--rules", book.folder)
        assert done.status == 1
        assert done.out.splitlines() == [
            f"FAILED {path}:5:3: a-rule: fires twice", "    expected 2 matches, got 1: (ship=imo:9256054)", "1 of 2 cases hold, for 1 rule",
        ]  # fmt: skip

    def test_a_rule_without_cases_fails(self, run: Run, book: SmallRulebook) -> None:
        book.rule()
        done = run("rules", "test", "--rules", book.folder)
        assert done.status == 1
        assert "NO CASES" in done.out

    def test_only_some(self, run: Run, book: SmallRulebook) -> None:
        book.rule("one", cases=FIRES)
        book.rule("two", cases=WRONG)
        assert run("rules", "test", "one", "--rules", book.folder).status == 0
        assert run("rules", "test", "two", "--rules", book.folder).status == 1
        assert run("rules", "test", "--only", "sample", "--rules", book.folder).status == 1

    def test_json(self, run: Run, book: SmallRulebook) -> None:
        book.rule(cases=FIRES + WRONG)
        done = run("rules", "test", "--json", "--rules", book.folder)
        assert done.status == 1
        assert [row["holds"] for row in done.data] == [True, False]
        assert done.data[1]["problems"] == ["expected 2 matches, got 1: (ship=imo:9256054)"]


class TestCoverage:
    def test_a_condition_never_shown_false_ends_in_status_1(self, run: Run, book: SmallRulebook) -> None:
        book.rule(when="- {match: vessel, as: ship, where: {name: A}}", cases=FIRES)
        assert run("rules", "coverage", "--rules", book.folder).status == 1

    def test_json(self, run: Run, book: SmallRulebook) -> None:
        book.rule(when=SHIP, cases=FIRES)
        assert run("rules", "coverage", "--json", "--rules", book.folder).data == []


def test_the_schema_is_json(run: Run) -> None:
    done = run("rules", "schema")
    assert done.status == 0
    assert done.data["title"] == "A rule"


SAILING = "{kind: vessel, id: imo:9256054, name: EXAMPLE}"


def test_one_rule_and_one_case_are_told_in_the_singular(run: Run, book: SmallRulebook) -> None:
    when = "- {match: vessel, as: ship, where: {name: EXAMPLE}}"
    book.rule(when=when, cases=f"- name: fires\n  as_of: 2026-01-01\n  given: [{SAILING}]\n  expect: {{matches: 1}}")
    told = {
        command: run("rules", command, "--rules", book.folder).out.splitlines()[-1]
        for command in ("coverage", "lint", "list", "test")
    }
    assert told["coverage"].endswith("1 condition, in 1 rule")
    assert told["lint"].endswith(" in 1 rule")
    assert told["list"].startswith("1 rule, 1 active;")
    assert told["test"] == "1 of 1 case holds, for 1 rule"
