"""A memo as STIX: what the standard asks, what OpenCTI and MISP ask, and that text from facts stays text."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from sample_briefing import sample_briefing
from test_hostile_text import NASTY

from countermove.brief import brief
from countermove.errors import OutputError, UsageError
from countermove.memo.briefing import Briefing
from countermove.memo.plain_text import one_line
from countermove.memo.writing import format_of

stix2 = pytest.importorskip("stix2", reason="a memo in STIX needs the extra 'stix'")

Object = Mapping[str, Any]
_GRADED = {"evidence": [{"source": "A service", "reliability": "B", "credibility": 2, "published": "2026-01-02"}]}
_UNGRADED = {"evidence": [{"source": "Somebody"}]}
FACTS: Mapping[str, Mapping[str, Any]] = {
    "imo:9000015": {"kind": "vessel", "id": "imo:9000015", "called": "EXAMPLE ONE", "name": "EXAMPLE ONE", **_GRADED},
    "EX1": {
        "kind": "influence_campaign", "id": "EX1", "called": "Example campaign", "campaign": "Example campaign", "aliases": ["Ex"],
        "start": "2026-01-01", "end": "2026-02", "summary": "It copies sites.", **_GRADED,
    },
    "EX2": {
        "kind": "incident", "id": "EX2", "called": "arson, Example town, May 2026", "type": "arson", "date": "2026-05",
        "countries": ["iso3166:PL"], **_GRADED,
    },
    "EX1/a": {"kind": "attribution", "id": "EX1/a", "called": "EX1/a", "subject": "EX1", "actor": "iso3166:BY", "strength": "stated",
              "by": "A service", **_GRADED},
    "EX2/a": {"kind": "attribution", "id": "EX2/a", "called": "EX2/a", "subject": "EX2", "actor": "iso3166:RU", "strength": "suspected", **_GRADED},
    "EX2/b": {"kind": "attribution", "id": "EX2/b", "called": "EX2/b", "subject": "EX2", "actor": "iso3166:RU", "strength": "stated", **_UNGRADED},
    "t": {"kind": "technique_use", "id": "t", "called": "EX1", "campaign": "EX1", "technique": "T0099", **_GRADED},
    "c": {"kind": "campaign_target", "id": "c", "called": "EX1", "campaign": "EX1", "country": "iso3166:MD", **_GRADED},
    "v1": {"kind": "campaign_victim", "id": "v1", "called": "EX1", "campaign": "EX1", "victim": "Example Daily", "manner": "imitated", **_GRADED},
    "v2": {"kind": "campaign_victim", "id": "v2", "called": "EX1", "campaign": "EX1", "victim": "Example Party", **_GRADED},
    "domain:example.org": {"kind": "media_channel", "id": "domain:example.org", "called": "x", "campaign": "EX1", **_GRADED},
}  # fmt: skip


def _with_facts() -> Briefing:
    first = sample_briefing()
    target = first.recommendations[0].model_copy(
        update={"target": first.recommendations[0].target.model_copy(update={"id": "imo:9000015"})}
    )
    behind = target.justifications[0].model_copy(update={"facts": ("imo:9000015", "t"), "paragraph": 44})
    changed = target.model_copy(update={"justifications": (behind,)})
    return first.model_copy(update={"facts": FACTS, "recommendations": (changed, *first.recommendations[1:])})


@pytest.fixture(scope="module")
def objects() -> list[Object]:
    return _objects(_with_facts())


def _objects(briefing: Briefing) -> list[Object]:
    found: list[Object] = json.loads(briefing.render("stix"))["objects"]
    return found


def _one(objects: list[Object], type: str, **given: Any) -> Object:
    found = [o for o in objects if o["type"] == type and all(o.get(key) == value for key, value in given.items())]
    assert len(found) == 1, (type, given, len(found))
    return found[0]


def _ties(objects: list[Object]) -> set[tuple[str, str, str]]:
    called = {o["id"]: str(o.get("name") or o.get("value")) for o in objects}
    return {
        (called[o["source_ref"]], o["relationship_type"], called[o["target_ref"]])
        for o in objects
        if o["type"] == "relationship"
    }


def test_the_library_reads_it_strictly_and_finds_every_reference() -> None:
    text = _with_facts().render("stix")
    bundle = stix2.parse(text, allow_custom=False)
    assert bundle.id.startswith("bundle--")
    data = json.loads(text)["objects"]
    known = {o["id"] for o in data}
    assert len(known) == len(data)
    for made in data:
        single = [made[key] for key in ("source_ref", "target_ref", "created_by_ref") if key in made]
        assert {*single, *made.get("object_refs", ()), *made.get("object_marking_refs", ())} <= known


def test_the_same_memo_gives_the_same_bytes_on_the_memos_own_day() -> None:
    text = sample_briefing().render("stix")
    assert text == sample_briefing().render("stix")
    days = {o[key] for o in json.loads(text)["objects"] for key in ("created", "modified", "published") if key in o}
    assert {day[:10] for day in days} == {"2026-11-01", "2022-10-01"}, "the memo's day, and that of the markings"


def test_an_id_stands_for_one_content() -> None:
    before = {o["id"]: o for o in _objects(sample_briefing())}
    after = {o["id"]: o for o in _objects(sample_briefing(lambda label: f"Other words for {label}"))}
    assert all(after[id] == made for id, made in before.items() if id in after)
    assert {o["type"] for id, o in before.items() if id not in after} >= {"report", "course-of-action", "note"}


def test_one_report_holds_every_object(objects: list[Object]) -> None:
    report = _one(objects, "report")
    others = {
        o["id"] for o in objects if o["type"] not in ("report", "marking-definition") and o.get("name") != "Countermove"
    }
    assert set(report["object_refs"]) == others
    assert report["published"].startswith("2026-11-01")
    assert report["created_by_ref"] == _one(objects, "identity", name="Countermove")["id"]
    assert any(
        reference.get("url", "").startswith("https://www.example.org/") for reference in report["external_references"]
    )


def test_every_item_is_a_course_of_action_with_a_note_on_how_sure_it_is(objects: list[Object]) -> None:
    courses = [o for o in objects if o["type"] == "course-of-action"]
    briefing = sample_briefing()
    assert {item.heading for item in briefing.items} <= {course["name"] for course in courses}
    first = _one(objects, "course-of-action", name=briefing.items[0].heading)
    assert {"step-2", "act-now", "measure"} <= set(first["labels"])
    references = {reference["external_id"] for reference in first["external_references"]}
    assert {"some-rule", "paragraph 44"} <= references
    note = _one(objects, "note", abstract=f"How sure, and why: {briefing.items[0].heading}")
    assert first["id"] in note["object_refs"]
    assert _one(objects, "identity", name="EXAMPLE ONE")["id"] in note["object_refs"]
    assert note["confidence"] == 50


def test_what_no_item_shows_is_a_course_of_action_too(objects: list[Object]) -> None:
    briefing = sample_briefing()
    assert briefing.recommendations[-1].action not in {item.action for item in briefing.items}
    assert _one(objects, "course-of-action", name=briefing.recommendations[-2].headline)


def test_facts_become_objects_where_the_standard_has_a_type(objects: list[Object]) -> None:
    ship = _one(objects, "identity", name="EXAMPLE ONE")
    assert ship["identity_class"] == "system"
    assert {"source_name": "imo", "external_id": "9000015"} in ship["external_references"]
    assert ship["confidence"] == 70
    campaign = _one(objects, "campaign")
    assert campaign["aliases"] == ["Ex"]
    assert campaign["first_seen"].startswith("2026-01-01")
    assert "last_seen" not in campaign, "a month is no moment"
    assert _one(objects, "domain-name")["value"] == "example.org"
    assert {o["country"] for o in objects if o["type"] == "location"} == {"MD", "PL"}


def test_relationships_are_those_that_opencti_takes(objects: list[Object]) -> None:
    heading = sample_briefing().items[0].heading
    assert {
        (heading, "related-to", "EXAMPLE ONE"),
        (heading, "mitigates", "T0099"),
        ("Example campaign", "uses", "T0099"),
        ("Example campaign", "targets", "Moldova, Republic of"),
        ("Example campaign", "targets", "Example Party"),
        ("Example campaign", "related-to", "Example Daily"),
        ("Example campaign", "related-to", "example.org"),
        ("arson, Example town, May 2026", "related-to", "Poland"),
    } <= _ties(objects)


def test_an_author_is_named_only_where_a_judged_source_is_firm(objects: list[Object]) -> None:
    assert [o["name"] for o in objects if o["type"] == "threat-actor"] == ["Belarus"]
    assert {tie for tie in _ties(objects) if tie[1] == "attributed-to"} == {
        ("Example campaign", "attributed-to", "Belarus")
    }
    tie = _one(objects, "relationship", relationship_type="attributed-to")
    assert tie["description"] == "Stated by A service."
    assert tie["confidence"] == 70


@pytest.mark.parametrize("marking", ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"])
def test_every_object_carries_the_memos_marking(marking: str) -> None:
    objects = _objects(_with_facts().model_copy(update={"marking": marking}))
    definition = objects[0]
    assert definition["name"] == marking
    assert list(definition["extensions"].values()) == [
        {"extension_type": "property-extension", "tlp_2_0": marking.removeprefix("TLP:").lower()}
    ]
    assert all(o["object_marking_refs"] == [definition["id"]] for o in objects[1:])


@pytest.mark.parametrize("hostile", NASTY, ids=range(len(NASTY)))
def test_hostile_text_stays_text(hostile: str) -> None:
    plain = sample_briefing(lambda label: f"{label} of the example")
    briefing = sample_briefing(lambda label: f"{label} {hostile} of the example")
    fact = {**FACTS["imo:9000015"], "name": hostile or "x"}
    briefing = briefing.model_copy(
        update={"facts": {"imo:9000015": fact, "EX1": {**FACTS["EX1"], "summary": hostile or "x"}}}
    )
    text = briefing.render("stix")
    text.encode("utf-8")
    stix2.parse(text)
    objects = json.loads(text)["objects"]
    assert _one(objects, "report")["name"].startswith(one_line(briefing.title))
    assert Counter(o["type"] for o in objects if o["type"] == "course-of-action") == Counter(
        o["type"] for o in _objects(plain) if o["type"] == "course-of-action"
    )
    renderer = MarkdownIt("gfm-like")
    for written in (o.get(key, "") for o in objects for key in ("description", "content")):
        made = {token.type for token in renderer.parse(written)}
        inner = {child.type for token in renderer.parse(written) for child in token.children or ()}
        assert made <= {"paragraph_open", "inline", "paragraph_close"}, written
        assert inner <= {"text", "text_special", "softbreak"}, written


def test_nothing_to_advise_is_still_a_bundle() -> None:
    empty = sample_briefing().model_copy(update={"items": (), "recommendations": (), "facts": {}, "for_others": ()})
    assert _one(_objects(empty), "report")["object_refs"]


def test_the_ending_says_stix() -> None:
    assert format_of("memo.stix.json") == "stix"
    assert format_of("Memo.STIX.JSON") == "stix"
    assert format_of("memo.json") == "json"
    with pytest.raises(UsageError, match=re.escape(".stix.json")):
        format_of("memo.stix")


def test_saving_writes_what_render_gives(tmp_path: Path) -> None:
    briefing = sample_briefing()
    briefing.save(str(tmp_path / "memo.stix.json"))
    assert (tmp_path / "memo.stix.json").read_text(encoding="utf-8") == briefing.render("stix")


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stix2", None)
    with pytest.raises(OutputError, match=re.escape("pip install 'countermove[stix]'")):
        sample_briefing().render("stix")


def test_the_shipped_examples_give_a_bundle_that_reads() -> None:
    from countermove import resources
    from countermove.reading.facts_source import read_facts
    from countermove.reading.rulebook_reader import load_rulebook

    briefing = brief(read_facts(resources.folder("examples")), load_rulebook())
    text = briefing.render("stix")
    stix2.parse(text)
    types = Counter(o["type"] for o in json.loads(text)["objects"])
    assert types["report"] == 1
    assert types["course-of-action"] == len({r.action for r in briefing.recommendations})
    actors = {o["name"] for o in json.loads(text)["objects"] if o["type"] == "threat-actor"}
    firm = {
        fact["actor"] for fact in briefing.facts.values()
        if fact["kind"] == "attribution" and fact.get("strength") in ("assessed", "stated", "court") and "actor" in fact
    }  # fmt: skip
    assert actors <= {"Russia", "Belarus", "Ukraine"}
    assert len(actors) <= len(firm)
