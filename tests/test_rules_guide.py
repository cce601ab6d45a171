"""The guide in rules/README.md tells the truth: its rule loads, its cases hold, lint finds nothing, and its sentences come out well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from countermove import load_rulebook, resources
from countermove.audit.case_run import run_cases
from countermove.audit.lint import lint
from countermove.reading.case_reader import read_cases
from countermove.reading.phrase_reader import read_phrases
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.phrases import PhraseTable
from countermove.rulebook.shown import Shown
from countermove.rulebook.wording import names_used, render

BLOCKS = re.findall(
    r"```yaml\n(.*?)```", (resources.folder("rules") / "README.md").read_text(encoding="utf-8"), re.DOTALL
)
RULE, SENTENCE, CASES = BLOCKS
ID = "listed-vessel-going-dark-example"
RULESET = "id: sanctions\ntitle: T\narticle: {step: 2, paragraph: 56}\nscope: S\nowner: desk\n"


def test_the_rule_of_the_guide_loads_and_its_cases_hold(tmp_path: Path) -> None:
    for name, text in (("ruleset.yaml", RULESET), (f"{ID}.yaml", RULE), (f"{ID}.cases.yaml", CASES)):
        (tmp_path / "sanctions").mkdir(exist_ok=True)
        (tmp_path / "sanctions" / name).write_text(text, encoding="utf-8")
    rulebook = load_rulebook(tmp_path)
    cases, faults = read_cases(rulebook)
    assert not faults
    assert {finding.code for finding in lint(rulebook, cases)} <= {
        "L02"
    }  # the guide shows two of its cases, not those at each threshold
    outcomes = run_cases(rulebook, cases)
    assert len(outcomes) == 2
    assert all(outcome.holds for outcome in outcomes)


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        (
            {"place": "Kiel", "summary": "divers found a cut", "by": "Germany", "date": "June 2025"},
            "The cable damage of 5 May 2025 (Kiel) is one of three cases on record. Divers found a cut."
            " Attributed to Russia by Germany (stated finding, June 2025).",
        ),
        ({}, "The cable damage of 5 May 2025 is one of three cases on record. Attributed to Russia (stated finding)."),
    ],
)
def test_the_sentence_of_the_guide_comes_out_well(known: dict[str, str], wanted: str) -> None:
    tables: dict[str, PhraseTable] = {}
    read_phrases(YamlSource.of_file("phrases.yaml", resources.folder("rules") / "phrases.yaml"), tables, set())
    because = yaml.safe_load(SENTENCE)["because"]
    names_used(because)
    shown: dict[str, Any] = {name: Shown(text, text, name == "summary") for name, text in known.items()}
    event = {"type": Shown("cable_damage", "cable damage"), "date": "5 May 2025"}
    event |= {name: shown[name] for name in ("place", "summary") if name in shown}
    word = {"strength": Shown("stated", "stated"), **{name: shown[name] for name in ("by", "date") if name in shown}}
    assert render(because, {"event": event, "word": word, "cluster": {"count": 3}}, tables) == wanted
