"""MISP: events on influence, and the vocabularies around them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.formats import misp
from countermove.reading.formats.misp import Events
from countermove.reading.outcome import FileFault, Refused, SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures" / "misp"
CAMPAIGN = "misp:00000000-0000-4000-8000-000000000001"
Read = Callable[..., FactSet]


def of(found: FactSet, kind: str) -> dict[str, Any]:
    return {fact.id: fact for fact in found.facts if fact.kind == kind}


@pytest.fixture(scope="module")
def event() -> FactSet:
    return read_facts(FIXTURES / "event.json")


def test_every_record_is_accounted_for(event: FactSet) -> None:
    whole = json.loads((FIXTURES / "event.json").read_text(encoding="utf-8"))["Event"]
    assert adds_up(event)
    assert event.inputs[0].records == 1 + len(whole["Attribute"]) + len(whole["Object"])
    assert event.inputs[0].quarantined == 1
    assert "no domain at all" in messages(event)[0]


def test_the_event_is_a_campaign_with_its_other_name(event: FactSet) -> None:
    (campaign,) = of(event, "influence_campaign").values()
    assert (campaign.id, campaign.campaign, campaign.aliases) == (
        CAMPAIGN,
        "An example of copied outlets",
        ("EXAMPLE LANTERN",),
    )
    assert str(campaign.as_at) == "2025-02-03"


def test_an_actor_has_the_state_that_its_cluster_gives_and_a_tag_gives_none(event: FactSet) -> None:
    assert {
        (each.actor_name, each.actor, each.strength, each.standing) for each in of(event, "attribution").values()
    } == {
        ("EXAMPLE HANDS", "iso3166:BV", "suspected", "researchers"),
        ("EXAMPLE OTHERS", None, "suspected", "researchers"),
    }


def test_channels_and_whether_they_are_the_campaigns_own(event: FactSet) -> None:
    assert {id: (each.name, each.campaign) for id, each in of(event, "media_channel").items()} == {
        "domain:daily-example.test": ("daily-example.test", CAMPAIGN),
        "domain:imitated-example.test": ("imitated-example.test", None),
        "domain:second-example.test": ("second-example.test", CAMPAIGN),
        "x:example_lantern": ("Example_Lantern", CAMPAIGN),
        "telegram:example_lamp": ("Lamp", CAMPAIGN),
        "facebook:100000000000002": ("Example Page", CAMPAIGN),
        "misp:00000000-0000-4000-8000-000000000033": ("The Example Hour", CAMPAIGN),
    }


def test_techniques_targets_victims_and_narratives(event: FactSet) -> None:
    assert {each.technique for each in of(event, "technique_use").values()} == {"T0128.002", "T0099"}
    assert {each.country for each in of(event, "campaign_target").values()} == {"iso3166:DE", "iso3166:FR"}
    assert [(each.victim, each.manner) for each in of(event, "campaign_victim").values()] == [
        ("Example Daily", "targeted")
    ]
    assert [each.text for each in of(event, "narrative").values()] == ["Example is to blame"]
    assert any("tagged by name without a code: 1" in note for note in event.notes)


def test_tags_grade_and_mark_the_evidence(event: FactSet) -> None:
    (whole,) = of(event, "influence_campaign")[CAMPAIGN].evidence[:1]
    assert (whole.reliability, whole.credibility, whole.marking) == ("B", 2, "TLP:AMBER")
    assert whole.source == "CIRCL, An example of copied outlets"
    (near,) = of(event, "media_channel")["domain:daily-example.test"].evidence
    assert (near.reliability, near.credibility, near.marking) == ("B", 3, "TLP:RED")


def test_a_stranger_who_grades_himself_is_told(read: Read) -> None:
    def event(maker: str, *tags: str) -> str:
        named = [
            {"name": 'dfrlab-dichotomies-of-disinformation:primary-target="government"'},
            *({"name": t} for t in tags),
        ]
        uuid = "00000000-0000-4000-8000-000000000001"
        return json.dumps(
            {"Event": {"uuid": uuid, "info": "EXAMPLE", "date": "2026-05-01", "Orgc": {"name": maker}, "Tag": named}}
        )

    best = 'admiralty-scale:source-reliability="a"'
    told = "graded A by the event's own tag; nothing is known here of 'EXAMPLE STRANGER'"
    assert read("e.json", event("EXAMPLE STRANGER", best)).notes[0].endswith(told)
    assert not read("e.json", event("EXAMPLE STRANGER")).notes
    assert not read("e.json", event("VIGINUM", best)).notes


def test_the_answer_of_a_server_and_an_event_that_is_not_about_influence() -> None:
    found = read_facts(FIXTURES / "answer.json")
    assert [report.records for report in found.inputs] == [4]
    assert found.inputs[0].set_aside == 2
    assert len(of(found, "influence_campaign")) == 1


def test_a_list_of_events(read: Read) -> None:
    whole = json.loads((FIXTURES / "event.json").read_text(encoding="utf-8"))
    found = read("events.json", json.dumps([whole]))
    assert found.inputs[0].format == "misp-events"
    assert found.inputs[0].records == 17


def test_a_mended_attribute_can_be_read_again() -> None:
    source = SourceFile(FIXTURES / "event.json", "event.json")
    (broken,) = (each for each in Events().read(source) if isinstance(each, Refused))
    broken.record["Event"]["Attribute"][0]["value"] = "mended.test"
    outcome = Events().reread(broken.record, 0, source)
    assert isinstance(outcome, Used)
    assert outcome.facts[0].id == "domain:mended.test"


def test_galaxies(read: Read) -> None:
    found = read_facts(FIXTURES / "disarm-techniques.json")
    assert {id: (each.name, each.tactic, each.retired) for id, each in of(found, "technique").items()} == {
        "disarm:T0119": ("Cross-Posting", "Maximise Exposure", False),
        "disarm:T0007": ("An older one", "Establish Assets", True),
    }
    assert found.inputs[0].quarantined == 1
    whole = json.loads((FIXTURES / "disarm-techniques.json").read_text(encoding="utf-8"))
    other = read("threat-actor.json", json.dumps({**whole, "type": "threat-actor"}))
    assert other.inputs[0].set_aside_reasons == {"vocabulary of a galaxy": 3}


def test_taxonomies_and_lists_of_feeds_are_recognised_and_set_aside(read: Read) -> None:
    taxonomy = {
        "namespace": "example", "version": 1, "predicates": [{"value": "a"}, {"value": "b"}],
        "values": [{"predicate": "a", "entry": [{"value": "1"}, {"value": "2"}]}, {"predicate": "b", "entry": [{"value": "3"}]}],
    }  # fmt: skip
    assert read("machinetag.json", json.dumps(taxonomy)).inputs[0].set_aside_reasons == {"vocabulary of a taxonomy": 5}
    uuid = "00000000-0000-4000-8000-000000000001"
    manifest = {uuid: {"info": "An example", "Orgc": {"name": "CIRCL"}, "date": "2025-02-03", "Tag": []}}
    found = read("manifest.json", json.dumps(manifest))
    assert (found.inputs[0].format, found.inputs[0].set_aside) == ("misp-manifest", 1)


def test_a_large_event_is_read_piece_by_piece_and_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SourceFile(FIXTURES / "event.json", "event.json")
    at_once = list(Events().read(source))
    monkeypatch.setattr(misp, "LARGE", 10)
    assert list(Events().read(source)) == at_once


@pytest.mark.parametrize("ending", ["", "[[" * 100, "]"])
def test_a_large_event_with_its_tags_at_the_end_and_one_that_breaks_off(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(misp, "LARGE", 10)
    event = json.loads((FIXTURES / "event.json").read_text(encoding="utf-8"))["Event"]
    text = json.dumps({"Event": dict(reversed(event.items()))})
    path = write("event.json", text if not ending else text[:-40] + ending)
    outcomes = list(Events().read(SourceFile(path, "event.json")))
    if ending:
        assert isinstance(outcomes[-1], FileFault)
    else:
        assert sum(isinstance(each, Used) for each in outcomes) == 12


def test_a_large_galaxy_is_of_its_type_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.reading.json_stream._LARGEST", 200_000)
    values = [
        {"value": f"Technique {n}", "description": "x" * 500, "meta": {"external_id": "T0002"}} for n in range(2_000)
    ]
    galaxy = {
        "authors": ["Example"], "category": "disarm", "description": "x", "name": "DISARM Techniques", "source": "x",
        "type": "disarm-techniques", "uuid": "00000000-0000-4000-8000-000000000001", "values": values,
    }  # fmt: skip
    path = tmp_path / "galaxy.json"
    path.write_text(json.dumps(galaxy), encoding="utf-8")
    (report,) = read_facts(path).inputs
    assert (report.format, report.records, report.used) == ("misp-galaxy", 2_000, 2_000)
