"""One made-up fact of each kind that concerns ships and companies, without its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.eleven_facts import company_id, ship_id
from benchmarks.shipped_world import AREAS, FLAGS, PORTS, SEATS, SHIPS, Fields, Maker, World, known, state


def _vessel(w: World) -> Fields:
    number = w.number("vessel")
    ship = ship_id(number)
    w.day()
    return known(
        id=ship, imo=ship[4:], name=f"SAMPLE SHIP {number}", type=w.pick(SHIPS), flag="iso3166:" + w.pick(FLAGS),
        built=2000 + w.below(26), deadweight=float(20_000 + w.below(280_000)) if w.chance(0.7) else None,
        former_names=[f"FORMER {number}"] if w.chance(0.3) else None,
    )  # fmt: skip


def _company(w: World) -> Fields:
    number = w.number("company")
    w.day()
    return {"id": company_id(number), "name": f"Sample Shipping {number} Ltd", "country": "iso3166:" + w.pick(SEATS)}


def _person(w: World) -> Fields:
    number = w.number("person")
    w.day()
    return {"id": f"person:sample-{number}", "name": f"Sample Person {number}", "country": state(w, ("RU",), SEATS)}


def _ownership(w: World) -> Fields:
    in_company = w.chance(0.08)
    owner = w.below(w.companies)
    asset = (
        company_id(owner + 1 + w.below(5)) if in_company else w.ship()
    )  # a company owns one further down the row: no circles
    share = w.pick((100, 100, 100, 60, 50, 40, 25, 10))
    return known(
        owner=company_id(owner), asset=asset, share=share if w.chance(0.8) else None, since=w.day(),
        until=w.after() if w.chance(0.1) else None,
    )  # fmt: skip


def _management(w: World) -> Fields:
    return {
        "manager": w.company(), "asset": w.ship(), "role": w.pick(("technical_manager", "commercial_manager", "operator", "ism_manager")),
        "since": w.day(),
    }  # fmt: skip


def _incorporation(w: World) -> Fields:
    return known(
        company=w.company(),
        jurisdiction="iso3166:" + w.pick(SEATS),
        date=w.day(),
        offshore=w.flag(0.4) if w.chance(0.7) else None,
    )


def _designation(w: World) -> Fields:
    of_ship = w.chance(0.7)
    return known(
        entity=w.ship() if of_ship else w.company(), authority=w.pick(("eu", "eu", "uk", "us", "ua", "ch")),
        measure="transport_ban" if of_ship else w.pick(("asset_freeze", "asset_freeze", "blocking")), date=w.day(0.3),
        programme="Sample programme", criterion=w.pick(("3s(2)(a)", "3s(2)(b)", "3s(2)(g)")) if of_ship and w.chance(0.5) else None,
        until=w.after() if w.chance(0.02) else None,
    )  # fmt: skip


def _delisting(w: World) -> Fields:
    return {"entity": w.ship(), "authority": w.pick(("eu", "uk", "us")), "date": w.day(0.7)}


def _catalogue_entry(w: World) -> Fields:
    w.day()
    return {"vessel": w.ship(), "catalogue": "sample", "status": "withdrawn" if w.chance(0.05) else "listed"}


def _ais_gap(w: World) -> Fields:
    return known(
        vessel=w.ship(), start=w.moment(), hours=round(3 / (w.random.random() + 0.02), 1), area=w.pick(AREAS),
        receiver_suspect=w.flag(0.2) if w.chance(0.4) else None,
    )  # fmt: skip


def _sighting(w: World) -> Fields:
    return {"vessel": w.ship(), "first_seen": w.day(), "areas": [w.pick(AREAS)], "days": 1 + w.below(9)}


def _ais_spoofing(w: World) -> Fields:
    return {
        "vessel": w.ship(),
        "start": w.moment(),
        "method": w.pick(("position", "identity", "unknown_method")),
        "area": w.pick(AREAS),
    }


def _ship_to_ship_transfer(w: World) -> Fields:
    return known(
        from_vessel=w.ship(), to_vessel=w.ship(), start=w.moment(), hours=float(4 + w.below(40)), area=w.pick(AREAS),
        announced=w.flag(0.6) if w.chance(0.4) else None, dark=w.flag(0.3) if w.chance(0.4) else None, cargo="crude oil",
    )  # fmt: skip


def _port_call(w: World) -> Fields:
    country, port = w.pick(PORTS)
    return known(
        vessel=w.ship(),
        port=port,
        country="iso3166:" + country,
        arrived=w.day(),
        oil_terminal=w.flag(0.6) if w.chance(0.8) else None,
    )


def _loitering(w: World) -> Fields:
    return known(
        vessel=w.ship(), start=w.moment(), hours=float(1 + w.below(70)), area=w.pick(AREAS),
        near=f"cable:sample-{w.made('infrastructure', 20)}" if w.chance(0.3) else None, distance_km=round(w.random.random() * 12, 1),
        position=[round(54 + w.random.random() * 8, 3), round(10 + w.random.random() * 18, 3)],
    )  # fmt: skip


def _flag_change(w: World) -> Fields:
    return known(
        vessel=w.ship(), date=w.day(), before="iso3166:" + w.pick(FLAGS), after="iso3166:" + w.pick(FLAGS),
        false_flag=w.flag(0.2) if w.chance(0.3) else None,
    )  # fmt: skip


def _name_change(w: World) -> Fields:
    return {
        "vessel": w.ship(),
        "date": w.day(),
        "before": f"FORMER {w.below(10_000)}",
        "after": f"LATER {w.below(10_000)}",
    }


def _insurance(w: World) -> Fields:
    club_known = w.chance(0.8)
    return known(
        vessel=w.ship(), insurer="none" if w.chance(0.05) else f"Sample Club {w.below(30)}", since=w.day(),
        international_group=w.flag(0.6) if club_known else None, until=w.after() if w.chance(0.1) else None,
    )  # fmt: skip


def _classification(w: World) -> Fields:
    return known(
        vessel=w.ship(), society="none" if w.chance(0.04) else f"Sample Register {w.below(20)}", since=w.day(),
        iacs=w.flag(0.7) if w.chance(0.8) else None,
    )  # fmt: skip


def _inspection(w: World) -> Fields:
    return {
        "vessel": w.ship(),
        "date": w.day(),
        "by": "Sample authority",
        "result": w.pick(("clean", "clean", "deficiencies", "refused")),
    }


def _detention(w: World) -> Fields:
    return {"vessel": w.ship(), "start": w.day(), "by": "Sample authority", "reason": "papers not in order"}


def _cargo_sale(w: World) -> Fields:
    return known(
        vessel=w.ship(), date=w.day(), product=w.pick(("crude", "crude", "product_premium", "product_discount")),
        price=round(35 + w.random.random() * 60, 1), origin_country="iso3166:RU" if w.chance(0.7) else "iso3166:KZ",
        service_provider_country="iso3166:" + w.pick(("GR", "GB", "US", "AE", "RU")) if w.chance(0.5) else None,
    )  # fmt: skip


def _price_cap_attestation(w: World) -> Fields:
    return known(vessel=w.ship(), date=w.day(), by="Sample trader", itemised=w.flag(0.5) if w.chance(0.5) else None)


FLEET: Mapping[str, Maker] = {
    "vessel": _vessel,
    "company": _company,
    "person": _person,
    "ownership": _ownership,
    "management": _management,
    "incorporation": _incorporation,
    "designation": _designation,
    "delisting": _delisting,
    "catalogue_entry": _catalogue_entry,
    "ais_gap": _ais_gap,
    "sighting": _sighting,
    "ais_spoofing": _ais_spoofing,
    "ship_to_ship_transfer": _ship_to_ship_transfer,
    "port_call": _port_call,
    "loitering": _loitering,
    "flag_change": _flag_change,
    "name_change": _name_change,
    "insurance": _insurance,
    "classification": _classification,
    "inspection": _inspection,
    "detention": _detention,
    "cargo_sale": _cargo_sale,
    "price_cap_attestation": _price_cap_attestation,
}
