"""Meta's published indicators of take-downs: CSV files by its kill chain, and the older form by type of indicator.

A file is of one network, whose only name is the file's. Where it is based is what Meta says of its origin, and no more: the country in
the title, whichever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.cell_types import day
from countermove.reading.country_words import country_code
from countermove.reading.influence.channels import WEBSITE, channel_at
from countermove.reading.influence.meta_titles import Title, title_of
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, Outcome, SetAside, SourceFile, Used
from countermove.reading.tables import TableRow, table

_KILL_CHAIN = ("Tactic", "Technique", "Procedure")
_BY_TYPE = ("indicator_type", "indicator_value", "comment", "ds")
_COUNT = re.compile(r"(?:about |around |some |over )?(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})\s+(?:(?:facebook|instagram|threads|whatsapp)\s+)?(acc?ounts?|profiles?|pages?|groups?|events?|channels?|sites?|websites?|domains?)\s*\.?\Z", re.IGNORECASE)  # fmt: skip
_CODE = re.compile(r"(\d+(?:\.\d+)*)")
_CONDUCT = {"1.2": "false_accounts", "1.3.1": "false_outlets", "1.4": "impersonation", "1.5.1": "impersonation", "1.5.2": "impersonation", "1.5.3": "impersonation", "1.5.5": "impersonation"}  # fmt: skip
"""Procedures of Meta's kill chain that are a conduct of the model; 1.5.4 (companies) serves fraud as well."""
_REGISTERED = re.compile(r"registration date:\s*([^,;]+)", re.IGNORECASE)
_TARGET = re.compile(r"(?:country likely targeted:\s*([^,;.]+)|\b([A-Za-z .]+?)-targeting\b)", re.IGNORECASE)
_REMARK = re.compile(r"(\S+)\s+\(([^()]+)\)\Z")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\Z")


@dataclass
class _Network:
    """What the rows of one file add up to."""

    title: Title
    channels: set[str] = field(default_factory=set)
    sites: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    conduct: dict[str, None] = field(default_factory=dict)
    targets: dict[str, None] = field(default_factory=dict)

    @property
    def id(self) -> str | None:
        """The id of the campaign; None where the file does not tell whose the indicators are."""
        return self.title.id if self.title.network else None


class MetaIndicators:
    """One file of a take-down, or Meta's kill chain itself."""

    id = "meta-indicators"
    title = "Meta's indicators of influence operations (CSV)"
    used: Mapping[str, str] = MappingProxyType(
        {
            "name of the file": "influence_campaign (id, name, as_at), attribution to where it is based, campaign_target",
            "Indicator, indicator_value": "media_channel, where it is an address; a count of accounts becomes the campaign's channels",
            "Procedure": "conduct of the campaign, for procedures of disguise",
            "Comments, Notes, comment": "since (date of registration, month first), country (whom it likely targets), campaign_target",
            "ds": "date of the evidence",
        }
    )
    unused: Mapping[str, str] = MappingProxyType(
        {
            "Tactic, Technique": "Meta's own kill chain; the model keeps codes of DISARM",
            "text of procedures": "told in words",
            "followers, spending": "reach and money have no field of their own",
        }
    )

    def recognises(self, candidate: Candidate) -> bool:
        """By one of the two headers that Meta publishes under."""
        return bool(_delimiter(candidate))

    def read(self, source: SourceFile) -> Iterator[Outcome]:
        """Every row, then what they add up to."""
        network = _Network(title_of(source.path.stem))
        for row in table(source, delimiter=_delimiter_of(source)):
            yield self._outcome(row, source, network) if isinstance(row, TableRow) else row
        if summed := _summed(network, source):
            yield summed

    def reread(self, record: Any, line: int, source: SourceFile) -> Outcome:
        """One row again, as cells by column."""
        cells = {str(name): str(value) for name, value in record.items()} if isinstance(record, dict) else {}
        return self._outcome(TableRow(line, cells), source, _Network(title_of(source.path.stem)))

    def _outcome(self, row: TableRow, source: SourceFile, network: _Network) -> Outcome:
        if "indicator_type" in row.cells:
            return _by_type(row, source, network)
        if "Indicator" not in row.cells:
            return SetAside(row.line, "vocabulary of Meta's kill chain")
        indicator = row["Indicator"]
        if not indicator:
            return SetAside(row.line, "a row without an indicator")
        code = _CODE.match(row["Procedure"]) or _CODE.match(row["Technique"])
        conduct = _conduct(code[1] if code else "")
        if conduct:
            network.conduct.setdefault(conduct)
        if found := _COUNT.match(indicator):
            word = found[2].casefold()
            word = "account" if word.startswith(("acc", "aco", "prof")) else word.rstrip("s")
            network.counts[word] = network.counts.get(word, 0) + int(found[1].replace(",", ""))
            return Used(row.line, ()) if network.id else SetAside(row.line, "a count in a file of several networks")
        making = Making(source, row.line, dict(row.cells))
        if _channel(making, indicator, row["Comments"] or row["Notes"], network, None):
            return making.outcome()
        if conduct and network.id:
            return Used(row.line, ())
        return SetAside(row.line, "a procedure of Meta's kill chain, told in words")


