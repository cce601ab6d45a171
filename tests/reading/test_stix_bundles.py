"""STIX bundles on influence operations: what they become, and what is never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up, messages

import countermove as cm
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.registry import formats
from countermove.reading.formats.stix import Stix
from countermove.reading.outcome import Refused, SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures" / "stix"
CAMPAIGN = "stix:campaign--00000000-0000-4000-8000-000000000001"
Read = Callable[..., FactSet]


@pytest.fixture(scope="module")
def bundle() -> FactSet:
    return read_facts(FIXTURES / "campaign.json")


def of(found: FactSet, kind: str) -> dict[str, Any]:
    return {fact.id: fact for fact in found.facts if fact.kind == kind}


def one(found: FactSet, kind: str) -> Any:
    facts = list(of(found, kind).values())
    assert len(facts) == 1
    return facts[0]


def _id(type: str, number: int) -> str:
    return f"{type}--00000000-0000-4000-8000-{number:012d}"


def _bundle(*objects: dict[str, Any]) -> str:
    return json.dumps({"type": "bundle", "id": _id("bundle", 1), "objects": objects})


def _link(number: int, source: str, type: str, target: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "relationship", "id": _id("relationship", number), "relationship_type": type, "source_ref": source, "target_ref": target, **more,
    }  # fmt: skip


def _campaign(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"type": "campaign", "id": _id("campaign", number), "name": f"EXAMPLE {number}", **more}


def _narrative(number: int = 1) -> dict[str, Any]:
    return {"type": "narrative", "id": _id("narrative", number), "name": f"claim {number}"}


def test_every_object_is_accounted_for(bundle: FactSet) -> None:
    objects = json.loads((FIXTURES / "campaign.json").read_text(encoding="utf-8"))["objects"]
    assert adds_up(bundle)
    assert [report.records for report in bundle.inputs] == [len(objects)]
    assert bundle.inputs[0].format == "stix"


def test_the_campaign_and_the_count_of_its_channels(bundle: FactSet) -> None:
    campaigns = of(bundle, "influence_campaign")
    lead = campaigns[CAMPAIGN]
    assert (lead.campaign, lead.aliases, str(lead.start), lead.end) == (
        "EXAMPLE LANTERN",
        ("Example Beacon",),
        "2024-05-01",
        None,
    )
    assert lead.summary == "A network of copied news sites."
    assert lead.operators == ("EXAMPLE HANDS",)
    (count,) = (each for id, each in campaigns.items() if id != CAMPAIGN)
    assert (count.part_of, count.channels, count.counted, str(count.as_at)) == (CAMPAIGN, 5, None, "2025-03-01")


def test_channels_and_whose_they_are(bundle: FactSet) -> None:
    channels = of(bundle, "media_channel")
    assert {id: (each.platform, each.campaign) for id, each in channels.items()} == {
        "domain:daily-example.test": ("website", CAMPAIGN),
        "domain:example-times.test": ("website", CAMPAIGN),
        "domain:petition-host.test": ("website", None),
        "telegram:example_lantern": ("telegram", CAMPAIGN),
        "x:example_lantern": ("x", CAMPAIGN),
        "stix:" + _id("channel", 3): ("channel", None),
        "telegram:example_lamp": ("telegram", CAMPAIGN),
        "facebook:100000000000001": ("facebook", None),
        "stix:" + _id("user-account", 3): ("x", None),
        "url:petition-host.test/p/example": ("web page", None),
    }
    assert channels["domain:daily-example.test"].imitates == "Example Daily"
    assert channels["domain:example-times.test"].operator == "EXAMPLE WEB LLC"
    assert any("5 channels that the bundle ties to no campaign" in note for note in bundle.notes)


def test_techniques_by_code_and_the_retired_ones_are_told(bundle: FactSet) -> None:
    found = {id.removeprefix("disarm:"): each.retired for id, each in of(bundle, "technique").items()}
    assert found == {"T0119": False, "T0099": True, "T0128.002": False, "T0166.777": None, "T0114": False}
    assert {use.technique for use in of(bundle, "technique_use").values()} == {"T0119", "T0099", "T0128.002"}
    assert any("given up" in note and note.endswith(": T0099.") for note in bundle.notes)
    assert any("not in the list" in note and note.endswith(": T0166.777.") for note in bundle.notes)
    reasons = bundle.inputs[0].set_aside_reasons
    assert reasons["a technique of MITRE ATT&CK: attacks on computers have no kind in the model"] == 2
    assert reasons["a technique without a code of DISARM"] == 1


def test_narratives_a_part_follows_the_whole(bundle: FactSet) -> None:
    assert {(each.campaign, each.text) for each in of(bundle, "narrative").values()} == {
        (CAMPAIGN, "Example is to blame"),
        (CAMPAIGN, "Example harvest will fail"),
    }


def test_targets_and_victims(bundle: FactSet) -> None:
    assert one(bundle, "campaign_target").country == "iso3166:DE"
    assert {(each.victim, each.manner, each.country) for each in of(bundle, "campaign_victim").values()} == {
        ("Example Daily", "targeted", "iso3166:DE"),
        ("Example Daily", "imitated", "iso3166:DE"),
        ("Jane Example", None, None),
    }


def test_attributions_say_what_the_bundle_says(bundle: FactSet) -> None:
    found = {each.actor_name: each for each in of(bundle, "attribution").values()}
    state = found["EXAMPLE HANDS"]
    assert (state.subject, state.actor, state.strength, state.by, state.standing) == (
        CAMPAIGN,
        "iso3166:RU",
        "assessed",
        "VIGINUM",
        "authority",
    )
    activity = found["Use of a copied infrastructure"]
    assert (activity.actor, activity.strength) == (None, None)


def test_evidence_has_the_maker_the_report_the_day_and_the_marking(bundle: FactSet) -> None:
    (piece,) = of(bundle, "influence_campaign")[CAMPAIGN].evidence
    assert (piece.source, piece.origin) == ("VIGINUM, An example of a network", "VIGINUM")
    assert (piece.reliability, piece.credibility, piece.marking) == ("B", 2, "TLP:AMBER")
    assert (piece.url, str(piece.published)) == ("https://example.org/report", "2025-03-01")
    (framework,) = of(bundle, "technique")["disarm:T0119"].evidence
    assert framework.source == "DISARM Foundation"


def test_what_cannot_be_read_is_refused_with_its_field(bundle: FactSet) -> None:
    told = " | ".join(messages(bundle))
    assert bundle.inputs[0].quarantined == 6
    for words in (
        "'source_ref' is 'indicator--00000000-0000-4000-8000-000000000077': names an object that is not in this file",
        "'value' is 'not a domain': is not a host name",
        "'relationship_type' says of no relationship which it is",
        "'id' is 'nonsense'",
        "'value' says of no channel which it is",
        "an object of a bundle is a JSON object",
    ):
        assert words in told


def test_a_mended_record_can_be_read_again() -> None:
    source = SourceFile(FIXTURES / "campaign.json", "campaign.json")
    broken = [outcome for outcome in Stix().read(source) if isinstance(outcome, Refused)]
    missing = next(each for each in broken if "indicator--" in str(each.record))
    mended = {
        **missing.record,
        "relationship_type": "related-to",
        "source_ref": _id("domain-name", 4),
        "target_ref": _id("campaign", 1),
    }
    assert isinstance(Stix().reread(mended, 0, source), Used)
    assert isinstance(Stix().reread(missing.record, 0, source), Refused)
    host = next(each for each in broken if "not a domain" in str(each.record))
    again = Stix().reread({**host.record, "value": "mended.test"}, 0, source)
    assert isinstance(again, Used)
    assert again.facts[0].id == "domain:mended.test"


def test_no_other_format_claims_a_bundle() -> None:
    from countermove.reading.candidate import Candidate

    for path in FIXTURES.glob("*.json"):
        candidate = Candidate(SourceFile(path, path.name), path.read_text(encoding="utf-8")[:65536], False)
        assert [format.id for format in formats() if format.recognises(candidate)] == ["stix"]


def test_another_state_stays_what_it_is_and_no_rule_speaks_of_russia(read: Read) -> None:
    """The whole rulebook is silent on a state that is not Russia, and speaks on the same bundle where it is."""
    text = (FIXTURES / "other-state.json").read_text(encoding="utf-8")
    found = read_facts(FIXTURES / "other-state.json")
    assert not found.faults
    word = one(found, "attribution")
    assert (word.actor, word.actor_name, word.strength) == ("iso3166:BV", "Bouvet Island", "assessed")
    rulebook = cm.load_rulebook()
    assert not cm.brief(found, rulebook).ranked
    russian = read("russian.json", text.replace("Bouvet Island", "Russian Federation").replace('"BV"', '"RU"'))
    assert one(russian, "attribution").actor == "iso3166:RU"
    assert cm.brief(russian, rulebook).ranked


def test_a_state_that_is_a_neighbour_goes_to_its_desk_and_to_no_rule_about_russia(read: Read) -> None:
    text = (FIXTURES / "other-state.json").read_text(encoding="utf-8")
    found = read("other.json", text.replace("Bouvet Island", "Kazakhstan").replace('"BV"', '"KZ"'))
    briefing = cm.brief(found, cm.load_rulebook())
    assert {each.action for each in briefing.recommendations} == {"refer-to-other-desk"}


def test_a_label_names_no_state(read: Read) -> None:
    actor = {
        "type": "threat-actor",
        "id": _id("threat-actor", 1),
        "name": "EXAMPLE HANDS",
        "labels": ["russia"],
        "threat_actor_types": ["nation-state"],
    }
    found = read("a.json", _bundle(_campaign(), _narrative(), actor, _link(1, _id("campaign", 1), "uses", _id("narrative", 1)),
                                   _link(2, _id("campaign", 1), "attributed-to", actor["id"])))  # fmt: skip
    word = one(found, "attribution")
    assert (word.actor, word.actor_name, word.standing, word.by) == (None, "EXAMPLE HANDS", None, None)


@pytest.mark.parametrize(
    ("types", "link", "actor", "strength"),
    [
        (["nation-state"], "located-at", "iso3166:BV", "assessed"),
        (["nation-state"], "related-to", "iso3166:BV", "suspected"),
        ([], "originates-from", "iso3166:BV", "assessed"),
        (["crime-syndicate"], "located-at", None, "assessed"),
        ([], "related-to", None, "assessed"),
    ],
)
def test_which_link_to_a_state_says_that_it_is_behind(
    read: Read, types: list[str], link: str, actor: str | None, strength: str
) -> None:
    hands = {"type": "threat-actor", "id": _id("threat-actor", 1), "name": "EXAMPLE HANDS", "threat_actor_types": types}
    state = {"type": "location", "id": _id("location", 1), "name": "Bouvet Island", "country": "BV"}
    found = read("a.json", _bundle(_campaign(), _narrative(), hands, state, _link(1, _id("campaign", 1), "uses", _id("narrative", 1)),
                                   _link(2, _id("campaign", 1), "attributed-to", hands["id"]), _link(3, hands["id"], link, state["id"])))  # fmt: skip
    word = one(found, "attribution")
    assert (word.actor, word.strength) == (actor, strength)


def test_the_seat_of_a_firm_makes_its_state_no_author(read: Read) -> None:
    firm = {"type": "identity", "id": _id("identity", 1), "name": "EXAMPLE WEB LLC", "identity_class": "organization"}
    state = {"type": "location", "id": _id("location", 1), "name": "Russia", "country": "RU"}
    found = read("a.json", _bundle(_campaign(), _narrative(), firm, state, _link(1, _id("campaign", 1), "uses", _id("narrative", 1)),
                                   _link(2, _id("campaign", 1), "attributed-to", firm["id"]), _link(3, firm["id"], "located-at", state["id"])))  # fmt: skip
    assert one(found, "attribution").actor is None
    assert one(found, "influence_campaign").operators == ("EXAMPLE WEB LLC",)


def test_a_state_that_signs_or_a_platforms_user_is_no_publisher(read: Read) -> None:
    state = {"type": "identity", "id": _id("identity", 1), "name": "Russia", "identity_class": "organization"}
    user = {"type": "identity", "id": _id("identity", 2), "name": "user42", "identity_class": "individual"}
    found = read("a.json", _bundle(state, user, _campaign(1, created_by_ref=state["id"]), _campaign(2, created_by_ref=user["id"]), _narrative(),
                                   _link(1, _id("campaign", 1), "uses", _id("narrative", 1)), _link(2, _id("campaign", 2), "uses", _id("narrative", 1))))  # fmt: skip
    for campaign in of(found, "influence_campaign").values():
        (piece,) = campaign.evidence
        assert (piece.source, piece.reliability, piece.credibility) == ("STIX bundle a.json", "F", 6)


def test_what_two_campaigns_share_is_neithers_and_a_narrative_is_told_of_both(read: Read) -> None:
    host = {"type": "domain-name", "id": _id("domain-name", 1), "value": "shared.test"}
    links = [_link(n, _id("campaign", n), "uses", _id(type, 1)) for n in (1, 2) for type in ("domain-name",)]
    links += [_link(10 + n, _id("campaign", n), "uses", _id("narrative", 1)) for n in (1, 2)]
    found = read("a.json", _bundle(_campaign(1), _campaign(2), host, _narrative(), *links))
    assert of(found, "media_channel")["domain:shared.test"].campaign is None
    assert len(of(found, "narrative")) == 2
    assert any("several campaigns" in note for note in found.notes)


def test_a_report_on_one_campaign_tells_whose_the_techniques_are_and_one_on_two_does_not(read: Read) -> None:
    def whole(campaigns: int) -> FactSet:
        technique = {"type": "attack-pattern", "id": _id("attack-pattern", 1), "name": "x", "x_mitre_id": "T0119"}
        host = {"type": "domain-name", "id": _id("domain-name", 1), "value": "listed.test"}
        all = [*(_campaign(n) for n in range(1, campaigns + 1)), technique, host]
        report = {
            "type": "report",
            "id": _id("report", 1),
            "name": "r",
            "published": "2025-01-01T00:00:00Z",
            "object_refs": [each["id"] for each in all],
        }
        return read(f"{campaigns}.json", _bundle(report, *all))

    single, double = whole(1), whole(2)
    assert [use.technique for use in of(single, "technique_use").values()] == ["T0119"]
    assert of(single, "media_channel")["domain:listed.test"].campaign == "stix:" + _id("campaign", 1)
    assert not of(double, "technique_use")
    assert of(double, "media_channel")["domain:listed.test"].campaign is None


def test_a_report_gives_no_campaign_a_channel_that_the_bundle_leaves_out(read: Read) -> None:
    mine = {"type": "domain-name", "id": _id("domain-name", 1), "value": "mine.test"}
    petition = {"type": "domain-name", "id": _id("domain-name", 2), "value": "petition-host.test"}
    all = [_campaign(), _narrative(), mine, petition]
    report = {"type": "report", "id": _id("report", 1), "name": "r", "object_refs": [each["id"] for each in all]}
    found = read("a.json", _bundle(report, *all, _link(1, mine["id"], "related-to", _id("campaign", 1))))
    assert {id: each.campaign for id, each in of(found, "media_channel").items()} == {
        "domain:mine.test": "stix:" + _id("campaign", 1),
        "domain:petition-host.test": None,
    }


def test_attacks_on_computers_are_no_campaign_of_influence(read: Read) -> None:
    objects = [_campaign(), {"type": "malware", "id": _id("malware", 1), "name": "m", "is_family": False},
               {"type": "attack-pattern", "id": _id("attack-pattern", 1), "name": "x", "external_references": [{"source_name": "mitre-attack", "external_id": "T1566"}]},
               _link(1, _id("campaign", 1), "uses", _id("malware", 1)), _link(2, _id("campaign", 1), "uses", _id("attack-pattern", 1))]  # fmt: skip
    found = read("a.json", _bundle(*objects))
    assert not found.facts
    assert not found.faults


def test_an_intrusion_set_without_a_campaign_stands_for_one(read: Read) -> None:
    activity = {"type": "intrusion-set", "id": _id("intrusion-set", 1), "name": "EXAMPLE STORM"}
    channel = {"type": "channel", "id": _id("channel", 1), "name": "t.me/example"}
    found = read("a.json", _bundle(activity, channel, _link(1, activity["id"], "uses", channel["id"])))
    assert of(found, "media_channel")["telegram:example"].campaign == "stix:" + activity["id"]
    assert of(found, "influence_campaign")["stix:" + activity["id"]].campaign == "EXAMPLE STORM"


def test_the_latest_version_of_an_object_counts(read: Read) -> None:
    old, new = (
        _campaign(1, name=name, modified=f"2025-01-0{day}T00:00:00.000Z") for name, day in (("OLD", 1), ("NEW", 2))
    )
    found = read("a.json", _bundle(new, old, _narrative(), _link(1, _id("campaign", 1), "uses", _id("narrative", 1))))
    assert one(found, "influence_campaign").campaign == "NEW"
    assert found.inputs[0].set_aside_reasons["another version of an object that stands in the file"] == 1


def test_opencti_extensions_and_tlp_2(read: Read) -> None:
    marking = {"type": "marking-definition", "id": _id("marking-definition", 3), "extensions": {"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {"extension_type": "property-extension", "tlp_2_0": "amber+strict"}}}  # fmt: skip
    account = {"type": "user-account", "id": _id("user-account", 1), "account_login": "example", "object_marking_refs": [marking["id"]],
               "extensions": {"extension-definition--f93e2c80-4231-4f9a-af8b-95c9bd566a82": {"account_type": "vk"}}}  # fmt: skip
    bare = {
        "type": "channel",
        "id": _id("channel", 1),
        "name": "vk.com/other",
        "object_marking_refs": ["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"],
    }
    channels = of(read("a.json", _bundle(marking, account, bare)), "media_channel")
    assert channels["vk:example"].evidence[0].marking == "TLP:AMBER+STRICT"
    assert channels["vk:other"].evidence[0].marking == "TLP:RED"


def test_default_numbers_are_no_assessment(read: Read) -> None:
    maker = {
        "type": "identity",
        "id": _id("identity", 1),
        "name": "Example Watch",
        "identity_class": "organization",
        "x_opencti_reliability": "C - Fairly reliable",
    }
    campaigns = [
        _campaign(n, created_by_ref=maker["id"], confidence=number) for n, number in ((1, 0), (2, 15), (3, 90), (4, 25))
    ]
    links = [_link(n, _id("campaign", n), "uses", _id("narrative", 1)) for n in range(1, 5)]
    found = of(read("a.json", _bundle(maker, _narrative(), *campaigns, *links)), "influence_campaign")
    grades = [found["stix:" + _id("campaign", n)].evidence[0] for n in range(1, 5)]
    assert [piece.reliability for piece in grades] == ["C"] * 4
    assert [piece.credibility for piece in grades] == [6, 6, 2, 4]


def test_an_envelope_and_a_bare_list_are_read_too(read: Read) -> None:
    objects = [_campaign(), _narrative(), _link(1, _id("campaign", 1), "uses", _id("narrative", 1))]
    for text in (json.dumps({"more": False, "objects": objects}), json.dumps(objects)):
        found = read("a.json", text)
        assert found.inputs[0].format == "stix"
        assert one(found, "narrative").text == "claim 1"


def test_a_bundle_that_breaks_off_gives_what_stood_before(read: Read) -> None:
    whole = _bundle(_campaign(), _narrative(), _link(1, _id("campaign", 1), "uses", _id("narrative", 1)))
    found = read("a.json", whole[:-60])
    assert "not JSON" in messages(found)[-1]
    assert {fact.kind for fact in found.facts} <= {"influence_campaign", "narrative"}


def test_an_indicator_of_a_campaign_names_a_channel(read: Read) -> None:
    def indicator(number: int, pattern: str) -> dict[str, Any]:
        return {"type": "indicator", "id": _id("indicator", number), "pattern": pattern, "pattern_type": "stix"}

    found = read("a.json", _bundle(_campaign(), _narrative(), indicator(1, "[domain-name:value = 'told.test']"), indicator(2, "[file:name = 'x']"),
                                   _link(1, _id("campaign", 1), "uses", _id("narrative", 1)), _link(2, _id("indicator", 1), "indicates", _id("campaign", 1)),
                                   _link(3, _id("indicator", 2), "indicates", _id("campaign", 1))))  # fmt: skip
    assert one(found, "media_channel").campaign == "stix:" + _id("campaign", 1)


def test_facts_are_facts(bundle: FactSet) -> None:
    assert all(isinstance(fact, Fact) and fact.evidence for fact in bundle.facts)


def test_an_attribution_reaches_the_state_behind_a_set_of_activity(read: Read) -> None:
    activity = {"type": "intrusion-set", "id": _id("intrusion-set", 1), "name": "EXAMPLE SET"}
    hands = {
        "type": "threat-actor",
        "id": _id("threat-actor", 1),
        "name": "EXAMPLE HANDS",
        "threat_actor_types": ["nation-state"],
    }
    town = {"type": "location", "id": _id("location", 1), "name": "Example Town", "city": "Example Town"}
    state = {"type": "location", "id": _id("location", 2), "name": "Bouvet Island", "country": "BV"}
    found = read("a.json", _bundle(_campaign(), _narrative(), activity, hands, town, state, _link(1, activity["id"], "uses", _id("narrative", 1)),
                                   _link(2, _id("campaign", 1), "attributed-to", activity["id"]), _link(3, activity["id"], "attributed-to", hands["id"]),
                                   _link(4, hands["id"], "located-at", town["id"]), _link(5, town["id"], "located-at", state["id"])))  # fmt: skip
    words = of(found, "attribution").values()
    assert {(each.subject, each.actor_name, each.actor, each.strength) for each in words} == {
        ("stix:" + _id("campaign", 1), "EXAMPLE SET", None, None),
        ("stix:" + _id("campaign", 1), "EXAMPLE HANDS", "iso3166:BV", "assessed"),
    }
    assert one(found, "narrative").campaign == "stix:" + _id("campaign", 1)


def test_a_doubtful_attribution_is_a_suspicion(read: Read) -> None:
    state = {"type": "location", "id": _id("location", 1), "name": "Bouvet Island", "country": "BV"}
    found = read("a.json", _bundle(_campaign(), _narrative(), state, _link(1, _id("campaign", 1), "uses", _id("narrative", 1)),
                                   _link(2, _id("campaign", 1), "originates-from", state["id"], confidence=30)))  # fmt: skip
    assert one(found, "attribution").strength == "suspected"


def test_a_region_that_lies_in_a_state_is_a_target_there_and_another_is_none(read: Read) -> None:
    inside, nowhere = (
        {"type": "location", "id": _id("location", n), "name": f"Region {n}", "region": f"Region {n}"} for n in (1, 2)
    )
    state = {"type": "location", "id": _id("location", 3), "name": "Germany", "country": "DE"}
    found = read("a.json", _bundle(_campaign(), _narrative(), inside, nowhere, state, _link(1, _id("campaign", 1), "uses", _id("narrative", 1)),
                                   _link(2, _id("campaign", 1), "targets", inside["id"]), _link(3, _id("campaign", 1), "targets", nowhere["id"]),
                                   _link(4, inside["id"], "located-at", state["id"])))  # fmt: skip
    assert one(found, "campaign_target").country == "iso3166:DE"


def test_without_an_attribution_no_rule_speaks(read: Read) -> None:
    objects = json.loads((FIXTURES / "other-state.json").read_text(encoding="utf-8"))
    bare = [each for each in objects if each.get("relationship_type") != "attributed-to"]
    found = read("bare.json", json.dumps(bare).replace("Bouvet Island", "Russian Federation").replace('"BV"', '"RU"'))
    assert not of(found, "attribution")
    assert of(found, "influence_campaign")
    assert not cm.brief(found, cm.load_rulebook()).ranked


def test_what_fifty_campaigns_share_is_read_in_time(read: Read) -> None:
    campaigns = [_campaign(n) for n in range(1, 200)]
    links = [_link(n, _id("campaign", n), "uses", _id("narrative", 1)) for n in range(1, 200)]
    assert len(of(read("a.json", _bundle(_narrative(), *campaigns, *links)), "narrative")) == 50


def test_hostile_fields_cost_only_their_object(read: Read) -> None:
    odd = [
        {"type": "campaign", "id": _id("campaign", 7), "name": 3, "aliases": {"a": 1}, "modified": "²", "object_marking_refs": "x", "confidence": "high"},
        {"type": "location", "id": _id("location", 7), "name": None, "country": ["DE"]},
        {"type": "report", "id": _id("report", 7), "object_refs": {"x": 1}, "external_references": [3, {"url": 4}]},
        {"type": "marking-definition", "id": _id("marking-definition", 7), "definition": [], "extensions": {"a": 1}},
        {"type": "attack-pattern", "id": _id("attack-pattern", 7), "x_mitre_id": 5, "external_references": "x", "kill_chain_phases": [1, {"phase_name": 2}]},
        {"type": "relationship", "id": _id("relationship", 7), "relationship_type": [], "source_ref": 1, "target_ref": None},
        {"type": "indicator", "id": _id("indicator", 7), "pattern": {"a": 1}},
        {"type": 5, "id": 6}, {"id": _id("channel", 7)}, {"type": "channel", "id": _id("channel", 8), "name": "\u202e"}, [], None, 3,
    ]  # fmt: skip
    found = read(
        "a.json", _bundle(*odd, _campaign(1), _narrative(), _link(1, _id("campaign", 1), "uses", _id("narrative", 1)))
    )
    assert one(found, "narrative").campaign == "stix:" + _id("campaign", 1)
