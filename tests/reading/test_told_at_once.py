"""What is told without the formats in code is told as they and the profiles would; what leaves a doubt is left to them."""

import subprocess
import sys
from pathlib import Path

import pytest

from countermove import resources
from countermove.reading.candidate import Candidate
from countermove.reading.fact_formats import DETECTORS, _at_once, detect, folders_with
from countermove.reading.outcome import SourceFile
from countermove.reading.told_at_once import described_whole, is_headed_text, is_lines_of_facts

_FACT = '{"kind": "alias", "evidence": []}'


def candidate(text: str, path: Path = Path("given.txt"), *, whole: bool = True) -> Candidate:
    return Candidate(SourceFile(path, str(path)), text, whole)


def test_examples_are_read_without_loading_the_formats_in_code() -> None:
    asked = (
        "import sys; from countermove import resources; from countermove.reading.facts_source import read_facts;"
        "read_facts(resources.folder('examples'));"
        "print([name for name in sys.modules if name.startswith('countermove.reading.formats.') and 'registry' not in name])"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", sorted(resources.folder("examples").rglob("*.*")), ids=lambda path: path.name)
def test_what_is_told_at_once_is_what_the_others_would_tell(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, folders = SourceFile(path, path.name), folders_with(())
    first = detect(source, folders)
    rest = tuple(each for each in DETECTORS if each is not _at_once)
    monkeypatch.setattr("countermove.reading.fact_formats.DETECTORS", rest)
    assert getattr(detect(source, folders), "id", None) == getattr(first, "id", None)


def test_lines_of_facts_are_all_of_a_known_kind_with_evidence() -> None:
    assert is_lines_of_facts(candidate(f"{_FACT}\n{_FACT}\n"))
    for other in (
        '{"kind": "alias"}',
        '{"kind": "zebra", "evidence": []}',
        '{"kind": ["alias"], "evidence": []}',
        "[1]",
        "{",
    ):
        assert not is_lines_of_facts(candidate(f"{_FACT}\n{other}\n"))


def test_line_that_the_sample_cuts_off_tells_nothing() -> None:
    assert is_lines_of_facts(candidate(f'{_FACT}\n{{"kind": "ali', whole=False))
    assert not is_lines_of_facts(candidate('{"kind": "ali', whole=False))


def test_table_with_a_column_that_no_profile_names_is_left_to_the_formats_in_code() -> None:
    path = resources.folder("examples") / "curated" / "diplomacy.csv"
    text = path.read_text(encoding="utf-8")
    found = described_whole(candidate(text, path))
    assert found is not None
    assert found.id == "curated-diplomacy"
    header, _, rows = text.partition("\n")
    assert described_whole(candidate(f"{header},further\n{rows}", path)) is None


def test_heading_with_marks_is_the_header_of_a_table() -> None:
    assert is_headed_text(candidate("# Curated facts\n\nEight tables.\n"))
    assert not is_headed_text(candidate("# Timestamp;Type of mobile;MMSI\n"))
    assert not is_headed_text(candidate("# Timestamp,MMSI\n"))
