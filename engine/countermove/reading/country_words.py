"""Countries as files write them: two letters, three letters, the official name, or a common short name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from iso3166 import countries

_SHORT_NAMES = {
    "bolivia": "BO", "british virgin islands": "VG", "brunei": "BN", "cape verde": "CV", "curacao": "CW", "czech republic": "CZ",
    "democratic peoples republic of korea": "KP", "democratic republic of the congo": "CD", "east timor": "TL", "england": "GB",
    "great britain": "GB", "hong kong": "HK", "hong kong sar": "HK", "iran": "IR", "islamic republic of iran": "IR",
    "ivory coast": "CI", "laos": "LA", "macau": "MO", "macedonia": "MK", "micronesia": "FM", "moldova": "MD",
    "republic of moldova": "MD", "north korea": "KP", "palestine": "PS", "peoples republic of china": "CN",
    "republic of korea": "KR", "russia": "RU", "russian federation": "RU", "st kitts and nevis": "KN",
    "st vincent and the grenadines": "VC", "south korea": "KR", "swaziland": "SZ", "syria": "SY", "taiwan": "TW",
    "tanzania": "TZ", "the bahamas": "BS", "the gambia": "GM", "the netherlands": "NL", "holland": "NL", "turkey": "TR",
    "turkiye": "TR", "uae": "AE", "uk": "GB", "united kingdom": "GB", "united states": "US", "us virgin islands": "VI",
    "burma": "MM", "congo drc": "CD", "dprk": "KP", "gambia the": "GM", "hong kong china": "HK", "korea north": "KP",
    "korea south": "KR", "kyrgyz republic": "KG", "luxemburg": "LU", "sint maarten": "SX", "sultanate of oman": "OM",
    "tanzania zanzibar": "TZ", "union of comoros": "KM", "union of the comoros": "KM", "us": "US",
    "usa": "US", "venezuela": "VE", "viet nam": "VN", "vietnam": "VN", "vatican": "VA", "kosovo": "XK",
}  # fmt: skip


_REPUBLIC = re.compile(r"\A(?:the )?(?:united )?republic of (?:the )?")


def country_code(text: str) -> str | None:
    """The two-letter code of a country: in words of any case, or as a code in capitals; None where it is not known."""
    if len(text) <= 3 and text.casefold() not in ("uae", "uk", "usa"):
        return _codes().get(text)
    name = _plain(text)
    if found := _table().get(name):
        return found
    short = _REPUBLIC.sub("", name)
    return _table().get(short) if short not in ("china", "korea") else None


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return " ".join(re.sub(r"[^a-z ]", "", ascii_only.casefold().replace("-", " ").replace("&", " and ")).split())


@cache
def _codes() -> dict[str, str]:
    return {code: country.alpha2 for country in countries for code in (country.alpha2, country.alpha3)}


@cache
def _table() -> dict[str, str]:
    known = {_plain(name): country.alpha2 for country in countries for name in (country.name, country.apolitical_name)}
    return known | {name: code for name, code in _SHORT_NAMES.items() if code in _codes()}
