"""Trade figures of UN Comtrade, as CSV and as the JSON of its interface."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from reading_account import adds_up, messages

from countermove import resources
from countermove.brief import brief
from countermove.facts.fact_set import FactSet
from countermove.reading.facts_source import read_facts
from countermove.reading.rulebook_reader import load_rulebook

FIXTURES = Path(__file__).parent / "fixtures" / "comtrade"


def _figures(found: FactSet) -> set[tuple[str, str, str, str, float, str]]:
    return {(f.country, f.counterpart, f.measure, str(f.period), f.value, f.unit) for f in found.of_kind("dependence")}  # type: ignore[attr-defined]


def test_value_and_weight_are_facts_with_measures_of_their_own() -> None:
    found = read_facts(FIXTURES / "trade.csv")
    assert [i.format for i in found.inputs] == ["comtrade"]
    assert _figures(found) == {
        ("iso3166:IN", "iso3166:RU", "imports_usd", "2024", 50000000000.5, "USD"),
        ("iso3166:IN", "iso3166:RU", "imports_kg", "2024", 1000000.0, "kg"),
        ("iso3166:IN", "iso3166:RU", "imports_usd", "2024-03", 4000000000.0, "USD"),
        ("iso3166:RU", "iso3166:CN", "re_exports_usd", "2024", 7.0, "USD"),
    }
    value = next(f for f in found if f.measure == "imports_usd" and str(f.period) == "2024")  # type: ignore[attr-defined]
    assert value.definition == "HS 2709 Petroleum oils, crude, as the country itself reports it (UN Comtrade)"  # type: ignore[attr-defined]
    weight = next(f for f in found if f.measure == "imports_kg")  # type: ignore[attr-defined]
    assert weight.note == "The weight is an estimate."
    assert weight.evidence[0].source == "UN Comtrade"


def test_every_other_row_is_set_aside_with_its_reason_or_quarantined() -> None:
    found = read_facts(FIXTURES / "trade.csv")
    assert adds_up(found)
    (account,) = found.inputs
    assert dict(account.set_aside_reasons) == {
        "a flow other than imports, exports, re-exports or re-imports": 1,
        "a part of a figure, by customs procedure, means of transport or second partner": 2,
        "reporter and partner are the same state": 1,
        "the partner is no single state": 1,
        "the partner is the whole world, not a state": 1,
        "the reporter is no single state": 1,
    }
    assert [message.partition(":")[0] for message in messages(found)] == [
        "'primaryValue' is '1.5 bn'",
        "'period' is '24'",
    ]


def test_files_of_the_site_end_every_row_in_a_comma(tmp_path: Path) -> None:
    header, *rows = (FIXTURES / "trade.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "trade.csv").write_text("\n".join([header, *(f"{row}," for row in rows)]) + "\n", encoding="utf-8")
    found, plain = read_facts(tmp_path), read_facts(FIXTURES / "trade.csv")
    assert _figures(found) == _figures(plain)
    assert [f.evidence[0].locator for f in found] == [f.evidence[0].locator for f in plain]


def test_files_in_bulk_are_parted_by_tabs(tmp_path: Path) -> None:
    with (FIXTURES / "trade.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with (tmp_path / "bulk.txt").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t").writerows(rows)
    assert _figures(read_facts(tmp_path)) == _figures(read_facts(FIXTURES / "trade.csv"))


def test_names_in_the_old_encoding_cost_nothing(tmp_path: Path) -> None:
    text = (FIXTURES / "trade.csv").read_text(encoding="utf-8")
    (tmp_path / "trade.csv").write_bytes(text.encode("cp1252"))
    assert _figures(read_facts(tmp_path)) == _figures(read_facts(FIXTURES / "trade.csv"))


def test_the_answer_of_the_interface_has_codes_where_names_are_null() -> None:
    found = read_facts(FIXTURES / "answer.json")
    assert [i.format for i in found.inputs] == ["comtrade-json"]
    assert _figures(found) == {
        ("iso3166:IN", "iso3166:RU", "imports_usd", "2024", 52729000000.5, "USD"),
        ("iso3166:IN", "iso3166:RU", "imports_kg", "2024", 1000.5, "kg"),
        ("iso3166:US", "iso3166:FR", "services_exports_usd", "2023", 7.0, "USD"),
    }
    (account,) = found.inputs
    assert dict(account.set_aside_reasons) == {
        "the partner is no single state": 1, "the row gives neither value nor weight": 1,
    }  # fmt: skip


def test_dollars_meet_no_rule_that_asks_for_percent_or_billions(tmp_path: Path) -> None:
    """A value far above every mark, for every pair that rules look at, changes no advice."""
    header = (
        "typeCode,period,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,cmdCode,cmdDesc,primaryValue,netWgt"
    )
    pairs = [("IND", "RUS"), ("RUS", "CHN"), ("RUS", "IND"), ("TUR", "RUS"), ("KAZ", "RUS"), ("ARM", "RUS")]
    rows = [
        f"C,{year},0,{one},{flow},1,{other},{goods},x,{year}000000,99"
        for one, other in pairs for year in (2024, 2025, 2026) for flow in "MX" for goods in ("TOTAL", "2709", "2711")
    ]  # fmt: skip
    (tmp_path / "trade.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    examples = resources.folder("examples")
    rulebook = load_rulebook()
    with_trade = read_facts([examples, tmp_path])
    assert with_trade.inputs[-1].used == len(rows)
    before, after = brief(read_facts(examples), rulebook, as_of=_day()), brief(with_trade, rulebook, as_of=_day())
    assert [r.id for r in after.recommendations] == [r.id for r in before.recommendations]
    assert not [f for f in after.facts.values() if str(f.get("measure", "")).endswith(("_usd", "_kg"))]


def _day() -> date:
    return date(2026, 11, 22)


@pytest.mark.parametrize("text", ['{"data": []}', '{"data": [{"reporterCode": 1}]}'])
def test_other_json_with_a_list_of_data_is_not_this_format(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer.json").write_text(text, encoding="utf-8")
    assert not read_facts(tmp_path).inputs
