"""The measures of the British list in the model's words."""

from __future__ import annotations

from collections.abc import Iterable

_WORDS = {
    "asset freeze": "asset_freeze",
    "travel ban": "travel_ban",
    "trust services sanctions": "services_ban",
    "arms embargo": "export_control",
    "targeted arms embargo": "export_control",
    "technical assistance related to aircraft": "services_ban",
    "investment ban": "investment_ban",
    "investment bans": "investment_ban",
    "restrictions on financial dealings": "financial_restriction",
}
_NO_WORD = frozenset(
    ("director disqualification sanction", "prevention of business arrangements", "closure of representative offices")
)
"""Measures that the list is known to have and the model has no word for."""

_OF_SHIPS = ("port", "ship", "flag", "charter", "crew", "vessel", "transport", "movement", "detention", "registration")


def measures_of(words: Iterable[str], *, ship: bool) -> tuple[list[str], list[str]]:
    """The model's words for the measures of a cell, each once, and those that are new to it.

    What concerns a ship's calls, flag, charter or crew is a ban on its transport, however the list words it.
    """
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for text in words:
        word = " ".join(text.split())
        plain = word.casefold()
        if not plain or plain in ("n/a", "none", "unknown") or plain in _NO_WORD:
            continue
        if plain in _WORDS:
            found[_WORDS[plain]] = None
        elif any(part in plain for part in _OF_SHIPS) and (ship or "aircraft" not in plain):
            found["transport_ban"] = None
        else:
            unknown[word] = None
    return list(found), list(unknown)
