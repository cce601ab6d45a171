"""`countermove facts draft` and `facts check --profile`: from a file that nobody knows to the first facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run

TABLE = "IMO;Name;Flag\n9000015;EXAMPLE ONE;Panama\n9000016;EXAMPLE TWO;Panama\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(TABLE + "".join(f"9000027;SHIP {n};Panama\n" for n in range(20)), encoding="utf-8")
    return path


def test_the_profile_goes_out_and_the_facts_are_shown_beside(run: Run, table: Path) -> None:
    done = run("facts", "draft", table)
    assert done.status == 0
    assert done.out.startswith("# A draft:")
    assert "who says so?" in done.out
    assert '"id":"imo:9000015"' in done.err
    assert "Of the 22 records it would use 21, set aside 0 and refuse 1." in done.err
    assert "  1 × IMO: is not the IMO number of a ship: its check digit is wrong" in done.err


def test_a_draft_can_be_tried_and_used(run: Run, table: Path, tmp_path: Path) -> None:
    profile = tmp_path / "elsewhere" / "log.profile.yaml"
    profile.parent.mkdir()
    assert run("facts", "check", table).status == 1
    assert run("facts", "draft", table, "-o", profile).out == ""
    tried = run("facts", "check", table, "--profile", profile)
    assert f"{table}: log, 22 records = 21 used + 0 set aside + 1 quarantined" in tried.out
    profile.rename(tmp_path / "log.profile.yaml")
    assert f"{table}: log, 22 records = 21 used" in run("facts", "check", table).out


def test_a_profile_with_a_fault_is_told(run: Run, table: Path, tmp_path: Path) -> None:
    profile = tmp_path / "elsewhere.yaml"
    profile.write_text(run("facts", "draft", table).out.replace("kind: vessel", "kind: vesel"), encoding="utf-8")
    done = run("facts", "check", table, "--profile", profile)
    assert done.status == 1
    assert f"{profile}:" in done.out
    assert "'vesel' is not a kind of fact that can be given [CM331]" in done.out


def test_a_file_that_is_read_already_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("imo,ofac,uk,eu\n9000015,True,False,True\n", encoding="utf-8")
    assert "This file is read without a profile: its format is sanctions-by-imo." in run("facts", "draft", path).err


def test_the_draft_itself_is_not_taken_for_a_known_format(run: Run, table: Path, tmp_path: Path) -> None:
    for _ in range(2):
        done = run("facts", "draft", table, "-o", tmp_path / "log.profile.yaml")
        assert "This file is read without a profile" not in done.err


@pytest.mark.parametrize("of", ["missing.csv", "."])
def test_what_is_no_file(run: Run, tmp_path: Path, of: str) -> None:
    done = run("facts", "draft", tmp_path / of)
    assert done.status == 2
    assert "there is no file" in done.err
    assert not done.out


def test_nothing_that_is_read_is_overwritten(run: Run, table: Path, tmp_path: Path) -> None:
    before = table.read_text(encoding="utf-8")
    assert run("facts", "draft", table, "-o", table).status == 2
    profile = tmp_path / "p.yaml"
    run("facts", "draft", table, "-o", profile)
    kept = profile.read_text(encoding="utf-8")
    assert run("facts", "check", table, "--profile", profile, "--quarantine", profile).status == 2
    assert (table.read_text(encoding="utf-8"), profile.read_text(encoding="utf-8")) == (before, kept)
