"""Votes of the United Nations, in the long form of its library and in the wide form."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from reading_account import adds_up, messages
from shared_data import needs, shared

from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts

FIXTURES = Path(__file__).parent / "fixtures" / "un-votes"


def _choices(found: FactSet, resolution: str) -> dict[str, str]:
    return {f.country[8:]: f.choice for f in found.of_kind("vote") if f.resolution == resolution}  # type: ignore[attr-defined]


def test_the_wide_form_gives_a_vote_a_state_that_exists() -> None:
    found = read_facts(FIXTURES / "wide.csv")
    assert [i.format for i in found.inputs] == ["un-votes-wide"]
    assert _choices(found, "ES-99/1") == {
        "AD": "yes", "DE": "yes", "FR": "yes", "GB": "yes", "IN": "abstain", "KZ": "abstain", "NA": "absent", "RU": "no",
        "TR": "absent", "US": "abstain",
    }  # fmt: skip
    one = next(f for f in found.of_kind("vote") if f.id == "vote:ES-99/1/iso3166:IN")
    assert str(one.date) == "2025-02-24"
    assert one.subject == "An invented resolution"
    assert one.evidence[0].url == "https://digitallibrary.un.org/record/1"
    assert one.evidence[0].reliability == "A"
    assert one.evidence[0].locator == "wide.csv line 3"
    assert one.evidence[0].published is None


def test_the_second_header_is_no_record_and_a_number_not_known_yet_is_quarantined() -> None:
    found = read_facts(FIXTURES / "wide.csv")
    (account,) = found.inputs
    assert (account.records, account.used, account.set_aside, account.quarantined) == (3, 2, 0, 1)
    assert adds_up(found)
    assert messages(found) == ["'Resolution' is 'A/RES/99/XX': is not the number of a resolution"]


def test_what_is_odd_in_a_row_costs_only_itself() -> None:
    found = read_facts(FIXTURES / "wide.csv")
    decision = _choices(found, "A/DEC/99/506")
    assert "DE" not in decision
    assert decision["US"] == "absent"
    told = "\n".join(found.notes)
    assert "'DEU' is 'MAYBE', which is no vote; left out" in told
    assert "the column 'YUG' is no state with a code of ISO 3166 today" in told
    assert "'Yes' is 9, and 8 states of the row voted so" in told
    assert all(f.date is None for f in found.of_kind("vote") if f.resolution == "A/DEC/99/506")  # type: ignore[attr-defined]


def test_the_long_form() -> None:
    found = read_facts(FIXTURES / "long.csv")
    (account,) = found.inputs
    assert account.format == "un-votes"
    assert (account.records, account.used, account.set_aside, account.quarantined) == (9, 6, 2, 1)
    assert dict(account.set_aside_reasons) == {
        "a vote on a draft, which has no number of a resolution": 1,
        "the voter is no state with a code of ISO 3166 today": 1,
    }
    assert _choices(found, "99/1") == {"US": "yes", "RU": "no", "IN": "abstain", "NA": "absent", "KZ": "absent"}
    assert _choices(found, "3379(XXX)") == {"RO": "yes"}, "a code of old is read by the name beside it"
    assert messages(found) == ["'ms_vote' is 'PERHAPS': is no vote: Y, N, A, X or empty"]


def test_both_forms_together_make_one_vote_of_one() -> None:
    wide, long = read_facts(FIXTURES / "wide.csv"), read_facts([FIXTURES / "wide.csv", FIXTURES / "wide.csv"])
    assert len(wide) == len(long)


def test_states_by_their_names(tmp_path: Path) -> None:
    states = "France,Germany,India,Kazakhstan,Türkiye,Russian Federation,United States of America,China,Brazil,Chad"
    text = f"resolution,date,title,{states}\nES-99/2,2025-01-01,x,YES,YES,ABSTAIN,,NO,NO,YES,ABSTAIN,YES,YES\n"
    (tmp_path / "votes.csv").write_text(text, encoding="utf-8")
    found = _choices(read_facts(tmp_path), "ES-99/2")
    assert found == {
        "FR": "yes", "DE": "yes", "IN": "abstain", "KZ": "absent", "TR": "no", "RU": "no", "US": "yes", "CN": "abstain",
        "BR": "yes", "TD": "yes",
    }  # fmt: skip


def test_a_table_with_a_resolution_but_no_states_is_not_this_format(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("Resolution,Date,ABC,DEF\nx,2025-01-01,YES,NO\n", encoding="utf-8")
    assert not read_facts(tmp_path).inputs


REAL = shared("licence-unclear/unga-votes/unga_2025_resolutions.csv")


@needs(REAL)
def test_the_real_file_counted_by_hand() -> None:
    with REAL.open(encoding="utf-8-sig", newline="") as stream:
        header, _, *rows = list(csv.reader(stream))
    states = [place for place, name in enumerate(header) if len(name) == 3 and name.isupper()]
    numbered = [row for row in rows if not row[0].endswith("XX")]
    words = {"YES": "yes", "NO": "no", "ABSTAIN": "abstain", "": "absent"}
    by_hand = sorted((row[0].removeprefix("A/RES/"), words[row[place]]) for row in numbered for place in states)
    found = read_facts(REAL)
    assert adds_up(found)
    (account,) = found.inputs
    assert (account.records, account.used, account.quarantined) == (len(rows), len(numbered), len(rows) - len(numbered))
    assert len(states) == 193
    assert sorted((f.resolution, f.choice) for f in found.of_kind("vote")) == by_hand  # type: ignore[attr-defined]
    assert (
        _choices(found, "ES-11/7")["US"]
        == rows[[row[0] for row in rows].index("A/RES/ES-11/7")][header.index("USA")].lower()
    )


@pytest.mark.parametrize("word", ["YES", "Yes", "y"])
def test_words_of_any_case(tmp_path: Path, word: str) -> None:
    text = f"ms_code,ms_vote,date,resolution\nFRA,{word},2025-01-01,A/RES/99/9\n"
    (tmp_path / "votes.csv").write_text(text, encoding="utf-8")
    assert _choices(read_facts(tmp_path), "99/9") == {"FR": "yes"}
