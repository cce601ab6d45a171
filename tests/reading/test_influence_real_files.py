"""The published files on influence, counted a second time with nothing but the standard library."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up
from shared_data import needs, shared

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts

VIGINUM = shared("licence-unclear/viginum-stix")
RRN, KOMBAT = VIGINUM / "RRN_full.json", VIGINUM / "PortalKombat_full.json"
META = shared("open/meta-threat-research")
DISARM = shared("open/disarm")
MISP = shared("open/misp")
EUVSDISINFO = shared("licence-unclear/euvsdisinfo/posts.csv")
CHANNELS = ("channel", "domain-name", "user-account", "url")


@cache
def read(path: Path) -> FactSet:
    return read_facts(path)


@cache
def objects(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["objects"]
    return found


def kinds(found: FactSet) -> Counter[str]:
    return Counter(fact.kind for fact in found.facts)


def of(found: FactSet, kind: str) -> list[Any]:
    return [fact for fact in found.facts if fact.kind == kind]


def rows(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.reader(stream, delimiter=delimiter) if any(cell.strip() for cell in row)]


@needs(RRN, KOMBAT)
@pytest.mark.parametrize("path", [RRN, KOMBAT], ids=["RRN", "Portal Kombat"])
def test_every_object_of_a_bundle_is_accounted_for(path: Path) -> None:
    found = read(path)
    assert adds_up(found)
    assert found.inputs[0].records == len(objects(path))


@needs(RRN, KOMBAT)
@pytest.mark.parametrize("path", [RRN, KOMBAT], ids=["RRN", "Portal Kombat"])
def test_all_channels_narratives_campaigns_and_techniques_are_facts(path: Path) -> None:
    found, types = read(path), Counter(item["type"] for item in objects(path))
    in_words = sum(item["type"] == "url" and " " in item["value"] for item in objects(path))
    assert kinds(found)["media_channel"] == sum(types[each] for each in CHANNELS) - in_words
    assert kinds(found)["narrative"] == types["narrative"]
    assert kinds(found)["technique"] == types["attack-pattern"]
    leads = {fact.id for fact in of(found, "influence_campaign") if fact.part_of is None}
    assert leads == {f"stix:{item['id']}" for item in objects(path) if item["type"] == "campaign"}
    attributed = [item for item in objects(path) if item.get("relationship_type") == "attributed-to"]
    assert kinds(found)["attribution"] == len(attributed)
    aims = {item["target_ref"] for item in objects(path) if item.get("relationship_type") == "targets"}
    assert kinds(found)["campaign_victim"] + kinds(found)["campaign_target"] == len(aims)


@needs(RRN, KOMBAT)
@pytest.mark.parametrize("path", [RRN, KOMBAT], ids=["RRN", "Portal Kombat"])
def test_a_channel_has_the_campaign_that_a_relationship_gives_it(path: Path) -> None:
    found = read(path)
    campaigns = {item["id"] for item in objects(path) if item["type"] == "campaign"}
    types = {item["id"]: item["type"] for item in objects(path)}
    tied: dict[str, set[str]] = {}
    for item in objects(path):
        if item["type"] == "relationship" and item["relationship_type"] in ("related-to", "uses"):
            for one, other in ((item["source_ref"], item["target_ref"]), (item["target_ref"], item["source_ref"])):
                if one in campaigns and types.get(other) in CHANNELS:
                    tied.setdefault(one, set()).add(other)
    counted = Counter(fact.campaign for fact in of(found, "media_channel") if fact.campaign)
    assert counted == {f"stix:{campaign}": len(channels) for campaign, channels in tied.items()}
    listed = {fact.part_of: fact.channels for fact in of(found, "influence_campaign") if fact.part_of}
    assert listed == dict(counted)


@needs(RRN, KOMBAT)
def test_the_dangling_relationship_and_the_retired_codes_are_reported() -> None:
    ids = {item["id"] for item in objects(RRN)}
    (dangling,) = (
        item
        for item in objects(RRN)
        if item["type"] == "relationship" and not {item["source_ref"], item["target_ref"]} <= ids
    )
    (fault,) = read(RRN).faults
    assert dangling["id"] in fault.message
    assert dangling["source_ref"] in fault.message
    current = {item["external_references"][0]["external_id"] for item in objects(DISARM / "DISARM.json") if item["type"] == "attack-pattern"}  # fmt: skip
    for path in (RRN, KOMBAT):
        retired = {item["x_mitre_id"] for item in objects(path) if item["type"] == "attack-pattern"} - current
        (note,) = (note for note in read(path).notes if "given up" in note)
        assert set(re.findall(r"T\d{4}(?:\.\d{3})?", note)) == retired
        assert {fact.id for fact in of(read(path), "technique") if fact.retired} == {
            f"disarm:{code}" for code in retired
        }


@needs(RRN, KOMBAT)
def test_only_a_state_that_a_relationship_names_is_an_author() -> None:
    (rrn,) = of(read(RRN), "attribution")
    assert (rrn.actor, rrn.strength, rrn.by, rrn.standing) == ("iso3166:RU", "suspected", None, None)
    (kombat,) = of(read(KOMBAT), "attribution")
    assert (kombat.actor, kombat.strength, kombat.by, kombat.standing) == (None, None, "VIGINUM", "authority")


@needs(DISARM / "DISARM.json")
def test_the_framework_gives_its_techniques() -> None:
    found = read(DISARM / "DISARM.json")
    assert adds_up(found)
    assert not found.faults
    assert found.inputs[0].records == len(objects(DISARM / "DISARM.json"))
    assert kinds(found) == {
        "technique": sum(item["type"] == "attack-pattern" for item in objects(DISARM / "DISARM.json"))
    }


@needs(META)
def test_metas_files_channel_by_channel() -> None:
    found = read(META)
    assert adds_up(found)
    assert not found.faults
    paths = sorted(META.glob("*.csv"))
    assert {Path(report.path).name: report.records for report in found.inputs} == {
        path.name: len(rows(path)) - 1 for path in paths
    }
    doppelganger = next(path for path in paths if "oppelganger" in path.name)
    domains = {
        row[3].split()[0].replace("[.]", ".").casefold()
        for row in rows(doppelganger)[1:]
        if row[3] and "/" not in row[3]
    }
    mine = of(read(doppelganger), "media_channel")
    assert {fact.id for fact in mine if fact.platform == "website"} >= {
        f"domain:{each}" for each in domains if "." in each
    }
    unread = [row for row in rows(doppelganger)[1:] if not row[3].strip()]
    assert read(doppelganger).inputs[0].set_aside == len(unread) == 1
    france = sum("targeted: France" in row[4] for row in rows(doppelganger)[1:] if len(row) > 4)
    assert sum(fact.country == "iso3166:FR" for fact in mine) == france


@needs(META)
def test_metas_networks_are_run_from_where_the_title_says() -> None:
    words = [(fact.actor, fact.actor_name) for fact in of(read(META), "attribution")]
    expected = {
        "RUSSIA": ("iso3166:RU", "operators based in Russia"),
        "MOLDOVA": (None, "operators based in Moldova"),
        "UKRAINE": (None, "operators based in Ukraine"),
    }
    based = [re.search(r"([A-Z]+)[ _-]BASED", path.name.upper()) for path in META.glob("*.csv")]
    assert Counter(words) == Counter(expected[hit[1]] for hit in based if hit)


@needs(DISARM)
def test_disarms_tables() -> None:
    found = read(DISARM)
    assert adds_up(found)
    assert not found.faults
    records = {Path(report.path).name: report.records for report in found.inputs}
    for name in ("incidents.csv", "incidenttechniques.csv", "urls.csv"):
        assert records[name] == len(rows(DISARM / name)) - 1
    table = rows(DISARM / "incidents.csv")[1:]
    assert kinds(found)["influence_campaign"] == sum(row[2] not in ("apt", "tactic") for row in table)
    named = [
        part
        for row in table
        if row[2] not in ("apt", "tactic")
        for part in row[5].split(",")
        if part.strip() not in ("", "Unknown")
    ]
    assert kinds(found)["attribution"] == len(named)
    pairs = {
        (row[2], code)
        for row in rows(DISARM / "incidenttechniques.csv")[1:]
        for code in re.findall(r"\bT\d{4}(?:\.\d{3})?\b", row[3])
    }
    assert kinds(found)["technique_use"] == len(pairs)


@needs(EUVSDISINFO)
def test_cases_of_euvsdisinfo() -> None:
    found = read(EUVSDISINFO)
    assert adds_up(found)
    assert not found.faults
    table = rows(EUVSDISINFO)[1:]
    assert found.inputs[0].records == len(table)
    assert kinds(found) == {"checked_claim": len({row[1] for row in table})}


@needs(VIGINUM / "NDD_RRN.csv")
@pytest.mark.parametrize("name", ["NDD_RRN.csv", "PortalKombat_domains.csv"])
def test_viginums_lists_of_domains(name: str) -> None:
    found = read(VIGINUM / name)
    assert adds_up(found)
    assert not found.faults
    table = rows(VIGINUM / name)[1:]
    assert found.inputs[0].records == len(table)
    hosts = {re.sub(r"^www\.", "", row[0].strip().replace("[.]", ".").casefold()) for row in table}
    assert {fact.id for fact in of(found, "media_channel")} == {f"domain:{host}" for host in hosts}
    assert all(fact.campaign is None for fact in of(found, "media_channel"))
    dated = {row[0] for row in table if row[1].strip()}
    assert sum(fact.since is not None for fact in of(found, "media_channel")) == len(dated)


@needs(MISP)
def test_misps_galaxies_and_taxonomies() -> None:
    found = read(MISP)
    assert adds_up(found)
    assert not found.faults
    for report in found.inputs:
        whole = json.loads(Path(report.path).read_text(encoding="utf-8"))
        if "namespace" in whole:
            expected = len(whole["predicates"]) + sum(len(value["entry"]) for value in whole.get("values", []))
        else:
            expected = len(whole["values"])
        assert (report.path, report.records) == (report.path, expected)
    techniques = json.loads((MISP / "galaxy" / "disarm-techniques.json").read_text(encoding="utf-8"))["values"]
    assert kinds(found) == {"technique": len(techniques)}
