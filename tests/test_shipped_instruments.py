"""The instruments and parameters that ship: complete, honest about what was not read, and open to each audience in each step."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from countermove.reading.rulebook_reader import load_rulebook
from countermove.rulebook.instrument import Instrument
from countermove.rulebook.rulebook import Rulebook

CHECKED = dt.date(2026, 11, 22)
OPEN_TO_ALL = frozenset({"coalition", "national"})
REACH = {
    "eu": OPEN_TO_ALL | {"eu"},
    "uk": OPEN_TO_ALL | {"uk", "nato"},
    "us": OPEN_TO_ALL | {"us", "nato"},
    "nato": OPEN_TO_ALL | {"nato"},
}
COMMON_MISBELIEFS = {  # what people get wrong, and the words in `limits` that set it right
    "eu-vessel-listing-3s": "no asset freeze",
    "uk-specified-ship": "no asset freeze",
    "unclos-110-visit": "Evasion of sanctions is no ground",
    "unclos-coastal-state-powers": "To be sanctioned is no ground",
    "eu-state-owned-5aa": "MORE than 50 percent",
    "eu-asset-freeze-269": "50 percent or more",
    "uk-designation": "more than 50 percent, or control",
    "us-50-percent": "no test of control",
    "us-price-cap-eo14071": "never joined the cut below 60",
    "eu-price-cap-3n": "would have RAISED the cap",
    "eu-future-maritime-services-ban": "not in force as a ban",
    "eu-port-access-3ea-3eb-3ec": "no hour threshold",
    "imo-a1192": "not binding",
    "nato-article-4": "neither triggers nor implies Article 5",
    "us-caatsa-241": "NOT a sanctions list",
    "us-caatsa-232": "permits; it does not require",
    "uk-firs-enhanced": "not a ban",
    "us-fara": "no civil fines",
    "eu-trans-caspian": "not a grant",
    "unclos-113-cables": "not with the state that was harmed",
    "g7-shadow-fleet-task-force": "The US is not among the signatories",
    "eu-hybrid-assets-annex-iii": "needs no link to oil",
    "eu-anti-coercion": "sabotage or propaganda alone do not qualify",
    "eu-dsa-trusted-flaggers-22": "Lawful disinformation is outside it",
    "nato-information-threats": "Opinion is outside it",
}


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def instruments() -> list[Instrument]:
    return list(rulebook().instruments.values())


def test_each_says_what_it_costs() -> None:
    assert [found.id for found in instruments() if not found.cost] == []


def test_what_counts_as_read_names_where_and_when() -> None:
    for found in instruments():
        if found.verified != "no":
            assert found.checked is not None, found.id
            assert any(citation.accessed for citation in found.citations), found.id


def test_what_was_not_read_says_so() -> None:
    silent = [found.id for found in instruments() if found.verified != "yes" and not found.unverified]
    assert silent == []


def test_an_end_date_that_has_passed_is_explained() -> None:
    for found in instruments():
        if found.valid_until is not None and found.valid_until.last < CHECKED:
            assert found.unverified is not None, found.id
            assert any(word in found.unverified for word in ("prolong", "Prolongation", "end date")), found.id


@pytest.mark.parametrize(("instrument", "words"), sorted(COMMON_MISBELIEFS.items()))
def test_limits_set_a_common_misbelief_right(instrument: str, words: str) -> None:
    assert words in rulebook().instruments[instrument].limits


@pytest.mark.parametrize("step", [1, 2, 3, 4])
@pytest.mark.parametrize("audience", sorted(REACH))
def test_each_audience_has_means_in_each_step(audience: str, step: int) -> None:
    own = {found.id for found in instruments() if step in found.steps and found.jurisdiction == audience}
    shared = {found.id for found in instruments() if step in found.steps and found.jurisdiction in OPEN_TO_ALL}
    assert len(shared) >= 2
    assert len(own) >= (0 if (audience, step) == ("nato", 2) else 1)  # the Alliance lists nobody


def test_actions_name_only_instruments_that_the_audience_can_use() -> None:
    foreign = [
        (action.id, audience, name)
        for action in rulebook().actions.values()
        for audience, names in action.instruments.items()
        for name in names
        if rulebook().instruments[name].jurisdiction not in REACH[audience]
    ]
    assert foreign == []
