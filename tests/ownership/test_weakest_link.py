"""How sure one can be of what is blocked: as sure as of the weakest link, which no other link bears out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ownership_graphs import made

from countermove import resources
from countermove.brief import brief
from countermove.facts.fact import Fact
from countermove.memo.briefing import Briefing
from countermove.reading.bulk import read_bulk
from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database

AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(resources.folder("rules"))


def said(source: str, reliability: str, credibility: int) -> dict[str, Any]:
    return {"source": source, "reliability": reliability, "credibility": credibility, "published": "2026-01-01"}


def graph(upper: Sequence[dict[str, Any]], lower: Sequence[dict[str, Any]]) -> list[Fact]:
    """A listed person, a company, and what the company owns."""
    return [
        made("designation", entity="register:P", authority="us", measure="blocking", date="2025-05-20", evidence=(said("A list", "A", 1),)),
        made("ownership", owner="register:P", asset="register:A", share=60.0, evidence=tuple(upper)),
        made("ownership", owner="register:A", asset="register:B", share=60.0, evidence=tuple(lower)),
    ]  # fmt: skip


def briefed(rulebook: Rulebook, facts: Sequence[Fact], tmp_path: Path) -> Briefing:
    """The briefing on the facts as objects, which is that on the facts in tables."""
    whole = brief(facts, rulebook, as_of=AS_OF, audience="us", engine="network")
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(json.dumps(f.model_dump(mode="json", exclude_none=True, exclude_defaults=True) | {"kind": f.kind}) + "\n" for f in facts))  # fmt: skip
    with Database() as database:
        tables = brief(read_bulk(path, database), rulebook, as_of=AS_OF, audience="us")
    assert tables.recommendations == whole.recommendations
    assert tables.traces == whole.traces
    return whole


def of(briefing: Briefing, asset: str) -> Any:
    return next(r for r in briefing.recommendations if r.target.id == f"register:{asset}")


def test_it_is_that_of_the_weakest_link(rulebook: Rulebook, tmp_path: Path) -> None:
    weak, strong = said("A blog", "D", 4), said("A register", "B", 2)
    found = briefed(rulebook, graph([weak], [strong]), tmp_path)
    alone = briefed(rulebook, graph([weak], [weak]), tmp_path)
    sure = briefed(rulebook, graph([strong], [strong]), tmp_path)
    assert of(found, "B").confidence == of(alone, "B").confidence
    assert of(found, "B").confidence.low < of(sure, "B").confidence.low


def test_a_register_and_a_list_do_not_bear_each_other_out(rulebook: Rulebook, tmp_path: Path) -> None:
    """Two origins stand behind it, of two different things."""
    register = said("A register", "A", 2)
    found = of(briefed(rulebook, graph([register], [register]), tmp_path), "B")
    assert found.confidence.origins == 1
    assert found.confidence.level != "high"
    twice = [register, said("Another register", "A", 2)]
    assert of(briefed(rulebook, graph(twice, twice), tmp_path), "B").confidence.origins == 1


def test_every_link_is_cited_and_traced(rulebook: Rulebook, tmp_path: Path) -> None:
    found = briefed(rulebook, graph([said("Register one", "B", 2)], [said("Register two", "C", 3)]), tmp_path)
    numbers = {source.number: source.source for source in found.sources}
    cited = {numbers[n] for j in of(found, "B").justifications for n in j.sources}
    assert cited == {"A list", "Register one", "Register two"}
    (trace,) = (t for t in found.traces if t.recommendation == "treat-as-blocked-by-us:register:A" or "register:B" in t.recommendation)  # fmt: skip
    told = "\n".join(trace.lines)
    assert "rests on: ownership" in told
    assert "source: Register one" in told
    assert "source: none is given" not in told
    assert set(of(found, "B").justifications[0].facts) == {
        "blocked_ownership:register:B/ofac-50-percent",
        "blocked_ownership:register:A/ofac-50-percent",
        "ownership:register:A/register:B/-",
        "ownership:register:P/register:A/-",
        "designation:us/register:P/blocking/2025-05-20",
    }


def test_evidence_of_a_later_day_does_not_count(rulebook: Rulebook, tmp_path: Path) -> None:
    """Of two ways the better borne out on the day is taken, in tables as among objects."""
    later = {**said("A register", "A", 2), "published": "2026-12-01"}
    facts = graph([said("A blog", "E", 5), later], [said("A register", "B", 2)])
    facts += [
        made("designation", entity="register:Q", authority="us", measure="blocking", date="2025-05-20", evidence=(said("A list", "A", 1),)),
        made("ownership", owner="register:Q", asset="register:A", share=60.0, evidence=(said("A leak", "C", 3),)),
    ]  # fmt: skip
    found = of(briefed(rulebook, facts, tmp_path), "A")
    assert "register:Q" in found.because
    assert "register:P" not in found.because
