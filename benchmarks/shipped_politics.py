"""One made-up fact of each kind that concerns states: incidents, campaigns, deals, votes; without its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.shipped_world import (
    ALLIES,
    AREAS,
    CORRIDORS,
    INCIDENTS,
    NEIGHBOURS,
    OTHERS,
    REGIONS,
    SECTORS,
    STRENGTHS,
    Fields,
    Maker,
    World,
    known,
    state,
)


def _incident(w: World) -> Fields:
    type = w.pick(INCIDENTS)
    return known(
        id=f"incident:sample-{w.number('incident')}", type=type, date=w.day(), countries=[state(w, ALLIES)],
        place=f"Sample place {w.below(500)}", deliberate=w.flag(0.7) if w.chance(0.2) else None,
        vessel=w.ship() if type in ("cable_damage", "ship_over_infrastructure") and w.chance(0.5) else None,
        summary=f"A {type.replace('_', ' ')} was reported.",
    )  # fmt: skip


def _attribution(w: World) -> Fields:
    subject = (
        f"incident:sample-{w.made('incident', 10)}"
        if w.chance(0.7)
        else f"campaign:sample-{w.made('influence_campaign', 5)}"
    )
    strength = w.pick(STRENGTHS)
    actor = None if strength == "none" else "iso3166:RU" if w.chance(0.8) else state(w, NEIGHBOURS, OTHERS)
    return known(subject=subject, actor=actor, by=f"Sample ministry {w.below(40)}", strength=strength, date=w.day())


def _infrastructure(w: World) -> Fields:
    number = w.number("infrastructure")
    w.day()
    return {
        "id": f"cable:sample-{number}", "name": f"Sample cable {number}", "type": w.pick(("submarine_cable", "gas_pipeline")),
        "countries": [state(w, ALLIES)],
    }  # fmt: skip


def _influence_campaign(w: World) -> Fields:
    number = w.number("influence_campaign")
    return known(
        id=f"campaign:sample-{number}", campaign=f"Sample campaign {number}", start=w.day(), end=w.after() if w.chance(0.2) else None,
        channels=1 + w.below(400), covert=w.flag(0.7) if w.chance(0.6) else None, theme="Support is useless", languages=["en", "ru"],
    )  # fmt: skip


def _campaign_target(w: World) -> Fields:
    w.day()
    return {
        "campaign": f"campaign:sample-{w.made('influence_campaign', 5)}",
        "country": state(w, ALLIES, NEIGHBOURS, OTHERS),
    }


def _technique_use(w: World) -> Fields:
    w.day()
    technique = w.pick(("T0099", "T0098", "T0090", "T0114", "T0049", "T0086"))
    return {"campaign": f"campaign:sample-{w.made('influence_campaign', 5)}", "technique": technique}


def _narrative(w: World) -> Fields:
    return known(
        campaign=f"campaign:sample-{w.made('influence_campaign', 5)}", text=f"Sample claim {w.number('narrative')}", first_seen=w.day(),
        false=w.flag(0.7) if w.chance(0.5) else None,
    )  # fmt: skip


def _media_channel(w: World) -> Fields:
    number = w.number("media_channel")
    w.day()
    return known(
        id=f"domain:sample-{number}.example.org", name=f"Sample outlet {number}", platform="website",
        imitates=f"Real outlet {w.below(30)}" if w.chance(0.2) else None,
    )  # fmt: skip


def _election(w: World) -> Fields:
    country, day = state(w, ALLIES, NEIGHBOURS, OTHERS), w.ahead()
    return {
        "country": country,
        "date": day,
        "type": w.pick(("parliamentary", "presidential")),
        "reported": "2024-06-01",
    }


def _market_stake(w: World) -> Fields:
    return known(
        asset=f"Sample network {w.number('market_stake')}", country=state(w, NEIGHBOURS, OTHERS), sector=w.pick(SECTORS),
        holder="Sample holding", holder_country="iso3166:RU" if w.chance(0.7) else state(w, OTHERS), since=w.day(),
        share=1 + w.below(100) if w.chance(0.7) else None, monopoly=w.flag(0.5) if w.chance(0.4) else None,
        status=w.pick(("active", "active", "active", "planned", "disputed", "leaving", "ended")),
    )  # fmt: skip


def _market_move(w: World) -> Fields:
    return {
        "market": f"Sample index {w.below(20)}",
        "country": state(w, ALLIES),
        "date": w.day(),
        "percent": round(w.random.random() * 24 - 12, 1),
    }


def _cultural_programme(w: World) -> Fields:
    agency = w.pick(("Rossotrudnichestvo", "Sample agency"))
    return known(
        agency=agency, country=state(w, NEIGHBOURS, OTHERS), date=w.day(), covert=w.flag(0.3) if w.chance(0.5) else None
    )


def _corridor_deal(w: World) -> Fields:
    number = w.number("corridor_deal")
    return known(
        project=f"Sample project {number * 7 % 90}", corridor=w.pick(CORRIDORS), countries=["iso3166:RU", state(w, NEIGHBOURS, OTHERS)],
        stage=w.pick(("announced", "talks", "feasibility", "agreed", "construction", "operating", "stalled", "cancelled")),
        stage_date=w.day(), value=float(w.below(5_000_000_000)), sanctioned_party=w.flag(0.4) if w.chance(0.3) else None,
    )  # fmt: skip


def _dependence(w: World) -> Fields:
    measure = w.pick(("trade_usd_bn", "crude_import_share", "gas_share", "wheat_import_share", "transit_share"))
    unit = "USD bn" if measure == "trade_usd_bn" else "percent"
    return {
        "country": state(w, NEIGHBOURS, OTHERS), "counterpart": "iso3166:RU", "measure": measure, "period": str(2022 + w.below(4)),
        "value": round(w.random.random() * 100, 1), "unit": unit,
    }  # fmt: skip


def _diplomatic_event(w: World) -> Fields:
    return {
        "type": w.pick(("visit", "summit", "agreement", "statement", "talks", "request")), "date": w.day(),
        "countries": ["iso3166:RU", state(w, NEIGHBOURS, OTHERS)], "subject": w.pick(("rail", "gas", "Taiwan", "trade", "security")),
        "summary": "A meeting was held.",
    }  # fmt: skip


def _vote(w: World) -> Fields:
    return {
        "resolution": f"ES-11/{1 + w.below(8)}", "country": state(w, ALLIES, NEIGHBOURS, OTHERS), "date": w.day(),
        "choice": w.pick(("yes", "yes", "no", "abstain", "absent")), "subject": "Ukraine",
    }  # fmt: skip


def _economic_indicator(w: World) -> Fields:
    return {
        "country": state(w, ("RU",), NEIGHBOURS), "measure": w.pick(("gdp_growth", "inflation", "interest_rate", "labour_shortage")),
        "period": f"{2022 + w.below(5)}-Q{1 + w.below(3)}", "value": round(w.random.random() * 20 - 4, 1), "unit": "percent",
    }  # fmt: skip


def _expertise(w: World) -> Fields:
    return known(
        name=f"Sample mission {w.number('expertise')}", region=w.pick(REGIONS), started=w.day(0.1),
        status=w.pick(("active", "active", "planned", "reduced", "ended")), covers_economics=w.flag(0.5) if w.chance(0.6) else None,
    )  # fmt: skip


def _exercise(w: World) -> Fields:
    pair = ["iso3166:RU", "iso3166:CN"] if w.chance(0.3) else ["iso3166:RU", state(w, NEIGHBOURS, OTHERS)]
    tally = {"tally": 2 + w.below(14)} if w.chance(0.1) else {}
    return {
        "name": f"Sample drill {w.number('exercise')}",
        "date": w.day(),
        "participants": pair,
        "place": w.pick(AREAS),
        **tally,
    }


POLITICS: Mapping[str, Maker] = {
    "incident": _incident,
    "attribution": _attribution,
    "infrastructure": _infrastructure,
    "influence_campaign": _influence_campaign,
    "campaign_target": _campaign_target,
    "technique_use": _technique_use,
    "narrative": _narrative,
    "media_channel": _media_channel,
    "election": _election,
    "market_stake": _market_stake,
    "market_move": _market_move,
    "cultural_programme": _cultural_programme,
    "corridor_deal": _corridor_deal,
    "dependence": _dependence,
    "diplomatic_event": _diplomatic_event,
    "vote": _vote,
    "economic_indicator": _economic_indicator,
    "expertise": _expertise,
    "exercise": _exercise,
}
