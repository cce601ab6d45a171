"""OFAC's list as XML (sdn.xml, consolidated.xml), and its advanced form, which is recognised and not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.errors import Fault
from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.listed.ofac_entry import AIRCRAFT, OfacEntry, check_entry, make_entry
from countermove.reading.listed.subject import Quality, joined
from countermove.reading.listed.xml_records import XmlRecords
from countermove.reading.making import Making
from countermove.reading.outcome import FileFault, Outcome, Refused, SetAside, SourceFile

_BEFORE_ROOT = (("<?", "?>"), ("<!--", "-->"))
_ADVANCED_UNREAD = "OFAC's advanced form is not read: use sdn.xml"
_ADVANCED = ("DistinctParty", "ReferenceValueSets", "DateOfIssue", "AliasTypeValues")


def _root(candidate: Candidate) -> str:
    """The name of the root element, whatever stands before it."""
    text, at = candidate.text.lstrip("\ufeff"), 0
    while True:
        at += len(text[at:]) - len(text[at:].lstrip())
        if text.startswith("<!DOCTYPE", at):
            inner = text.find("[", at, text.find(">", at) + 1)
            end = text.find("]>", inner) + 1 if inner >= 0 else text.find(">", at)
            if end <= 0:
                return ""
            at = end + 1
            continue
        for begin, close in _BEFORE_ROOT:
            if text.startswith(begin, at):
                end = text.find(close, at)
                if end < 0:
                    return ""
                at = end + len(close)
                break
        else:
            found = re.compile(r"<(?:\w+:)?(\w+)").match(text, at)
            return found[1] if found else ""


class OfacSdnXml:
    """Reads sdn.xml, and consolidated.xml, which has its form."""

    id = "ofac-sdn-xml"
    title = "OFAC's Specially Designated Nationals list (sdn.xml)"
    used: Mapping[str, str] = {
        "Publish_Date": "date of the evidence: the listing was known then at the latest",
        "uid": "id ofac:…, or same_as",
        "lastName, firstName": "name",
        "sdnType": "person, vessel, company",
        "programList": "programme: all of the entry. Entries of programmes without a tie to Russia are kept, for they are listed; the rule us-listing-under-another-programme says so where it matters",
        "title": "role of a person",
        "akaList": "other name, former name (f.k.a.), alias (weak)",
        "idList: Vessel Registration Identification": "id of a ship; imo-company of a company",
        "idList: MMSI, SWIFT/BIC, Tax ID No., Registration Number and their like": "mmsi, bic, inn, ogrn, imo-company, lei",
        "idList: Organization Established Date, Organization Type, Vessel Year of Build": "founded, sector, built",
        "idList: Executive Order 13662 Directive Determination": "measure financial_restriction (directives 1 to 3) in place of blocking",
        "nationalityList, citizenshipList": "country of a person: the main one, or the only one",
        "vesselInfo: callSign, vesselType, vesselFlag, tonnage": "call_sign, type, flag, deadweight",
        "the list itself": "measure blocking; none under the programmes of OFAC's other lists",
    }
    unused: Mapping[str, str] = {
        "the day of the listing": "the file tells none, and none is made up",
        "remarks, (Linked To: …)": "given by name alone, and a name is no id",
        "vesselInfo: vesselOwner": "given by name alone, and a name is no id",
        "vesselInfo: grossRegisteredTonnage": "the model has no field for gross tonnage",
        "idList: Former Vessel Flag": "undated",
        "idList: passports, national numbers, secondary sanctions risk, websites, digital currency addresses": "nothing that the rules ask",
        "addressList": "no rule asks for addresses",
        "dateOfBirthList, placeOfBirthList": "nothing that the rules ask, and personal",
        "entries of aircraft": "set aside: the model has no kind for aircraft",
    }

    def recognises(self, candidate: Candidate) -> bool:
        """XML whose root is sdnList."""
        return candidate.is_xml and _root(candidate) == "sdnList"

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every entry."""
        records = XmlRecords(source, "sdnEntry", beside=("Publish_Date",))
        for record in records:
            if isinstance(record, FileFault):
                yield record
            else:
                day = _american_day(records.beside.get("Publish_Date", ""))
                yield _outcome(source, record.line, record.data, day)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One entry."""
        return _outcome(source, line, record, None)


def _outcome(source: SourceFile, line: int, data: Mapping[str, Any], day: PartialDate | None) -> Outcome:
    type = _text(data, "sdnType")
    person = type.casefold() == "individual"
    entry = OfacEntry(
        number=_text(data, "uid"),
        type=type,
        name=joined([_text(data, "firstName"), _text(data, "lastName")]),
        programmes=[text for text in _inner(data, "programList", "program") if isinstance(text, str) and text],
        title=_text(data, "title"),
        remarks=_text(data, "remarks"),
        list_date=day,
    )
    making = Making(source, line, dict(data), where=f"line {line} (ofac:{entry.number})")
    check_entry(making, entry, "uid", "sdnType", "lastName")
    if not type:
        making.problem("sdnType", "", "is missing")
    refused = making.outcome()
    if isinstance(refused, Refused):
        return refused
    if type.casefold() == "aircraft":
        return SetAside(line, AIRCRAFT)
    for other in _inner(data, "akaList", "aka"):
        if isinstance(other, Mapping):
            entry.others.append((joined([_text(other, "firstName"), _text(other, "lastName")]), _quality(other)))
    for number in _inner(data, "idList", "id"):
        if isinstance(number, Mapping):
            told = (_text(number, "idType"), _text(number, "idNumber"), _text(number, "idCountry"))
            entry.numbers.append(told)
    for ship in data.get("vesselInfo", ())[:1]:
        if isinstance(ship, Mapping):
            entry.call_sign, entry.ship_type = _text(ship, "callSign"), _text(ship, "vesselType")
            entry.flag, entry.tonnage = _text(ship, "vesselFlag"), _text(ship, "tonnage")
    if person:
        entry.nationality = _country(data, "nationality") or _country(data, "citizenship")
    make_entry(making, entry)
    return making.outcome()


def _text(data: Mapping[str, Any], name: str) -> str:
    found = data.get(name) or ("",)
    first = found[0] if isinstance(found, list | tuple) else found
    return first if isinstance(first, str) else ""


def _inner(data: Mapping[str, Any], list_name: str, name: str) -> list[Any]:
    """The elements of a list of an entry."""
    holders = data.get(list_name) or ()
    return [
        item
        for holder in (holders if isinstance(holders, list | tuple) else ())
        if isinstance(holder, Mapping)
        for item in (holder.get(name) or ())
    ]


def _quality(other: Mapping[str, Any]) -> Quality | None:
    if _text(other, "type").casefold().startswith("f.k.a"):
        return "former"
    category = _text(other, "category").casefold()
    return "weak" if category == "weak" else "strong" if category == "strong" else None


def _country(data: Mapping[str, Any], name: str) -> str:
    """The main country of a list, else its only one."""
    found = [each for each in _inner(data, f"{name}List", name) if isinstance(each, Mapping)]
    main = [each for each in found if _text(each, "mainEntry").casefold() == "true"] or found
    return _text(main[0], "country") if len(main) == 1 else ""


def _american_day(text: str) -> PartialDate | None:
    """A day as OFAC writes it, month first."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    try:
        return PartialDate.parse(f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}") if found else None
    except ValueError:
        return None


