"""Wrong use ends in a message on standard error that has a code and says what to do, and in status 2; never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run

from small_rulebook import SmallRulebook


@pytest.mark.parametrize(
    ("args", "code", "message", "hint"),
    [
        (
            ("rules", "show", "listed-vesel-going-dark"),
            "CM900",
            "there is no rule",
            "did you mean 'listed-vessel-going-dark'?",
        ),
        (("rules", "show", "zzz"), "CM900", "there is no rule 'zzz'", "rules list"),
        (("rules", "show"), "CM900", "neither one rule nor all", "rules show RULE"),
        (("rules", "test", "zzz"), "CM900", "there is no rule 'zzz'", "rules list"),
        (
            ("rules", "test", "--only", "sanction"),
            "CM900",
            "there is no rule set 'sanction'",
            "did you mean 'sanctions'?",
        ),
        (("rules", "test", "--only", "zzz"), "CM900", "there is no rule set 'zzz'", "one of "),
        (("rules", "list", "--rules", "nowhere"), "CM900", "there is no folder of rules at 'nowhere'", "rules/"),
        (("rules", "lint", "--as-of", "soon"), "CM901", "'soon' is not a day", "write YYYY-MM-DD"),
        (("rules", "lists"), "CM901", "No such command 'lists'", "--help"),
        (("facts", "kinds", "vesel"), "CM900", "there is no kind of fact 'vesel'", "did you mean 'vessel'?"),
        (("facts", "check"), "CM901", "Missing argument 'PATH...'", "--help"),
        (("memo",), "CM900", "no facts are given", "--example"),
        (("memo", "nowhere.jsonl"), "CM301", "nowhere.jsonl: there is no such file or folder", "check the path"),
        (("memo", "--example", "--as-of", "2026-02-30"), "CM901", "'2026-02-30' is not a day", "write YYYY-MM-DD"),
        (("memo", "--example", "--as-of", "20260201"), "CM901", "'20260201' is not a day", "write YYYY-MM-DD"),
        (("memo", "--example", "--audience", "ru"), "CM901", "'ru' is not one of", "'eu'"),
        (("memo", "--example", "--top", "0"), "CM901", "0 is not in the range", "--help"),
        (("memo", "--example", "--format", "doc"), "CM901", "'doc' is not one of", "'markdown'"),
        (("memo", "--example", "--engine", "fast"), "CM901", "'fast' is not one of", "'reference'"),
        (("memo", "--example", "-o", "memo.odt"), "CM900", "'memo.odt' does not say its format", "--format"),
        (("memo", "--example", "--rules", "nowhere"), "CM900", "there is no folder of rules at 'nowhere'", "rules/"),
        (("memo", "--exmple"), "CM901", "No such option", "--example"),
        (("why",), "CM901", "Missing argument 'RECOMMENDATION'", "--help"),
        (("why", "act:target"), "CM900", "no facts are given", "--example"),
    ],
)
def test_wrong_use(run: Run, args: tuple[str, ...], code: str, message: str, hint: str) -> None:
    done = run(*args)
    assert done.status == 2
    assert done.out == ""
    assert f"[{code}]" in done.err
    assert message in done.err
    assert hint in done.err
    assert "Traceback" not in done.err


def test_faults_in_rules_are_all_told_with_their_lines(run: Run, book: SmallRulebook) -> None:
    book.rule("one", "- {match: vesel, as: ship}")
    book.rule("two", status="activ")
    done = run("rules", "lint", "--rules", book.folder)
    assert done.status == 2
    assert done.out == ""
    assert (
        "sample/one.yaml:11:13: there is no kind of fact 'vesel' [CM111]\n    - {match: vesel, as: ship}\n              ^\n    did you mean 'vessel'?"
        in done.err
    )
    assert "[CM106]" in done.err
    assert "the rulebook has 2 faults [CM100]" in done.err


@pytest.mark.parametrize("command", [("rules", "test"), ("rules", "lint"), ("rules", "show", "a-rule")])
def test_faults_in_cases_are_told_with_their_lines(run: Run, book: SmallRulebook, command: tuple[str, ...]) -> None:
    book.rule(cases="- name: x\n  as_of: soon\n  given: []\n  expect: {matches: 0}")
    done = run(*command, "--rules", book.folder)
    assert done.status == 2
    assert "a-rule.cases.yaml:2:10" in done.err
    assert done.out == ""


def test_showing_a_rule_does_not_stumble_over_the_cases_of_another(run: Run, book: SmallRulebook) -> None:
    book.rule("rule")
    book.rule("a-rule", cases="- name: x")
    assert run("rules", "show", "rule", "--rules", book.folder).status == 0


def test_the_folder_of_one_rule_set_is_no_rulebook(run: Run, book: SmallRulebook) -> None:
    book.rule()
    done = run("rules", "list", "--rules", book.folder / "sample")
    assert done.status == 2
    assert f"give the folder above it, {book.folder}" in done.err


def shell(command: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False, encoding="utf-8",
        env={**os.environ, "PY": sys.executable, **env},
    )  # fmt: skip


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = shell('"$PY" -m countermove rules schema | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}"')
    assert done.stdout.strip() == "0"
    assert done.stderr == ""


def test_output_is_utf8_whatever_the_terminal_is_set_to() -> None:
    done = shell(
        '"$PY" -m countermove facts kinds ais_gap; "$PY" -m countermove rules list | tail -3', PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "→" in done.stdout


def test_a_file_named_in_no_encoding_does_not_break_the_message(tmp_path: Path) -> None:
    done = shell("\"$PY\" -m countermove memo $'/nowhere/\\xff.jsonl'")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["rules list", "facts schema", "--help", "--version"])
def test_a_full_disk_is_one_line_and_status_2(command: str) -> None:
    done = shell(f'"$PY" -m countermove {command} >/dev/full')
    assert done.returncode == 2
    assert done.stderr == "Error: standard output could not be written: No space left on device [CM500]\n"
