"""What a fact is called in a sentence: “the pipeline damage of 26 September 2022 (Baltic Sea off Bornholm)”, “CopyCop”.

Each kind has a pattern: fields in braces, parts in brackets left out where a field in them is not known. Kinds whose facts have a name
of their own are called by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from countermove.facts.fact import Fact
from countermove.facts.naming import Names, and_joined, called, defanged, plain
from countermove.facts.registry import fields
from countermove.facts.time import PartialDate, day_of

_PATTERNS: Mapping[str, str] = {
    "ais_gap": "the silence of {vessel} from {start}",
    "ais_spoofing": "the false signal of {vessel} on {start}",
    "alias": "the name of {entity}",
    "attribution": "the attribution of {subject}[, made by {by},]",
    "blocked_ownership": "the ownership of {asset}",
    "campaign_target": "the campaign {campaign}",
    "campaign_victim": "the campaign {campaign}",
    "cargo_sale": "the sale of {date} carried by {vessel}",
    "catalogue_entry": "the entry on {vessel} in the catalogue “{catalogue}”",
    "checked_claim": "a claim checked by {checker}",
    "classification": "the class of {vessel}",
    "conflict_event": "the event of {date}[ ({place})] in the register of {publisher}",
    "court_ruling": "the ruling of {court}[ of {date}]",
    "control": "the control of {asset} by {holder}",
    "delisting": "the delisting of {entity}[ of {date}]",
    "dependence": "the dependence of {country} on {counterpart} in {period}",
    "designation": "the listing of {entity}[ of {date}]",
    "detention": "the detention of {vessel} from {start}",
    "diplomatic_event": "the {type} of {date}[ ({countries})]",
    "directorship": "the seat of {person} on the board of {company}",
    "distress": "the distress of {vessel} on {date}",
    "economic_indicator": "the figure “{measure}” of {country} for {period}",
    "election": "the election in {country} of {date}",
    "encounter": "the meeting of {vessel} with {other} on {start}",
    "exercise": "the exercise {name}",
    "false_document": "the false paper of {vessel} of {date}",
    "flag_change": "the change of flag of {vessel} of {date}",
    "incident": "the {type} of {date}[ ({place})]",
    "incorporation": "the seat of {company} in {jurisdiction}",
    "indicator": "the sign “{name}”[ for {about}]",
    "inspection": "the inspection of {vessel} of {date}",
    "insurance": "the cover of {vessel}",
    "licence": "the licence[ {number}] for {entity}",
    "loitering": "the loitering of {vessel} on {start}",
    "management": "the management of {asset} by {manager}",
    "market_move": "the move of {market} on {date}",
    "market_stake": "the stake of {holder} in {asset}",
    "mistaken_identity": "the case of mistaken identity of {entity}[ of {date}]",
    "name_change": "the change of name of {vessel} of {date}",
    "narrative": "a claim of {campaign}",
    "ownership": "the stake of {owner} in {asset}",
    "cultural_programme": "the programme of {agency} in {country}",
    "port_call": "the call of {vessel} at {port} on {arrived}",
    "price_cap_attestation": "the price-cap attestation for {vessel} of {date}",
    "risk_mark": "the mark “{mark}” that {publisher} puts on {entity}",
    "ship_service": "the service of {provider} to {served} on {date}",
    "ship_status": "the end of service of {vessel}",
    "ship_to_ship_transfer": "the transfer of {start} from {from_vessel} to {to_vessel}",
    "shipment": "the shipment of {vessel} of {loaded}",
    "sighting": "the sighting of {vessel}",
    "technique_use": "the use of {technique} by {campaign}",
    "trade_share": "the count of loadings of {vessel}",
    "vote": "the vote of {country} on {resolution}",
}
_WHO_KNOWS: Mapping[str, str] = {
    "cultural_programme": "country", "expertise": "owner", "flag_change": "after", "incident": "countries", "incorporation": "jurisdiction",
    "insurance": "insurer", "inspection": "by", "market_stake": "country", "vessel": "flag",
}  # fmt: skip
"""The field of a kind that names somebody who would know: the state where the harm was, the register, the insurer."""
_NOT_ASKED = frozenset({"iso3166:RU", "none"})
_FIELD = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")


def spoken(fact: Fact, names: Names, within: bool = False) -> str:
    """The fact as the subject of a sentence; its id, made harmless, where nothing else is known.

    A fact that it speaks of is spoken of in its turn, but no further (`within`): facts can speak of each other in a circle.
    """
    pattern = _PATTERNS.get(fact.kind)
    if pattern is None:
        return called(fact)

    def shown(found: re.Match[str]) -> str:
        return "".join(_shown(fact, found[1], names, within))

    def optional(found: re.Match[str]) -> str:
        known = all(any(_shown(fact, name, names, within)) for name in _FIELD.findall(found[1]))
        return found[1] if known else ""

    return " ".join(_FIELD.sub(shown, _OPTIONAL.sub(optional, pattern)).split())


def who_knows(fact: Fact, names: Names) -> str:
    """Whom one would ask about a fact; empty where the fact does not say, and never the state that rules watch."""
    field = _WHO_KNOWS.get(fact.kind)
    value = getattr(fact, field, None) if field else None
    asked = [each for each in (value if isinstance(value, tuple) else (value,)) if each and each not in _NOT_ASKED]
    told = [names.of(each).partition(",")[0] if ":" in each else defanged(plain(each)) for each in asked]
    return and_joined(told) if len(told) <= 3 and not any(";" in each for each in told) else ""


def ids_spoken(fact: Fact) -> Iterator[str]:
    """The ids of other facts whose names are needed to speak of a fact."""
    for name in fields(fact.kind):
        value = getattr(fact, name)
        yield from (each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str))


def _shown(fact: Fact, name: str, names: Names, within: bool) -> Iterator[str]:
    value = getattr(fact, name, None)
    if value is None or value == ():
        return
    described = fields(fact.kind)[name]
    if isinstance(value, PartialDate | datetime):
        yield day_of(value).in_words()
    elif isinstance(value, tuple):
        yield and_joined([names.of(each) for each in value])
    elif described.type == "entity" or name in ("subject", "about", "campaign"):
        named = None if within else names.fact(value)
        told = named is not None and named.kind in _PATTERNS
        yield spoken(named, names, within=True).rstrip(",") if named is not None and told else names.of(value)
    elif described.type == "choice":
        yield value.replace("gnss_", "satellite-navigation ").replace("_", " ")
    else:
        yield defanged(plain(str(value)))