def _by_type(row: TableRow, source: SourceFile, network: _Network) -> Outcome:
    comment = row["comment"]
    of_influence = network.title.inauthentic or re.search(r"\bCIB\b|inauthentic|influence", comment)
    if not (of_influence or row["indicator_type"].startswith("cib")):
        return SetAside(row.line, "an indicator that is not said to be of an influence operation")
    making = Making(source, row.line, dict(row.cells))
    published = making.cell("day", "ds", row["ds"], unreadable="note")
    if not row["indicator_value"]:
        making.problem("indicator_value", "", "is empty")
    elif not _channel(making, row["indicator_value"], comment, network, published):
        return SetAside(row.line, "an indicator that is no address of a channel")
    return making.outcome()


def _channel(making: Making, text: str, comment: str, network: _Network, published: PartialDate | None) -> bool:
    """Make the channel that an indicator is; False where it is none."""
    if remark := _REMARK.match(text):
        text, comment = remark[1], f"{remark[2]} {comment}"
    found = channel_at(text)
    if found is None:
        return False
    piece = making.piece("meta-threat-report", published=published)
    country = _country(comment)
    making.add(
        "media_channel",
        piece,
        id=found.id,
        name=found.name,
        platform=found.platform,
        campaign=network.id,
        country=country,
        since=_registered(making, comment),
    )
    network.sites += found.platform == WEBSITE and found.id not in network.channels
    network.channels.add(found.id)
    if country and network.id and country not in network.targets:
        network.targets.setdefault(country)
        making.add("campaign_target", piece, campaign=network.id, country=country)
    if re.search(r"\bspoof", comment, re.IGNORECASE):
        network.conduct.setdefault("impersonation")
    return True


def _registered(making: Making, comment: str) -> PartialDate | None:
    """The day of registration. Meta writes the month first; where that cannot be, the day is told to be odd and left out."""
    found = _REGISTERED.search(comment)
    if not found or found[1].strip().casefold() in ("n/a", "unknown", ""):
        return None
    text = found[1].strip()
    try:
        if parts := _MONTH_FIRST.match(text):
            return PartialDate.parse(f"{parts[3]}-{int(parts[1]):02d}-{int(parts[2]):02d}")
        return day(text)
    except ValueError:
        making.note(f"the date of registration '{text[:60]}' is no day; left out")
        return None


def _country(comment: str) -> str | None:
    found = _TARGET.search(comment)
    code = country_code((found[1] or found[2]).strip()) if found else None
    return f"iso3166:{code}" if code else None


def _conduct(code: str) -> str | None:
    parts = code.split(".")
    return next((_CONDUCT[key] for size in (3, 2) if (key := ".".join(parts[:size])) in _CONDUCT), None)


def _summed(network: _Network, source: SourceFile) -> Gathered | None:
    """The campaign, who it is laid to, and whom it targets."""
    title = network.title
    if not (network.channels or network.counts):
        return None
    making = Making(source, 0, {}, "title and rows")
    if network.id is None:
        told = f"{source.name}: its name does not say of one network whose the {len(network.channels)} channels are; their campaign is left unknown."
        return Gathered((), (told,))
    piece = making.piece("meta-threat-report")
    accounts = network.counts.get("account", 0)
    others = ", ".join(
        f"{number} {word}{'s' * (number != 1)}" for word, number in network.counts.items() if word != "account"
    )
    conduct = dict(network.conduct) | ({"false_accounts": None} if title.inauthentic else {})
    making.add(
        "influence_campaign",
        piece,
        id=network.id,
        campaign=title.name,
        channels=accounts or len(network.channels),
        counted="accounts" if accounts else "sites" if network.sites == len(network.channels) else None,
        conduct=list(conduct),
        as_at=title.period,
        note=f"Besides accounts Meta counts {others}."
        if accounts and others
        else None
        if accounts
        else "Channels counted from the rows of the file.",
    )
    for country in title.based:
        making.add(
            "attribution",
            piece,
            subject=network.id,
            actor=country,
            by="Meta",
            strength="assessed",
            standing="company",
            note="Where the network is based, as Meta says; not who directs it.",
        )
    for country in title.targeted:
        if country not in network.targets:
            making.add("campaign_target", piece, campaign=network.id, country=country)
    return Gathered(tuple(making.facts))


def _delimiter(candidate: Candidate) -> str:
    """The delimiter of a header of Meta's; empty where it is none."""
    for mark in (",", "\t"):
        cells = candidate.cells(mark)
        if tuple(cells[:3]) == _KILL_CHAIN and set(cells[3:]) <= {"Indicator", "Comments", "Notes", ""}:
            return mark
        if tuple(cells) == _BY_TYPE:
            return mark
    return ""


def _delimiter_of(source: SourceFile) -> str:
    with source.path.open("rb") as stream:
        return "\t" if b"\t" in stream.readline(4096) else ","


FORMATS = (MetaIndicators(),)
