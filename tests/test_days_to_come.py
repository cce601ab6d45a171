"""A record that tells of a day after the memo's is left out until then: by every engine, over tables, in sessions. Plans are not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from countermove.brief import brief
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.inference.engines import ENGINES, infer
from countermove.reading.bulk import read_bulk
from countermove.reading.facts_source import read_facts
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Session
from countermove.tables.database import Database
from small_rulebook import SHIP, SmallRulebook

DAY, THEN = date(2026, 6, 23), date(2027, 3, 1)
TOLD = [{"source": "a receiver", "published": "2026-05-02"}]
RECORDS: list[dict[str, Any]] = [
    {"kind": "vessel", "id": "imo:9256054", "name": "EXAMPLE", "evidence": TOLD},
    {"kind": "vessel", "id": "imo:9256078", "name": "OTHER", "evidence": TOLD},
    {"kind": "ais_gap", "vessel": "imo:9256054", "start": "2027-03-01T04:00:00Z", "hours": 9, "evidence": TOLD},
    {"kind": "ais_gap", "vessel": "imo:9256078", "start": "2026-05-01T04:00:00Z", "hours": 9, "reported": "2026-06-01"},
    {"kind": "port_call", "vessel": "imo:9256078", "port": "Ust-Luga", "arrived": "2027", "reported": "2026-05"},
    {"kind": "exercise", "name": "Planned", "date": "2026-10", "reported": "2026-06-20"},
]
NOTE = (
    "2 facts tell of days after 23 June 2026 and were left out, though reported before: "
    "nothing of these kinds can be known ahead."
)  # fmt: skip


@pytest.fixture
def rules(book: SmallRulebook) -> Rulebook:
    book.rule(when=f"{SHIP}\n- {{match: ais_gap, as: gap, where: {{vessel: $ship.id, hours: {{gte: 6}}}}}}")
    return book.load()


def facts() -> FactSet:
    return FactSet.of(_fact(record) for record in RECORDS)


def _fact(record: dict[str, Any]) -> Fact:
    return KINDS[record["kind"]].model_validate(record)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "spark"])
def test_no_engine_counts_it_before_its_day(rules: Rulebook, engine: str) -> None:
    """Spark takes in what `as_known` leaves and what the column `known__first` leaves, as the others do; its own trials take minutes."""
    for day, ships in ((DAY, ["imo:9256078"]), (THEN, ["imo:9256054", "imo:9256078"])):
        found = infer(rules, facts().facts, day, engine)
        assert [id for match in found.matches for alias, _, id in match.bindings if alias == "ship"] == ships


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_facts_in_tables_are_the_same(rules: Rulebook, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"facts{suffix}"
    lines = [json.dumps(record) for record in RECORDS]
    path.write_text("\n".join(lines) if suffix == ".jsonl" else f"[{','.join(lines)}]")
    for day in (None, DAY, THEN):
        with Database() as database:
            tables = brief(read_bulk(path, database), rules, as_of=day)
        objects = brief(read_facts(path), rules, as_of=day, engine="network")
        left, right = (json.loads(one.render("json")) for one in (tables, objects))
        assert {**left, "engine": ""} == {**right, "engine": ""}


def test_the_memo_says_how_many_there_are(rules: Rulebook) -> None:
    assert brief(facts(), rules, as_of=DAY).notes == (NOTE,)
    assert brief(facts(), rules, as_of=THEN).notes == ()


def test_a_slip_does_not_move_the_day_of_the_memo(rules: Rulebook) -> None:
    """The latest day on which something was told, and not the year 2027 that somebody mistyped."""
    assert brief(facts(), rules).as_of == date(2026, 6, 20)


def test_a_session_waits_for_the_day(rules: Rulebook) -> None:
    with Session(rules, as_of=DAY, facts=facts()) as session:
        assert [r.target.id for r in session.recommendations] == ["imo:9256078"]
        assert NOTE in session.briefing().notes
        session.assert_facts([_fact({**RECORDS[2], "start": "2027-02-01T00:00:00Z"})])
        assert [r.target.id for r in session.recommendations] == ["imo:9256078"]
        changes = session.advance(date(2027, 2, 1))
        assert [change.id for change in changes.gained] == ["inspect-insurance-and-flag:imo:9256054"]
        session.advance(THEN)
        assert session.briefing().notes == ()
