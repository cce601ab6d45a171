"""The shipped profiles on small tables of the same form with invented content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from reading_account import messages

from countermove.facts.fact_set import FactSet

Read = Callable[..., FactSet]

JOURNAL = (
    "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,nationality,jurisdiction,"
    "position,incorporationDate,sector,registrationNumber,taxNumber,innCode,ogrnCode,leiCode,imoNumber,mmsi,flag\n"
)


def _journal(**cells: str) -> str:
    columns = JOURNAL.strip().split(",")
    given = {
        "celex": "32014R0833",
        "recordId": "7",
        "programKey": "EU-RUS",
        "startDate": "24.4.2026",
        "name": "EXAMPLE",
        **cells,
    }
    return ",".join(f'"{given.get(column, "")}"' for column in columns) + "\n"


def _one(found: FactSet, kind: str) -> Any:
    (fact,) = found.of_kind(kind)
    return fact


def test_journal_vessel(read: Read) -> None:
    reason = "Article 3s(2), point (b): words. Article 3s(2), point (c): more, by points (a) to (b)."
    row = _journal(
        schema="Vessel",
        annex="XLII",
        measure="Transportation restrictions",
        imoNumber="9000015",
        name="NEW (ex OLD)",
        reason=reason,
    )
    found = read("journal.csv", JOURNAL + row)
    ship, listing = _one(found, "vessel"), _one(found, "designation")
    assert (ship.id, ship.name, ship.former_names, ship.imo) == ("imo:9000015", "NEW", ("OLD",), "9000015")
    assert (listing.authority, listing.measure, listing.legal_act, listing.programme) == (
        "eu",
        "transport_ban",
        "32014R0833 annex XLII",
        "EU-RUS",
    )
    assert (listing.criterion, listing.reason) == ("3s(2)(b); 3s(2)(c)", reason)
    piece = listing.evidence[0]
    assert (piece.reliability, piece.credibility, str(piece.published)) == ("A", 2, "2026-04-24")
    assert piece.origin == "Official Journal of the European Union"
    assert (piece.document, piece.url, piece.locator) == ("32014R0833", None, "journal.csv line 2")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"schema": "Company", "innCode": "7704676655"}, "inn:7704676655"),
        ({"schema": "LegalEntity", "registrationNumber": "7704676655 (Tax ID/INN)"}, "inn:7704676655"),
        ({"schema": "LegalEntity", "registrationNumber": "7704676655/770401001"}, "inn:7704676655"),
        ({"schema": "LegalEntity", "taxNumber": "7704676656"}, "eu:32014R0833/IV/7"),
        ({"schema": "LegalEntity", "taxNumber": "7704676655; 7703204586"}, "eu:32014R0833/IV/7"),
        ({"schema": "LegalEntity", "ogrnCode": "1087746152207"}, "ogrn:1087746152207"),
        ({"schema": "Organization", "imoNumber": "1234565"}, "imo-company:1234565"),
        ({"schema": "Organization", "recordId": ""}, "eu:32014R0833/IV/EXAMPLE"),
        ({"schema": "Person", "taxNumber": "7704676655"}, "eu:32014R0833/IV/7"),
        ({"schema": "Person", "taxNumber": "500100732259."}, "inn:500100732259"),
        ({"schema": "Asset"}, "eu:32014R0833/IV/7"),
    ],
)
def test_journal_ids(read: Read, cells: dict[str, str], expected: str) -> None:
    found = read("journal.csv", JOURNAL + _journal(annex="IV", measure="Asset freeze", **cells))
    assert not found.faults
    assert _one(found, "designation").entity == expected
    assert expected in found.by_id


def test_journal_faults_and_words(read: Read) -> None:
    rows = (
        _journal(schema="Vessel", annex="XLII", measure="Transportation restrictions", imoNumber="9000016")
        + _journal(schema="Person", measure="Hard look", startDate="some day", nationality="Russian")
        + _journal(
            schema="Person",
            measure="Travel ban",
            startDate="December 2022",
            nationality="Russian, Finnish",
            alias="A B; C",
            recordId="8",
        )
    )
    found = read("journal.csv", JOURNAL + rows)
    assert messages(found) == [
        "'imoNumber' is '9000016', which is not the IMO number of a ship: its check digit is wrong",
        "'startDate' is 'some day', which is not a date: write 2026-04-24, 2026-04, 2026, 24.4.2026, 24/04/2026 or 24 April 2026",
        "'measure' is 'Hard look', a word that is not known here; known: Arms embargo, Arms export restrictions, Asset freeze, "
        "Export control, Financial restrictions, Investment ban, Services ban, Transportation restrictions, Travel ban",
    ]
    person, listing = _one(found, "person"), _one(found, "designation")
    assert (person.aliases, person.country, str(listing.date), listing.measure) == (
        ("A B", "C"),
        None,
        "2022-12",
        "travel_ban",
    )


def test_journal_names_in_quotation_marks_are_whole(read: Read) -> None:
    row = _journal(schema="LegalEntity", annex="IV", measure="Asset freeze", alias='""One; and more""; Two ""x""')
    found = read("journal.csv", JOURNAL + row)
    assert _one(found, "company").aliases == ("One; and more", 'Two "x"')


def test_journal_same_as_holds_every_number(read: Read) -> None:
    row = _journal(
        schema="Company",
        annex="IV",
        measure="Asset freeze",
        innCode="7704676655",
        ogrnCode="1087746152207",
        imoNumber="5000004",
    )
    found = read("journal.csv", JOURNAL.replace("\n", ",swiftBic\n") + row.replace("\n", ",EXAMRUMM and 5040942458\n"))
    firm = _one(found, "company")
    assert {firm.id, *firm.same_as} == {
        "inn:7704676655",
        "ogrn:1087746152207",
        "bic:EXAMRUMM",
        "imo-company:5000004",
    }


def test_journal_amendments_and_later_consolidation_meet(read: Read, write: Callable[..., Any]) -> None:
    head = JOURNAL.replace("celex,", "amendedCelex,amendmentCelex,")
    row = _journal(schema="Vessel", annex="XLII", measure="Transportation restrictions", imoNumber="9000015")
    amended = head + row.replace('"32014R0833",', '"32014R0833","32026R1848",', 1)
    first = write("amendments.csv", amended)
    found = read("consolidated.csv", JOURNAL + row)
    from countermove.reading.facts_source import read_facts

    both = read_facts([first, first.parent / "consolidated.csv"])
    assert len(both) == len(found) == 2
    assert {p.document for p in _one(both, "designation").evidence} == {"32014R0833", "32026R1848"}


GUR = "gur_id,name,imo,mmsi_current,mmsi_legacy,flag,vessel_type,callsign,former_names,build_year,status\n"


def test_gur_catalogue(read: Read) -> None:
    rows = (
        "11,ALPHA,9000015,273000001,273000001,russian federation,Crude Oil Tanker,UBXX1,Beta / Gamma / ALPHA,2003,listed\n"
        "12,DELTA,9000027,Call sign,\ufffd273000002,unknown,Chemical/Oil Products Tanker,Vessel Type,Flags (former),2800,delisted_from_gur\n"
        "13,EPSILON,,273000003,,Atlantis,Tug,,,1982,listed\n"
        "14,ZETA,RS 1504,273000004,,Panama,Yacht,,,,listed\n"
        "15,ETA,,Call sign,,Panama,Yacht,,,,listed\n"
        "16,THETA,9000039,,,Panama,,,,,missing\n"
    )
    found = read("gur.csv", GUR + rows)
    ships: dict[str, Any] = {ship.id: ship for ship in found.of_kind("vessel")}
    assert list(ships) == ["imo:9000015", "imo:9000027", "mmsi:273000003", "mmsi:273000004"]
    alpha, delta = ships["imo:9000015"], ships["imo:9000027"]
    assert (alpha.mmsi, alpha.former_mmsi, alpha.former_names) == ("273000001", (), ("Beta", "Gamma"))
    assert (alpha.flag, alpha.type, alpha.built, alpha.call_sign) == ("iso3166:RU", "crude_oil_tanker", 2003, "UBXX1")
    assert (delta.mmsi, delta.former_mmsi, delta.former_names) == (None, ("273000002",), ())
    assert (delta.flag, delta.type, delta.built, delta.call_sign) == (None, "chemical_oil_products_tanker", None, None)
    assert [entry.status for entry in found.of_kind("catalogue_entry")] == ["listed", "withdrawn", "listed", "listed"]
    assert found.notes == (
        "gur.csv line 3: 'build_year' is '2800', which is not a year between 1800 and 2099; left out",
        "gur.csv line 4: 'flag' is 'Atlantis', which is not a country that is known by this name; left out",
    )
    assert messages(found) == [
        "nothing in the row tells which vessel it is (no id)",
        "catalogue_entry: 'vessel' is missing",
        "'status' is 'missing', a word that is not known here; known: listed, delisted_from_gur",
    ]


def test_sanctions_by_imo(read: Read) -> None:
    found = read(
        "s.csv",
        "imo,ofac,uk,eu\n9000015,True,False,True\n0363464,False,True,True\n9000016,True,True,True\n9000027,False,False,False\n",
    )
    assert [(fact.authority, fact.entity, fact.date) for fact in found.of_kind("designation")] == [  # type: ignore[attr-defined]
        ("eu", "imo:9000015", None),
        ("us", "imo:9000015", None),
    ]
    assert [fact.evidence[0].origin for fact in found] == [
        "Official Journal of the European Union",
        "Specially Designated Nationals list of OFAC",
    ]
    assert found.inputs[0].set_aside_reasons == {
        "not the IMO number of a ship: its check digit is wrong": 1,
        "not the IMO number of a ship: ships' numbers do not begin so; it looks like a company's IMO number": 1,
        "on none of the three lists": 1,
    }


def test_ais_gaps(read: Read) -> None:
    head = "Timestamp,MMSI,Latitude,Longitude,ts,dt_min,plat,plon,dist_nm,impl_kn,gap_end,gap_start,receiver_suspect\n"
    row = "x,273000001,54.9,13.6,x,90.0,54.84,13.18,10.0,9,2026-01-19 01:29:59,2026-01-18 23:59:59.999999998,False\n"
    gap = _one(read("gaps.csv", head + row + row.replace("273000001", "27300001")), "ais_gap")
    assert gap.id == "ais_gap:mmsi:273000001/20260119T000000Z"
    assert (gap.hours, gap.distance_km, gap.receiver_suspect, gap.area) == (1.5, 18.52, False, "Baltic Sea")
    assert tuple(gap.position) == (54.84, 13.18)
    assert str(gap.end) == "2026-01-19 01:29:59+00:00"


def test_detected_vessels(read: Read) -> None:
    head = "MMSI,pings,days_detected,first_seen,last_seen,name_ais,zones,sog_mean,sog_max,gur_name,gur_imo\n"
    row = "273000001,9,16,2026-01-15 17:33:43,2026-03-22 02:07:11,ALPHA,Bornholm_North|Great_Belt,9,9,1089,9000015\n"
    found = read("seen.csv", head + row)
    ship, seen = _one(found, "vessel"), _one(found, "sighting")
    assert (ship.id, ship.name, ship.mmsi, ship.former_mmsi) == ("imo:9000015", "ALPHA", None, ("273000001",))
    assert (seen.vessel, str(seen.first_seen), str(seen.last_seen), seen.days) == (
        "imo:9000015",
        "2026-01-15",
        "2026-03-22",
        16,
    )
    assert seen.areas == ("Bornholm North", "Great Belt")
    older = read("detected_vessels_baltic_feb_oct_2025.csv", "mmsi,imo,name\n273000001,9000015,ALPHA\n")
    assert str(_one(older, "sighting").first_seen) == "2025-02-01/2025-10-31"
    assert read("others.csv", "mmsi,imo,name\n273000001,9000015,ALPHA\n").faults[0].code == "CM302"


SOURCED = "source_title,source_url,source_date,reliability,credibility,verified,contested,contested_with,note\n"
CITED = "A paper (Reuters copy),https://example.org/a,2026-02,B,2,yes,no,X2;X3,a limit\n"
FROM_MEMORY = ",,,F,6,no,no,,\n"
INCIDENTS = (
    "id,date,date_precision,end_date,type,country,place,lat,lon,asset,vessel_imo,attributed_to,attribution_by,"
    f"attribution_confidence_in_source,summary,{SOURCED}"
)


def test_curated_incident(read: Read) -> None:
    row = f"X1,2026-01,month,,arson,DE;PL,Sample Town,52.5,13.4,a depot,9000015,Russian intelligence,A court,court finding,It burned.,{CITED}"
    found = read("incidents.csv", INCIDENTS + row)
    event, claim = _one(found, "incident"), _one(found, "attribution")
    assert (event.id, str(event.date), event.countries, event.vessel, event.deliberate) == (
        "X1", "2026-01", ("iso3166:DE", "iso3166:PL"), "imo:9000015", True,
    )  # fmt: skip
    assert (event.contested_with, event.note, tuple(event.position)) == (("X2", "X3"), "a limit", (52.5, 13.4))
    assert (claim.id, claim.subject, claim.actor, claim.strength) == ("X1/attribution", "X1", "iso3166:RU", "court")
    assert claim.contested_with == ("X2/attribution", "X3/attribution")
    piece = event.evidence[0]
    assert (piece.source, piece.origin, piece.url) == ("A paper (Reuters copy)", "Reuters", "https://example.org/a")
    assert (piece.reliability, piece.credibility, str(piece.published), str(piece.accessed)) == (
        "B",
        2,
        "2026-02",
        "2026-11-22",
    )


@pytest.mark.parametrize(
    ("author", "words", "actor", "strength", "deliberate"),
    [
        ("undetermined", "none", None, "none", None),
        ("Vezhen, by accident", "sabotage ruled out", None, "denied", False),
        ("Ukrainian drone (suspected)", "suspected", "iso3166:UA", "suspected", None),
        ("Ukrainian nationals acting as a group", "accused (European arrest warrant)", None, "suspected", None),
        ("Pro-Russian hackers", "stated", None, "stated", None),
        ("Belarus", "stated as hybrid attack", "iso3166:BY", "stated", None),
        ("Russia (likely)", "likely", "iso3166:RU", "assessed", None),
        ("someone new", "stated", None, "stated", None),
    ],
)
def test_nobody_is_named_whom_the_row_does_not_name(
    read: Read, author: str, words: str, actor: str | None, strength: str, deliberate: bool | None
) -> None:
    row = f'X1,2026-01-02,day,,sabotage,DE,Town,,,a depot,,"{author}",Police,"{words}",Words.,{FROM_MEMORY}'
    found = read("incidents.csv", INCIDENTS + row)
    claim, event = _one(found, "attribution"), _one(found, "incident")
    assert (claim.actor, claim.strength, event.deliberate, claim.actor_name) == (actor, strength, deliberate, author)
    piece = claim.evidence[0]
    assert (piece.source, piece.reliability, piece.credibility, piece.accessed) == (
        "Curator's memory, no source read",
        "F",
        6,
        None,
    )


def test_a_new_wording_of_strength_is_not_guessed(read: Read) -> None:
    row = f"X1,2026-01-02,day,,sabotage,DE,Town,,,a depot,,Russia,Police,whispered,Words.,{CITED}"
    found = read("incidents.csv", INCIDENTS + row)
    assert messages(found)[0].startswith(
        "'attribution_confidence_in_source' is 'whispered', a word that is not known here; known: accident"
    )


def test_what_is_no_attack_has_no_author(read: Read) -> None:
    row = f"X1,2026-01-02,day,,shadow_fleet_enforcement,EE,Sea,,,,,not an attack,Navy,stated,Words.,{CITED}"
    assert [fact.kind for fact in read("incidents.csv", INCIDENTS + row)] == ["incident"]


def test_curated_campaign(read: Read) -> None:
    head = (
        "id,name,aliases,start,end,operator,attributed_to_state,attribution_by,targets,languages,channels_count,technique_ids,theme,"
        f"election_ahead,election_date,sanctioned_by,summary,{SOURCED}"
    )
    rows = (
        f"C1,Sample,S; T,2024,,Agency,Russia (alleged),Press,MD;EU,many,12,T0098;T0099,a theme,yes,2026-09-01,US 2024-03-20; UK,Words.,{CITED}"
        f"C2,Other,,,,Agency,Russia,Government,MD,en and others,,,a theme,yes,2026-09-01,,Words.,{CITED}"
        f"C3,Third,,,,Agency,none,Office,dozens of states,ro,,,a theme,no,,,Words.,{FROM_MEMORY}"
    )
    found = read("campaigns.csv", head + rows)
    assert not found.faults
    first: Any = found.by_id["C1"]
    assert (first.aliases, first.languages, first.channels, first.sanctioned_by) == (("S", "T"), (), 12, ("US", "UK"))
    strengths = [(a.actor, a.strength) for a in found.of_kind("attribution")]  # type: ignore[attr-defined]
    assert strengths == [("iso3166:RU", "suspected"), ("iso3166:RU", "stated"), (None, "none")]
    assert [fact.id for fact in found.of_kind("campaign_target")] == [
        "campaign_target:C1/iso3166:MD",
        "campaign_target:C2/iso3166:MD",
    ]
    technique = found.of_kind("technique_use")[0]
    assert (technique.evidence[0].reliability, technique.evidence[0].url) == ("F", None)
    election = _one(found, "election")
    assert (election.id, len(election.evidence)) == ("election:iso3166:MD/2026-09-01", 1)


def test_the_other_curated_files(read: Read) -> None:
    deal = _one(read("d.csv", "id,name,corridor,countries,parties,stage,stage_date,date_precision,value_usd,length_km,capacity,sanctioned_party,"
                     f"summary,{SOURCED}D1,A line,INSTC,RU;IR;EU,One; Two,agreed,2023-05,month,1600000000,162,,unknown,Words.,{CITED}"), "corridor_deal")  # fmt: skip
    assert (deal.countries, deal.parties, deal.value, deal.sanctioned_party) == (
        ("iso3166:RU", "iso3166:IR"),
        ("One", "Two"),
        1.6e9,
        None,
    )
    found = read("t.csv", f"id,country,counterpart,measure,period,value,unit,definition,{SOURCED}"
                 f"T1,IN,RU,trade_usd_bn,FY2024-25,1,USD bn,x,{CITED}T2,IR,EAEU,trade_usd_bn,2024,1,USD bn,x,{CITED}T3,AM,RU,m,2024,,u,x,{CITED}")  # fmt: skip
    assert str(_one(found, "dependence").period) == "2024-04-01/2025-03-31"
    assert found.inputs[0].set_aside_reasons == {
        "the counterpart is no single state": 1,
        "the source gives no figure": 1,
    }
    stake = _one(read("m.csv", f"id,name,country,sector,holder,share_percent,position,since,status,summary,{SOURCED}"
                      f"M1,A works,AM,gas,Gazprom,100,sole gas supplier,2014-01,sale announced,Words.,{CITED}"), "market_stake")  # fmt: skip
    assert (stake.holder_country, stake.monopoly, stake.status, stake.share) == ("iso3166:RU", True, "leaving", 100)
    event = _one(read("e.csv", f"id,type,date,date_precision,end_date,countries,actors,summary,{SOURCED}"
                      f"E1,visit,2026-01-02,day,,AM;EU,A; B,Words.,{CITED}E2,visit,,,,AM;EU,A; B,Words.,{CITED}"), "diplomatic_event")  # fmt: skip
    assert (event.countries, event.bodies, event.actors) == (("iso3166:AM",), ("EU",), ("A", "B"))
    drill = _one(read("x.csv", f"id,name,date,date_precision,end_date,participants,observers,place,domain,forces,summary,{SOURCED}"
                      f"X1,Sample,2026,year,,RU;CN,,sea,land;sea,nine exercises,Words.,{CITED}"), "exercise")  # fmt: skip
    assert (drill.participants, drill.domains, drill.tally) == (("iso3166:RU", "iso3166:CN"), ("land", "sea"), 9)
    desk = _one(read("k.csv", f"id,name,region,owner,started,ended,status,mandate,languages,{SOURCED}"
                     f"K1,A desk,Somewhere,Owner,2020,,scaled back,Words.,fr,{CITED}"), "expertise")  # fmt: skip
    assert (desk.status, desk.languages) == ("reduced", ("fr",))
