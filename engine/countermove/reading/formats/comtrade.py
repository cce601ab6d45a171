"""Trade as states report it to UN Comtrade: the CSV of its site, and the JSON of its interface (`{"data": […]}` or a list).

A value in dollars has a measure of its own (`imports_usd`, `exports_usd`), and so has the weight (`imports_kg`): no rule that asks for a
share in percent or for billions of dollars can take it for one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from iso3166 import countries_by_numeric

from countermove.reading.candidate import Candidate
from countermove.reading.country_words import country_code
from countermove.reading.json_stream import JsonRecord, answered
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile
from countermove.reading.tables import TableRow, encoding_of, table

_FLOWS = {
    "M": "imports", "X": "exports", "RX": "re_exports", "RM": "re_imports", "DX": "domestic_exports", "FM": "foreign_imports",
}  # fmt: skip
_OWN_NUMBERS = {"251": "FR", "381": "IT", "579": "NO", "699": "IN", "757": "CH", "842": "US"}
"""States that Comtrade numbers otherwise than ISO 3166, because their customs territory differs."""
_SCHEMES = {"H": "HS", "S": "SITC", "B": "BEC", "E": "EBOPS"}
_MARKS = ",;\t"
_BITE = 1 << 20


class Comtrade:
    """The CSV of the site and of the interface."""

    id = "comtrade"
    title = "UN Comtrade, trade by reporter, partner and goods (CSV)"
    used: Mapping[str, str] = {
        "reporterISO, reporterCode": "country; Russia is RUS or 643", "partnerISO, partnerCode": "counterpart; the world and groups are set aside",
        "flowCode": "measure: imports, exports, re-exports, re-imports", "typeCode": "measure: services have names of their own",
        "period": "period, a year or a month", "cmdCode, cmdDesc, classificationCode": "definition",
        "primaryValue": "value, in US dollars", "netWgt": "a second fact, in kilograms",
        "isNetWgtEstimated": "a note on the weight",
        "customsCode, motCode, mosCode, partner2Code": "tell parts of a figure, which are set aside: the whole has a row of its own",
    }  # fmt: skip
    unused: Mapping[str, str] = {
        "refPeriodId, refYear, refMonth, freqCode": "the period says it", "reporterDesc, partnerDesc, flowDesc": "the codes say it",
        "qty, qtyUnitAbbr, altQty, grossWgt": "units differ from row to row; the net weight is comparable",
        "cifvalue, fobvalue": "the primary value is the one of the two that the reporter's flow is counted by",
        "isReported, isAggregate, legacyEstimationFlag, aggrLevel, isLeaf": "how the figure was put together; no field",
    }  # fmt: skip
    _needed = ("reporterCode", "flowCode", "partnerCode", "cmdCode", "primaryValue", "period")

    def recognises(self, candidate: Candidate) -> bool:
        return any(candidate.has_columns(*self._needed, delimiter=mark) for mark in _MARKS)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        encoding = _encoding(source)
        mark, spare = _mark_and_spare_cell(source, encoding)
        rows = (
            table(source, delimiter=mark, encoding=encoding, skip=1, columns=spare)
            if spare
            else table(source, delimiter=mark, encoding=encoding, needed=self._needed)
        )
        for row in rows:
            yield _outcome(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return _outcome(record, line, source)


_AS_HERE: Mapping[str, str] = {}
_OLD_NAMES = {
    "reporterCode": "Reporter Code", "reporterISO": "Reporter ISO", "partnerCode": "Partner Code", "partnerISO": "Partner ISO",
    "partner2Code": "2nd Partner Code", "period": "Period", "cmdCode": "Commodity Code", "cmdDesc": "Commodity",
    "classificationCode": "Classification", "primaryValue": "Trade Value (US$)", "netWgt": "Netweight (kg)",
    "customsCode": "Customs Proc. Code", "motCode": "Mode of Transport Code",
}  # fmt: skip
_OLD_FLOWS = {"1": "M", "2": "X", "3": "RX", "4": "RM"}


class ComtradeBefore2023:
    """The CSV that the site gave until its new interface of 2023: the same figures under other names."""

    id = "comtrade-before-2023"
    title = "UN Comtrade, trade by reporter, partner and goods (CSV of the site until 2023)"
    used: Mapping[str, str] = {
        "Reporter ISO, Reporter Code": "country", "Partner ISO, Partner Code": "counterpart; the world and groups are set aside",
        "Trade Flow Code": "measure: imports, exports, re-exports, re-imports", "Period": "period, a year or a month",
        "Classification, Commodity Code, Commodity": "definition", "Trade Value (US$)": "value, in US dollars",
        "Netweight (kg)": "a second fact, in kilograms",
        "2nd Partner Code, Customs Proc. Code, Mode of Transport Code": "tell parts of a figure, which are set aside",
    }  # fmt: skip
    unused: Mapping[str, str] = {
        "Year, Period Desc.": "the period says it", "Reporter, Partner, Trade Flow": "the codes say it",
        "Qty and its unit, Alt Qty, Gross weight": "units differ from row to row; the net weight is comparable",
        "CIF Trade Value, FOB Trade Value": "the trade value is the one that the reporter's flow is counted by",
        "Aggregate Level, Is Leaf Code, Flag": "how the figure was put together; no field",
    }  # fmt: skip
    _needed = ("Trade Flow Code", "Reporter Code", "Partner Code", "Commodity Code", "Trade Value (US$)", "Period")

    def recognises(self, candidate: Candidate) -> bool:
        return candidate.has_columns(*self._needed)

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for row in table(source, encoding=_encoding(source), needed=self._needed):
            yield self.reread(row.cells, row.line, source) if isinstance(row, TableRow) else row

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        cells = {new: record.get(old, "") for new, old in _OLD_NAMES.items()}
        cells["flowCode"] = _OLD_FLOWS.get(record.get("Trade Flow Code", ""), "")
        cells["classificationSearchCode"] = (
            cells["classificationCode"] if cells["classificationCode"] in ("HS", "ST", "BE") else ""
        )
        return _outcome(cells, line, source, record, names=_OLD_NAMES)


class ComtradeJson:
    """The answer of the interface, as it was saved."""

    id = "comtrade-json"
    title = "UN Comtrade, trade by reporter, partner and goods (JSON of its interface)"
    used = Comtrade.used
    unused = Comtrade.unused

    def recognises(self, candidate: Candidate) -> bool:
        return any(
            candidate.has_json(*(f"{path}.{name}" for name in Comtrade._needed)) for path in ("data.item", "item")
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        for found in answered(source, "data"):
            yield self._outcome(found.data, found.number, source) if isinstance(found, JsonRecord) else found

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        return self._outcome(record, line, source)

    def _outcome(self, record: Any, number: int, source: SourceFile) -> Outcome:
        if not isinstance(record, dict):
            making = Making(source, 0, record, f"record {number}")
            making.problem("", "", "a record is a JSON object")
            return making.outcome()
        texts = {name: _text(value) for name, value in record.items()}
        return _outcome(texts, 0, source, record, f"record {number}")


def _outcome(
    cells: Mapping[str, str],
    line: int,
    source: SourceFile,
    record: Any = None,
    where: str = "",
    names: Mapping[str, str] = _AS_HERE,
) -> Outcome:
    """What a row gives; `names` says what the file calls a column that may be wrong."""
    reason = _not_a_whole_figure(cells)
    reporter, partner = _state(cells, "reporter"), _state(cells, "partner")
    if cells.get("partnerCode") == "0" or cells.get("partnerISO") == "W00":
        reason = "the partner is the whole world, not a state"
    elif not partner:
        reason = "the partner is no single state"
    elif not reporter:
        reason = "the reporter is no single state"
    elif reporter == partner:
        reason = "reporter and partner are the same state"
    if reason:
        return SetAside(line, reason)
    making = Making(source, line, record if record is not None else cells, where)
    flow = ("services_" if cells.get("typeCode") == "S" else "") + _FLOWS[cells["flowCode"]]
    period = making.cell("day", names.get("period", "period"), _period(cells.get("period", "")), "unknown")
    if period is None:
        making.problem(names.get("period", "period"), cells.get("period", ""), "is no year and no month")
        return making.outcome()
    shared = {
        "country": f"iso3166:{reporter}", "counterpart": f"iso3166:{partner}", "definition": _definition(cells),
        "period": period,
    }  # fmt: skip
    piece = making.piece("un-comtrade")
    value = making.cell("number", names.get("primaryValue", "primaryValue"), cells.get("primaryValue", ""))
    if value is not None:
        making.add("dependence", piece, measure=f"{flow}_usd", value=value, unit="USD", **shared)
    weight = making.cell("number", names.get("netWgt", "netWgt"), cells.get("netWgt", ""), "note")
    if weight:
        note = "The weight is an estimate." if cells.get("isNetWgtEstimated", "").casefold() in ("true", "1") else ""
        making.add("dependence", piece, measure=f"{flow}_kg", value=weight, unit="kg", note=note, **shared)
    return making.outcome("the row gives neither value nor weight")


def _not_a_whole_figure(cells: Mapping[str, str]) -> str:
    """Why a row is not the figure of a pair of states; empty where it is."""
    if cells.get("flowCode", "") not in _FLOWS:
        return "a flow other than imports, exports, re-exports or re-imports"
    parts = {"customsCode": ("", "C00"), "motCode": ("", "0"), "mosCode": ("", "0"), "partner2Code": ("", "0")}
    if any(cells.get(name, "") not in whole for name, whole in parts.items()):
        return "a part of a figure, by customs procedure, means of transport or second partner"
    return ""


def _state(cells: Mapping[str, str], side: str) -> str | None:
    letters, number = cells.get(f"{side}ISO", ""), cells.get(f"{side}Code", "")
    if found := country_code(letters):
        return found
    if letters:
        return None
    known = countries_by_numeric.get(number.zfill(3))
    return _OWN_NUMBERS.get(number) or (known.alpha2 if known else None)


def _definition(cells: Mapping[str, str]) -> str:
    scheme = cells.get("classificationSearchCode") or _SCHEMES.get(cells.get("classificationCode", "")[:1], "")
    goods = " ".join(part for part in (scheme, cells.get("cmdCode", ""), cells.get("cmdDesc", "")) if part)
    return f"{goods}, as the country itself reports it (UN Comtrade)"


def _period(text: str) -> str:
    return f"{text[:4]}-{text[4:]}" if len(text) == 6 and text.isdigit() else text


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def _mark_and_spare_cell(source: SourceFile, encoding: str) -> tuple[str, list[str]]:
    """What parts the cells; and the header with one column more, where every row ends in that mark and the header does not.

    Files of the site are written so.
    """
    with source.path.open(encoding=encoding_of(source, encoding), errors="replace", newline="") as stream:
        head = [stream.readline(_BITE) for _ in range(2)]
    mark = max(_MARKS, key=head[0].count)
    try:
        header, first = (next(csv.reader([line], delimiter=mark), []) for line in head)
    except csv.Error:
        return mark, []
    more = len(first) == len(header) + 1 and not first[-1].strip()
    return mark, [*(cell.strip() for cell in header), ""] if more else []


def _encoding(source: SourceFile) -> str:
    """UTF-8 where the file is; else the one-byte encoding in which the site has long written names of countries."""
    from codecs import getincrementaldecoder

    decoder = getincrementaldecoder("utf-8")()
    with source.path.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-8"
        stream.seek(0)
        try:
            while bite := stream.read(_BITE):
                decoder.decode(bite)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


FORMATS = (Comtrade(), ComtradeBefore2023(), ComtradeJson())
