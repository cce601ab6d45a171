"""The README tells the truth: its excerpt, its example rule, its fact and its commands are tried."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from countermove import brief, load_rulebook, read_facts, resources
from countermove.audit.case_run import run_cases
from countermove.audit.lint import lint
from countermove.cli import cli
from countermove.reading.case_reader import read_cases

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def example_rules(tmp_path: Path) -> Path:
    for name, body in re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", README, re.DOTALL):
        path = tmp_path / "my-rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return tmp_path / "my-rules"


def test_the_excerpt_is_the_example_memo() -> None:
    found = re.search(r"<!-- excerpt: begin -->\n(.*?)<!-- excerpt: end -->", README, re.DOTALL)
    assert found
    excerpt = [line.removeprefix("> ").removeprefix(">") for line in found[1].splitlines() if line.strip("> ")]
    memo = brief(read_facts(resources.folder("examples")), load_rulebook()).render("markdown").splitlines()
    assert len(excerpt) >= 5
    missing = [line for line in excerpt if line not in memo]
    assert not missing, "copy the lines anew from: countermove memo --example --format markdown"


def test_the_example_rule_holds(example_rules: Path) -> None:
    rulebook = load_rulebook(example_rules)
    cases, faults = read_cases(rulebook)
    assert not faults
    assert lint(rulebook, cases) == []
    outcomes = run_cases(rulebook, cases)
    assert outcomes
    assert all(outcome.holds for outcome in outcomes)


def test_the_example_fact_is_read(tmp_path: Path) -> None:
    (line,) = blocks("json")
    json.loads(line)
    (tmp_path / "fact.jsonl").write_text(line, encoding="utf-8")
    facts = read_facts(tmp_path / "fact.jsonl")
    assert len(facts) == 1
    assert not facts.faults


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(blocks("python"))
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own lines
    *ranked, changes = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in ranked] == ["1", "2", "3"]
    assert any(int(number) for number in changes.split())
    assert (tmp_path / "memo.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def commands() -> list[list[str]]:
    lines = [part for block in blocks("sh") for line in block.splitlines() for part in line.split("&&")]
    words = [shlex.split(line, comments=True) for line in lines if line.strip().startswith("countermove ")]
    return [word[1:] for word in words]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_the_commands_and_their_options_exist(words: list[str]) -> None:
    command: click.Command = cli
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[0])
        assert found, f"there is no command '{words[0]}'"
        command, words = found, words[1:]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options


def test_the_continuous_check_runs_the_commands_as_printed() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in ("first", "tests"):
        assert f"readme_command {name}" in script
        assert re.search(rf"<!-- ci: {name} -->\n```sh\n.*\n```", README)
