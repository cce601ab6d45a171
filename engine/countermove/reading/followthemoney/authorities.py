"""Whose listing a Sanction is, and what it does, by what the entity says of it. What nothing says is not guessed.

The lists are told by the names that OpenSanctions gives its data sets (https://www.opensanctions.org/datasets/), the measures by the
words that the lists print, and by programmes that know one measure alone (https://www.opensanctions.org/programs/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from countermove.reading.followthemoney.entity import Entity


@dataclass(frozen=True, slots=True)
class List:
    """A list that OpenSanctions copies: whose it is, the source of the register that stands for the copy, and the one thing it does."""

    authority: str
    register: str
    measure: str | None = None


LISTS: Mapping[str, List] = {
    "au_dfat_sanctions": List("au", "opensanctions-au"),
    "ca_dfatd_sema_sanctions": List("ca", "opensanctions-ca"),
    "ca_listed_terrorists": List("ca", "opensanctions-ca-terrorists"),
    "ch_seco_sanctions": List("ch", "opensanctions-ch"),
    "eu_fsf": List("eu", "opensanctions-eu-fsf"),
    "eu_journal_sanctions": List("eu", "opensanctions-eu-journal"),
    "eu_sanctions_map": List("eu", "opensanctions-eu-map"),
    "eu_travel_bans": List("eu", "opensanctions-eu-travel-bans", "travel_ban"),
    "gb_fcdo_sanctions": List("uk", "opensanctions-uk"),
    "gb_hmt_sanctions": List("uk", "opensanctions-uk-hmt"),
    "jp_meti_ru": List("jp", "opensanctions-jp-meti", "export_control"),
    "jp_mof_sanctions": List("jp", "opensanctions-jp-mof"),
    "nz_russia_sanctions": List("nz", "opensanctions-nz"),
    "ua_nsdc_sanctions": List("ua", "opensanctions-ua-nsdc"),
    "un_1718_vessels": List("un", "opensanctions-un"),
    "un_sc_sanctions": List("un", "opensanctions-un"),
    "us_ofac_cons": List("us", "opensanctions-us-ofac-cons"),
    "us_ofac_sdn": List("us", "opensanctions-us-ofac-sdn"),
    "us_trade_csl": List("us", "opensanctions-us-trade"),
}

CATALOGUE = "ua_war_sanctions"
"""The catalogue of Ukraine's Defence Intelligence: what it holds is no listing by an authority."""

COPIES: Mapping[str, str] = {name: known.register for name, known in LISTS.items()} | {CATALOGUE: "opensanctions-gur"}
"""The source of the register that stands for the copy of a data set."""

EXCLUSIONS = frozenset(("gb_coh_disqualified", "us_sam_exclusions"))
"""Registers of those who may not direct companies or sell to the state: no sanctions lists."""

_COUNTRIES = {
    "eu": "eu", "gb": "uk", "us": "us", "un": "un", "ch": "ch", "ca": "ca", "au": "au", "nz": "nz", "jp": "jp", "ua": "ua",
}  # fmt: skip

_NAMES = tuple(
    (authority, re.compile(pattern, re.IGNORECASE))
    for authority, pattern in (
        ("us", r"\A(?:United States|US|USA)\Z|\bOFAC\b|Office of Foreign Assets Control|Bureau of Industry and Security"),
        ("un", r"\AUN\Z|United Nations|UN Security Council|\bUNSC\b"),
        ("eu", r"\AEU\Z|European Union|European Council|European Commission|Council of the EU\b|Directorate.General for Financial Stability"),
        ("uk", r"\A(?:United Kingdom|UK)\Z|\bOFSI\b|\bFCDO\b|HM Treasury|Foreign, Commonwealth|Office of Financial Sanctions Implementation"),
        ("ch", r"\ASwitzerland\Z|State Secretariat for Economic Affairs|\bSECO\b"),
        ("ca", r"\ACanada\Z|Global Affairs Canada"),
        ("au", r"\AAustralia\Z|\bDFAT\b|Australian Sanctions Office"),
        ("nz", r"\ANew Zealand\Z|New Zealand.*Foreign Affairs"),
        ("jp", r"\AJapan\Z"),
        ("ua", r"\AUkraine\Z|National Security and Defen[cs]e Council.*"),
    )
)  # fmt: skip

_PROGRAMMES = re.compile(r"(EU|GB|US|UN|SECO|CA|AU|NZ|JP)-[A-Z0-9-]+\Z|(UA-SA1644)\Z")

_BY_PROGRAMME = {
    "EU-MARE": "transport_ban", "US-BIS-EL": "export_control", "US-BIS-MEU": "export_control", "US-BIS-DPL": "export_control",
}  # fmt: skip

