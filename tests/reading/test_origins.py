"""One publisher's list has one origin, in one spelling, whichever format it was read from: copies of it count once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermove.facts.evidence import Evidence
from countermove.facts.merge import support
from countermove.reading.facts_source import read_facts
from countermove.reading.profile_formats import shipped_formats
from countermove.reading.source_register import registered, shipped_entries

EU, OFAC, UK = (str(registered(id)["origin"]) for id in ("eu-journal", "ofac-sdn", "uk-sanctions-list"))
COPIES = {
    EU: ["eu-journal", "eu-fsf", "opensanctions-eu-journal", "opensanctions-eu-fsf", "opensanctions-eu-map"],
    OFAC: ["ofac-sdn", "opensanctions-us-ofac-sdn"],
    UK: ["uk-sanctions-list", "opensanctions-uk", "opensanctions-uk-hmt", "ofsi-consolidated-list"],
}


def _of_profiles() -> Iterator[tuple[str, str]]:
    """The origins that shipped profiles write themselves, each with the profile's id."""
    for format in shipped_formats():
        profile = format.profile
        for values in (profile.evidence, *(part for t in profile.facts for part in (t.evidence, t.evidence_instead))):
            value = values.get("origin")
            if value is not None and value.constant is not None:
                yield profile.id, str(value.constant)


@pytest.mark.parametrize("origin", COPIES)
def test_copies_of_one_list_are_one_origin(origin: str) -> None:
    pieces = [Evidence.model_validate(registered(id)) for id in COPIES[origin]]
    assert len({piece.source for piece in pieces}) == len(pieces)
    assert support(pieces)[1] == 1
    assert {piece.origin for piece in pieces} == {origin}


def test_a_list_of_lists_names_the_lists_as_origins(tmp_path: Path) -> None:
    (tmp_path / "lists.csv").write_text("imo,ofac,uk,eu\n9000015,True,True,True\n")
    found = read_facts(tmp_path).of_kind("designation")
    assert {getattr(fact, "authority"): fact.evidence[0].origin for fact in found} == {"eu": EU, "us": OFAC, "uk": UK}  # noqa: B009


def test_no_origin_has_two_spellings() -> None:
    spellings: dict[str, set[str]] = defaultdict(set)
    for entry in shipped_entries():
        name = entry.origin or entry.source or ""
        spellings[re.sub(r"\W|\bthe\b", "", name.casefold())].add(name)
    for _, name in _of_profiles():
        spellings[re.sub(r"\W|\bthe\b", "", name.casefold())].add(name)
    assert [names for names in spellings.values() if len(names) > 1] == []


def test_a_source_that_is_an_origin_is_its_own() -> None:
    origins = {entry.origin for entry in shipped_entries()} | {name for _, name in _of_profiles()}
    for entry in shipped_entries():
        if entry.source in origins:
            assert entry.origin == entry.source, entry.id


def test_journal_rows_have_the_journals_origin() -> None:
    assert dict(_of_profiles()).get("eu-journal", EU) == EU
