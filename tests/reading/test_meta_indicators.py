"""Meta's indicator files: a network by its title, counts in cells, dates with the month first, and no state that the title does not name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading_account import adds_up

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.formats.meta_indicators import MetaIndicators
from countermove.reading.influence.meta_titles import title_of
from countermove.reading.outcome import SourceFile, Used

FIXTURES = Path(__file__).parent / "fixtures" / "meta"
NETWORK = FIXTURES / "Q2 2025 LANTERN BOUVET ISLAND-BASED CIB NETWORK (1).csv"
SEVERAL = FIXTURES / "2025_01_removing_coordinated_inauthentic_behavior_from_bouvet_island_and_antarctica.csv"
ID = "meta:q2-2025-lantern-bouvet-island-based-cib-network-1"
Read = Callable[..., FactSet]


def of(found: FactSet, kind: str) -> dict[str, Any]:
    return {fact.id: fact for fact in found.facts if fact.kind == kind}


@pytest.fixture(scope="module")
def network() -> FactSet:
    return read_facts(NETWORK)


@pytest.mark.parametrize(
    ("stem", "id", "based", "targeted", "period"),
    [
        ("Q2 2024 RUSSIA-BASED CIB NETWORK (1)", "meta:q2-2024-russia-based-cib-network-1", ("RU",), (), "2024-04-01/2024-06-30"),
        ("csv_Q2_2024_Q2_2024_RUSSIA-BASED_CIB_NETWORK__1_", "meta:q2-2024-russia-based-cib-network-1", ("RU",), (), "2024-04-01/2024-06-30"),
        ("Q2-3 2025 GithubIOCs - Q2-3 2025 MOLDOVA BASED CIB NETWORK", "meta:q2-3-2025-moldova-based-cib-network", ("MD",), (), "2025-04-01/2025-09-30"),
        ("Q4 2023 - Ukraine-based CIB network", "meta:q4-2023-ukraine-based-cib-network", ("UA",), (), "2023-10-01/2023-12-31"),
        ("Q1 2024 MOLDOVA & MADAGASCAR TARGETING CIB NETWORK", "meta:q1-2024-moldova-madagascar-targeting-cib-network", (), ("MD", "MG"), "2024-01-01/2024-03-31"),
        ("H2 2025 Belarus, Russia-based CIB network targeting Poland", "meta:h2-2025-belarus-russia-based-cib-network-targeting-poland", ("BY", "RU"), ("PL",), "2025-07-01/2025-12-31"),
        ("Q3 2022 United States-based CIB network", "meta:q3-2022-united-states-based-cib-network", ("US",), (), "2022-07-01/2022-09-30"),
        ("Q1_2023_ Togo _ Burkina Faso-based_CIB_network", "meta:q1-2023-togo-burkina-faso-based-cib-network", ("TG", "BF"), (), "2023-01-01/2023-03-31"),
        ("Q1_2023_Venezuela_US-based_CIB_network", "meta:q1-2023-venezuela-us-based-cib-network", ("VE", "US"), (), "2023-01-01/2023-03-31"),
        ("Q2 2023 Tu\u0308rkiye-based CIB network 1", "meta:q2-2023-türkiye-based-cib-network-1", ("TR",), (), "2023-04-01/2023-06-30"),
        ("Q4-1_2026_GithubIOCs - H1_2026_CHINA_BASED_CIB_NETWORK", "meta:h1-2026-china-based-cib-network", ("CN",), (), "2026-01-01/2026-06-30"),
        ("Q3 2023_Iran-based IB_cluster", "meta:q3-2023-iran-based-ib-cluster", ("IR",), (), "2023-07-01/2023-09-30"),
        ("h2-2026-ukraine-and-bulgaria-cib-based-network", "meta:h2-2026-ukraine-and-bulgaria-cib-based-network", ("UA", "BG"), (), "2026-07-01/2026-12-31"),
        ("Q1 2023 EXAMPLE CIB network", "meta:q1-2023-example-cib-network", (), (), "2023-01-01/2023-03-31"),
    ],
)  # fmt: skip
def test_a_title_tells_what_stands_in_it(
    stem: str, id: str, based: tuple[str, ...], targeted: tuple[str, ...], period: str
) -> None:
    title = title_of(stem)
    assert (title.id, str(title.period), title.network) == (id, period, True)
    assert title.based == tuple(f"iso3166:{code}" for code in based)
    assert title.targeted == tuple(f"iso3166:{code}" for code in targeted)


def test_a_title_of_several_networks_or_of_none_names_no_campaign() -> None:
    assert not title_of("2022_09_removing_coordinated_inauthentic_behavior_from_china_and_russia").network
    assert title_of("2022_09_removing_coordinated_inauthentic_behavior_from_china_and_russia").based == ()
    assert not title_of("indicators").network


def test_the_network(network: FactSet) -> None:
    assert adds_up(network)
    (campaign,) = of(network, "influence_campaign").values()
    assert campaign.id == ID
    assert campaign.campaign == "Lantern Bouvet Island-based CIB network 1 (Meta, Q2 2025)"
    assert (campaign.channels, campaign.counted) == (1341, "accounts")
    assert campaign.note == "Besides accounts Meta counts 80 pages, 1 group."
    assert set(campaign.conduct) == {"false_accounts", "false_outlets", "impersonation"}
    assert str(campaign.as_at) == "2025-04-01/2025-06-30"


def test_where_it_is_based_is_all_that_meta_says(network: FactSet) -> None:
    (word,) = of(network, "attribution").values()
    assert (word.subject, word.actor, word.actor_name, word.by, word.strength, word.standing) == (
        ID,
        None,
        "operators based in Bouvet Island",
        "Meta",
        "assessed",
        "company",
    )
    assert "not who directs it" in word.note


def test_channels_with_their_days_and_audiences(network: FactSet) -> None:
    channels = of(network, "media_channel")
    assert {id: (str(each.since) if each.since else None, each.country) for id, each in channels.items()} == {
        "domain:daily-example.test": ("2024-09-05", "iso3166:FR"),
        "domain:second-example.test": ("2022-10-26", None),
        "domain:third-example.test": ("2024-07-07", "iso3166:FR"),
        "domain:fourth-example.test": (None, None),
        "telegram:example_lantern": (None, None),
        "url:petition-host.test/p/example": (None, None),
        "domain:redirect.test": (None, None),
    }
    assert {each.campaign for each in channels.values()} == {ID}
    assert [each.country for each in of(network, "campaign_target").values()] == ["iso3166:FR"]
    assert any("'26/26/2024' is no day" in note for note in network.notes)


def test_rows_that_give_nothing_say_why(network: FactSet) -> None:
    assert network.inputs[0].records == 17  # the blank row is no record
    assert network.inputs[0].set_aside_reasons == {
        "a procedure of Meta's kill chain, told in words": 2,
        "an address that the network used and that is not said to be its own": 1,
        "a row without an indicator": 1,
    }


def test_who_was_broken_into_is_a_victim_and_no_channel(network: FactSet) -> None:
    (victim,) = of(network, "campaign_victim").values()
    assert (victim.campaign, victim.victim, victim.manner) == (ID, "broken-into.test", "targeted")
    assert victim.note == "According to public reports, the network claimed so"


def test_channels_of_several_networks_have_no_campaign() -> None:
    found = read_facts(SEVERAL)
    assert {each.campaign for each in of(found, "media_channel").values()} == {None}
    assert not of(found, "attribution")
    assert not of(found, "influence_campaign")
    channels = of(found, "media_channel")
    assert channels["domain:eine-zeitung.test"].country == "iso3166:DE"
    assert channels["domain:many.test"].country is None
    assert str(channels["domain:eine-zeitung.test"].evidence[0].published) == "2025-01-20"
    assert any("its name does not say of one network" in note for note in found.notes)


@pytest.mark.parametrize("name", ["Q1_2023_ Example_APT.csv", "Q4_2023_Bouvet_Island_based_Espionage_network.csv"])
def test_spies_in_the_same_columns_are_not_influence(read: Read, name: str) -> None:
    found = read(name, "Tactic,Technique,Procedure,Indicator\na,b,0.6.1 c,spies[.]test\n")
    assert not found.facts
    assert found.inputs[0].set_aside_reasons == {"an indicator of attacks on computers": 1}


def test_malware_in_the_same_columns_is_not_influence(read: Read) -> None:
    rows = "indicator_type,indicator_value,comment,ds\ndomain_name,bad.test,command and control,2023-05-03\n"
    found = read("2023_05_malware_iocs.csv", rows)
    assert not found.facts
    assert found.inputs[0].set_aside_reasons == {"an indicator that is not said to be of an influence operation": 1}


def test_the_kill_chain_itself_is_vocabulary(read: Read) -> None:
    found = read(
        "chain.csv",
        "Tactic,Technique,Procedure\n0. Acquiring assets,0.1 Acquiring IP addresses,0.1.1 Acquiring proxies\n",
    )
    assert found.inputs[0].set_aside_reasons == {"vocabulary of Meta's kill chain": 1}


def test_tabs_are_read_too(read: Read) -> None:
    found = read(
        "Q1 2025 Bouvet Island-based CIB network.tsv",
        "Tactic\tTechnique\tProcedure\tIndicator\na\tb\t0.6.2 c\texample[.]test\n",
    )
    assert list(of(found, "media_channel")) == ["domain:example.test"]


def test_a_row_can_be_read_again() -> None:
    cells = {"Tactic": "", "Technique": "", "Procedure": "0.6.2 x", "Indicator": "again[.]test"}
    outcome = MetaIndicators().reread(cells, 3, SourceFile(NETWORK, NETWORK.name))
    assert isinstance(outcome, Used)
    assert outcome.facts[0].id == "domain:again.test"
