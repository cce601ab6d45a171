"""The page of the rule language tells the truth: its table of sentences is what comes out, and its filters are all there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermove import resources
from countermove.assessment.sentences import Sentences
from countermove.facts.kinds.entities import Vessel
from countermove.facts.kinds.gray_zone import Incident
from countermove.facts.naming import Names
from countermove.inference.match import Total
from countermove.reading.phrase_reader import read_phrases
from countermove.reading.yaml_source import YamlSource
from countermove.rulebook.filters import FILTERS
from countermove.rulebook.phrases import PhraseTable
from countermove.rulebook.wording import names_used

PAGE = (Path(__file__).parent.parent / "docs/language.md").read_text(encoding="utf-8")
SENTENCES = PAGE.split("## Sentences")[1].split("\n## ")[0]
ROWS = [
    [cell.strip().strip("`").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in SENTENCES.splitlines()
    if line.startswith("| `")
]
SHIP = Vessel(id="imo:9256054", name="EXAMPLE STAR")
BARE = {"type": "cable_damage", "date": "2025-05-05"}
FULL = {**BARE, "asset": "a data cable", "place": "Kiel", "vessel": SHIP.id, "summary": "Divers found a cut"}


def shipped_tables() -> dict[str, PhraseTable]:
    tables: dict[str, PhraseTable] = {}
    read_phrases(YamlSource.of_file("phrases.yaml", resources.folder("rules") / "phrases.yaml"), tables, set())
    return tables


@pytest.mark.parametrize(("written", "known", "unknown"), ROWS, ids=[row[0] for row in ROWS])
def test_the_sentences_come_out_as_the_page_says(written: str, known: str, unknown: str) -> None:
    names_used(written)
    cases = Total("count", 3, "incident", ("a", "b", "c"))
    for fields, wanted in ((FULL, known), (BARE, unknown)):
        event = Incident.model_validate(fields)
        assert (
            Sentences(Names([SHIP, event]), shipped_tables()).fill(written, {"event": event, "cases": cases}) == wanted
        )


def test_every_filter_is_on_the_page_and_has_an_example() -> None:
    assert len(ROWS) >= 8
    for name in FILTERS:
        assert re.search(rf"`{name}\b", SENTENCES)
    for name in ("on", "counted", "worded"):
        assert any(f"| {name}" in row[0] for row in ROWS)
