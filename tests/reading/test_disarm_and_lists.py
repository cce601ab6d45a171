"""DISARM's tables, cases of EUvsDisinfo, and lists of domains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.influence import disarm_codes
from countermove.reading.influence.disarm_list import listed

FIXTURES = Path(__file__).parent / "fixtures"


def of(found: FactSet, kind: str) -> dict[str, Any]:
    return {fact.id: fact for fact in found.facts if fact.kind == kind}


def test_codes_are_told_apart() -> None:
    assert [disarm_codes.standing(code) for code in ("T0119", "T0099", "T0166.777", "T1566", "T0858")] == [
        "current", "retired", "unknown", "attack", "attack",
    ]  # fmt: skip
    assert list(disarm_codes.codes_in("\u00a0T0119, t0128.002;T00145.006 T0119 T0143 .003")) == [
        "T0119",
        "T0128.002",
        "T0143.003",
    ]
    assert disarm_codes.code_in("T0119,T0120") is None


def test_the_list_of_codes_is_made_of_codes_alone() -> None:
    bundle = {
        "objects": [
            {"type": "attack-pattern", "name": "x", "external_references": [{"external_id": "T0119"}]},
            {"type": "identity"},
        ]
    }
    cluster = {
        "values": [
            {"value": "x", "meta": {"external_id": "T0119"}},
            {"value": "y", "meta": {"external_id": "T0007"}},
            {"value": "z"},
        ]
    }
    made = json.loads(listed("a release", bundle, [cluster]))
    assert (made["release"], made["current"], made["retired"]) == ("a release", ["T0119"], ["T0007"])


def test_incidents_are_suspected_as_the_press_says_and_cannot_be_judged() -> None:
    found = read_facts(FIXTURES / "disarm" / "incidents.csv")
    assert adds_up(found)
    assert not found.faults
    assert {id: each.campaign for id, each in of(found, "influence_campaign").items()} == {
        "disarm:I90001": "An example group", "disarm:I90002": "A second", "disarm:I90003": "A third",
    }  # fmt: skip
    words = of(found, "attribution").values()
    assert {(each.subject, each.actor, each.strength, each.standing) for each in words} == {
        ("disarm:I90001", "iso3166:RU", "suspected", "press"),
        ("disarm:I90001", "iso3166:MX", "suspected", "press"),
        ("disarm:I90003", "iso3166:SA", "suspected", "press"),
    }
    assert {(piece.reliability, piece.credibility) for each in words for piece in each.evidence} == {("F", 6)}
    assert {each.country for each in of(found, "campaign_target").values()} == {
        "iso3166:US",
        "iso3166:LT",
        "iso3166:PL",
    }
    assert of(found, "influence_campaign")["disarm:I90001"].evidence[0].url == "https://example.org/a"


def test_techniques_of_incidents_several_in_a_cell() -> None:
    found = read_facts(FIXTURES / "disarm" / "incidenttechniques.csv")
    assert adds_up(found)
    assert {each.technique for each in of(found, "technique_use").values()} == {
        "T0119",
        "T0128.002",
        "T0099",
        "T0143.208",
    }
    assert {each.campaign for each in of(found, "technique_use").values()} == {"disarm:I90001"}
    assert any("'T00145.006' is no code" in note for note in found.notes)
    assert any(note.endswith("T0099, T0143.208.") for note in found.notes)
    assert len(messages(found)) == 2


def test_references_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "urls.csv"
    path.write_text("url_id,pub_date,authors,org,archive_link\nhttps://example.org,2020/01/01,A,B,\n", encoding="utf-8")
    assert read_facts(path).inputs[0].set_aside_reasons == {"a reference, which makes no claim of its own": 1}


def test_cases_of_euvsdisinfo() -> None:
    found = read_facts(FIXTURES / "euvsdisinfo" / "posts.csv")
    cases = of(found, "checked_claim")
    assert len(cases) == 3
    first = next(each for each in cases.values() if each.case.endswith("example-one/"))
    assert (first.checker, first.claim, str(first.date)) == ("EUvsDisinfo", "Example is to blame", "2021-02-18")
    assert first.countries == ("iso3166:RU", "iso3166:UA")
    assert first.languages == ("Russian", "German")
    assert first.outlets == ("Example Hour - YouTube", "Example Daily")
    assert first.verdict is None
    assert any("Atlantis" in note for note in found.notes)


def test_a_list_of_domains_has_days_and_no_campaign() -> None:
    found = read_facts(FIXTURES / "domain-list" / "domains.csv")
    assert adds_up(found)
    channels = of(found, "media_channel")
    assert {id: str(each.since) if each.since else None for id, each in channels.items()} == {
        "domain:example-daily.test": "2013-03-07", "domain:sub.example-daily.test": None, "domain:odd.test": None,
    }  # fmt: skip
    assert {each.campaign for each in channels.values()} == {None}
    assert found.inputs[0].quarantined == 1
    assert any("do not say whose the domains are" in note for note in found.notes)


def test_a_table_of_domains_that_is_not_made_harmless_is_no_such_list(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("domain,created on\nexample.org,07/03/2013\n", encoding="utf-8")
    assert not read_facts(path).inputs