class OfacAdvancedXml:
    """Recognises the advanced form, which spreads an entry over the whole file, and points to the plain one."""

    id = "ofac-sdn-advanced-xml"
    title = "OFAC's list in the advanced form (sdn_advanced.xml); recognised, and not read: use sdn.xml"
    used: Mapping[str, str] = {}
    unused: Mapping[str, str] = {
        "the whole file": "its names, papers and listings refer to one another across the file; sdn.xml holds the same entries, which are set aside here"
    }

    def recognises(self, candidate: Candidate) -> bool:
        """XML whose root is Sanctions, with the parts that only this form has."""
        return (
            candidate.is_xml
            and _root(candidate) == "Sanctions"
            and any(f"<{name}" in candidate.text or f":{name}" in candidate.text for name in _ADVANCED)
        )

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """A fault that says which file to use, and every entry set aside."""
        hint = "give sdn.xml (or sdn.csv) of the same day, which holds the same entries"
        yield FileFault(Fault("CM319", _ADVANCED_UNREAD, source.at(), hint))
        for record in XmlRecords(source, "DistinctParty"):
            yield record if isinstance(record, FileFault) else SetAside(record.line, _ADVANCED_UNREAD)

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """No entry of this form is read."""
        return SetAside(line, _ADVANCED_UNREAD)


FORMATS = (OfacSdnXml(), OfacAdvancedXml())