_NO_SANCTIONS = re.compile(
    r"US-(?:BIS-UVL|AECA-DEBARRED|UFLPA|5949LIST|MCCAIN-|NDAA-|1260H|SAM|HHS|DOS-CU-PAL)|"
    r"\b(?:Unverified List|(?:AECA|ITAR) Debarred|Statutorily Debarred)\b",
    re.IGNORECASE,
)
"""Programmes of whom exporters must check or whom the state does not buy from: they stand in lists beside sanctions and are none."""

_EXPORTS = re.compile(r"(?<!unreliable )\b(?:entity list|military end.?user|denied persons? list)\b", re.IGNORECASE)
"""Words of the programmes of the Bureau of Industry and Security."""

_WORDS = {
    "asset freeze": "asset_freeze", "asset freezing": "asset_freeze", "assets freeze": "asset_freeze", "freeze of assets": "asset_freeze",
    "targeted financial sanction": "asset_freeze", "targeted financial sanctions": "asset_freeze",
    "block": "blocking", "blocking": "blocking", "travel ban": "travel_ban", "travel bans": "travel_ban", "entry ban": "travel_ban",
    "transportation restrictions": "transport_ban", "transport ban": "transport_ban", "port ban": "transport_ban",
    "ship ban": "transport_ban", "export control": "export_control", "export controls": "export_control", "export ban": "export_control",
    "financial restrictions": "financial_restriction", "financial restriction": "financial_restriction",
    "services ban": "services_ban", "service prohibition": "services_ban", "trust services sanctions": "services_ban",
    "investment ban": "investment_ban", "broadcasting ban": "broadcast_ban", "broadcast ban": "broadcast_ban",
    "transaction ban": "transaction_ban",
}  # fmt: skip

_BEGINNINGS = (("блокування активів", "asset_freeze"), ("資産凍結", "asset_freeze"))
"""The same in the words of Ukraine's and Japan's decrees."""


def lists_of(entity: Entity) -> Iterator[List]:
    """The known lists that a Sanction was copied from, each once."""
    yield from dict.fromkeys(LISTS[name] for name in entity.datasets if name in LISTS)


def authority_of(entity: Entity) -> str | None:
    """The authority of the model whose listing a Sanction is; None where it is another's, or where that is not told."""
    named = {known.authority for known in lists_of(entity)}
    if not named:
        spoken = entity.get("authority")
        named = {authority for authority, pattern in _NAMES for text in spoken if pattern.search(text)}
        if not spoken:
            named = {found for id in entity.get("programId") if (found := authority_of_programme(id))}
            named = named or {_COUNTRIES[code] for code in _codes(entity) if code in _COUNTRIES}
    within = {authority for authority in named if not (codes := _codes(entity)) or _code(authority) in codes}
    return within.pop() if len(within) == 1 else None


def authority_of_programme(id: str) -> str | None:
    """The authority whose programme has this name in OpenSanctions; None where it is no authority of the model."""
    found = _PROGRAMMES.match(id)
    if not found or is_no_sanction(id):
        return None
    prefix = "UA" if found[2] else found[1]
    return "ch" if prefix == "SECO" else _COUNTRIES[prefix.lower()]


def is_no_sanction(programme: str) -> bool:
    """Whether a programme, by its words or its name in OpenSanctions, lists nobody for sanctions."""
    return bool(_NO_SANCTIONS.search(programme))


def is_exclusion(entity: Entity) -> bool:
    """Whether a Sanction keeps somebody from contracts or offices, or is a matter for exporters to check: no sanctions listing."""
    return not EXCLUSIONS.isdisjoint(entity.datasets) or any(map(is_no_sanction, entity.get("program", "programId")))


def measures_of(entity: Entity) -> tuple[str | None, ...]:
    """What a Sanction does, each measure once; a single None where nothing says."""
    found = {measure_in(text) for text in entity.get("provisions", "program")}
    found |= {_BY_PROGRAMME[id] for id in entity.get("programId") if id in _BY_PROGRAMME}
    found |= {known.measure for known in lists_of(entity)}
    return tuple(sorted(each for each in found if each)) or (None,)


def measure_of_programme(id: str) -> str | None:
    """What a programme does that knows one measure alone."""
    return _BY_PROGRAMME.get(id)


def measure_in(text: str) -> str | None:
    """The measure that the words of a list name."""
    plain = " ".join(text.casefold().split()).rstrip(".")
    known = _WORDS.get(plain) or next((measure for start, measure in _BEGINNINGS if plain.startswith(start)), None)
    return known or ("export_control" if _EXPORTS.search(plain) else None)


def _codes(entity: Entity) -> set[str]:
    return {code.casefold() for code in entity.get("country")}


def _code(authority: str) -> str:
    return "gb" if authority == "uk" else authority
