"""`countermove memo` and `countermove why`: the same input gives the same bytes, and a failure leaves nothing half done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import EVIDENCE, Run

from countermove import resources
from small_rulebook import RECOMMEND, SmallRulebook

TARGET = "inspect-insurance-and-flag:imo:9256054"


@pytest.fixture
def rules(book: SmallRulebook) -> Path:
    book.rule(title="A ship sails")
    return book.folder


def test_markdown_to_standard_output(run: Run, rules: Path, facts_file: Path) -> None:
    done = run("memo", facts_file, "--rules", rules, "--as-of", "2026-01-01")
    assert done.status == 0
    assert "EXAMPLE" in done.out
    assert done.err == ""


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_twice_the_same_bytes(run: Run, rules: Path, facts_file: Path, form: str) -> None:
    args = ("memo", facts_file, "--rules", rules, "--as-of", "2026-01-01", "--format", form)
    assert run(*args).out == run(*args).out


@pytest.mark.parametrize(
    ("name", "begins"), [("memo.md", "**TLP"), ("memo.html", "<!doctype html>"), ("memo.json", "{")]
)
def test_the_ending_tells_the_format(
    run: Run, rules: Path, facts_file: Path, tmp_path: Path, name: str, begins: str
) -> None:
    target = tmp_path / name
    done = run("memo", facts_file, "--rules", rules, "--as-of", "2026-01-01", "-o", target)
    assert done.status == 0
    assert done.out == ""
    assert done.err.startswith(f"{target}: ")
    assert target.read_text(encoding="utf-8").lower().startswith(begins.lower())


def test_the_day_is_the_latest_report_where_none_is_given(run: Run, rules: Path, facts_file: Path) -> None:
    assert run("memo", facts_file, "--rules", rules, "--format", "json").data["as_of"] == "2025-12-01"


def test_top_keeps_the_highest(run: Run, rules: Path, facts_file: Path, book: SmallRulebook) -> None:
    book.action("watch-it")
    book.rule(
        "other", then=RECOMMEND.replace("inspect-insurance-and-flag", "watch-it").replace("impact: 3", "impact: 1")
    )
    args = ("memo", facts_file, "--rules", rules, "--format", "json")
    assert [i["action"] for i in run(*args).data["items"]] == ["inspect-insurance-and-flag", "watch-it"]
    assert [i["action"] for i in run(*args, "--top", 1).data["items"]] == ["inspect-insurance-and-flag"]


class TestFailures:
    def test_strict_ends_in_status_3_and_writes_nothing(
        self, run: Run, rules: Path, facts_file: Path, tmp_path: Path
    ) -> None:
        facts_file.write_text(
            facts_file.read_text(encoding="utf-8") + '{"kind": "vessel", "id": "imo:9256055"}\n', encoding="utf-8"
        )
        target = tmp_path / "memo.md"
        target.write_text("before", encoding="utf-8")
        done = run("memo", facts_file, "--rules", rules, "--strict", "-o", target)
        assert done.status == 3
        assert "[CM300]" in done.err
        assert target.read_text(encoding="utf-8") == "before"

    def test_without_strict_the_good_rest_is_used(self, run: Run, rules: Path, facts_file: Path) -> None:
        facts_file.write_text(
            facts_file.read_text(encoding="utf-8") + '{"kind": "vessel", "id": "imo:9256055"}\n', encoding="utf-8"
        )
        done = run("memo", facts_file, "--rules", rules, "--as-of", "2026-01-01")
        assert done.status == 0
        assert "check digit" in done.err
        assert "EXAMPLE" in done.out

    def test_a_place_that_cannot_be_written(self, run: Run, rules: Path, facts_file: Path, tmp_path: Path) -> None:
        done = run("memo", facts_file, "--rules", rules, "-o", tmp_path / "no" / "such" / "memo.md")
        assert done.status == 2
        assert "[CM500]" in done.err
        assert "    give another place\n" in done.err

    def test_a_folder_in_the_place_of_the_file(self, run: Run, rules: Path, facts_file: Path, tmp_path: Path) -> None:
        (tmp_path / "memo.md").mkdir()
        before = sorted(tmp_path.iterdir())
        done = run("memo", facts_file, "--rules", rules, "-o", tmp_path / "memo.md")
        assert done.status == 2
        assert "[CM500]" in done.err
        assert sorted(tmp_path.iterdir()) == before

    def test_faulty_rules_leave_the_old_file(
        self, run: Run, book: SmallRulebook, facts_file: Path, tmp_path: Path
    ) -> None:
        book.rule(status="activ")
        target = tmp_path / "memo.md"
        target.write_text("before", encoding="utf-8")
        assert run("memo", facts_file, "--rules", book.folder, "-o", target).status == 2
        assert target.read_text(encoding="utf-8") == "before"

    def test_facts_without_any_date_need_a_day(self, run: Run, rules: Path, tmp_path: Path) -> None:
        path = tmp_path / "undated.jsonl"
        undated = [{k: v for k, v in EVIDENCE[0].items() if k != "published"}]
        path.write_text(
            json.dumps({"kind": "vessel", "id": "imo:9256054", "evidence": undated}) + "\n", encoding="utf-8"
        )
        done = run("memo", path, "--rules", rules)
        assert done.status == 2
        assert "give --as-of YYYY-MM-DD" in done.err


class TestWhatIsReadAndWhatIsWritten:
    @pytest.mark.parametrize("option", ["-o", "--quarantine"])
    def test_input_is_never_overwritten(
        self, run: Run, rules: Path, facts_file: Path, tmp_path: Path, option: str
    ) -> None:
        before = facts_file.read_bytes()
        link = tmp_path / "link.jsonl"
        link.symlink_to(facts_file)
        for given, target in ((facts_file, facts_file), (tmp_path, facts_file), (facts_file, link), (link, facts_file)):
            done = run("memo", given, "--rules", rules, "--format", "json", option, target)
            assert (done.status, done.out) == (2, "")
            assert f"{option} names '{target}', which is read as input" in done.err
            assert facts_file.read_bytes() == before
            assert link.is_symlink()

    def test_one_file_cannot_hold_both(self, run: Run, rules: Path, facts_file: Path, tmp_path: Path) -> None:
        target = tmp_path / "memo.json"
        done = run("memo", facts_file, "--rules", rules, "-o", target, "--quarantine", tmp_path / "." / "memo.json")
        assert done.status == 2
        assert "-o and --quarantine both name" in done.err
        assert not target.exists()

    def test_a_memo_among_its_facts_can_be_written_again(
        self, run: Run, rules: Path, facts_file: Path, tmp_path: Path
    ) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        facts_file.rename(folder / "facts.jsonl")
        for _ in range(2):
            assert run("memo", folder, "--rules", rules, "-o", folder / "memo.md").status == 0

    def test_the_number_of_facts_told_is_that_of_the_memo(
        self, run: Run, rules: Path, facts_file: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "memo.md"
        done = run("memo", facts_file, "--rules", rules, "-o", target)
        told = done.err.strip().rpartition(", ")[2]
        assert f"| **Inputs** | {told}: " in target.read_text(encoding="utf-8")
        assert "1 active rule;" in target.read_text(encoding="utf-8")

    def test_nothing_that_can_be_read_is_one_message(self, run: Run) -> None:
        done = run("memo", "nowhere.jsonl")
        assert done.err == "Error: nowhere.jsonl: there is no such file or folder [CM301]\n    check the path\n"


class TestWhy:
    @pytest.mark.parametrize("asked", [TARGET, "1", "imo:9256054", "EXAMPLE"])
    def test_by_id_rank_or_target(self, run: Run, rules: Path, facts_file: Path, asked: str) -> None:
        done = run("why", asked, facts_file, "--rules", rules, "--as-of", "2026-01-01")
        assert done.status == 0
        assert done.out.startswith(f"{TARGET} (rank 1 of 2, as of 2026-01-01)\n")
        assert "rule a-rule: A ship sails" in done.out
        assert "source: A register, grade B2" in done.out

    def test_json(self, run: Run, rules: Path, facts_file: Path) -> None:
        (row,) = run("why", TARGET, facts_file, "--rules", rules, "--json").data
        assert (row["id"], row["rank"], row["rules"]) == (TARGET, 1, ["a-rule"])

    @pytest.mark.parametrize("asked", [TARGET, "imo:9256054"])
    def test_what_the_audience_has_no_part_in(
        self, run: Run, book: SmallRulebook, facts_file: Path, asked: str
    ) -> None:
        book.action("inspect-insurance-and-flag", no_part="nato")
        book.rule()
        args = ("why", asked, facts_file, "--rules", book.folder, "--as-of", "2026-01-01", "--audience", "nato")
        done = run(*args)
        assert done.out.startswith(
            f"{TARGET} (not ranked for NATO, as of 2026-01-01)\n  no part: It is not for nato.\n"
        )
        (row,) = run(*args, "--json").data
        assert (row["rank"], row["no_part"]) == (None, "It is not for nato.")
        assert run(*args[:1], "1", *args[2:]).status == 2

    def test_what_is_not_recommended(self, run: Run, rules: Path, facts_file: Path) -> None:
        done = run("why", TARGET.replace("54", "53"), facts_file, "--rules", rules, "--as-of", "2026-01-01")
        assert done.status == 2
        assert "there is no recommendation" in done.err
        assert f"did you mean '{TARGET}'?" in done.err


def test_the_shipped_example_gives_a_memo(run: Run) -> None:
    done = run("memo", "--example", "--as-of", "2026-11-01", "--format", "json")
    assert done.status == 0
    assert done.data["recommendations"]
    assert {r["step"] for r in done.data["recommendations"]} == {1, 2, 3, 4}
    assert all(report["path"].startswith("examples/") for report in done.data["inputs"])
    assert str(resources.folder("examples").parent) not in done.out
