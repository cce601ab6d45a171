"""Meta's published indicators of take-downs: CSV files by its kill chain, and the older form by type of indicator.

A file is of one network, whose only name is the file's. Where it is based is what Meta says of its origin, and no more: it stands in the
attribution in words, and as a state only where the rules watch that state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from countermove.facts.time import PartialDate
from countermove.reading.candidate import Candidate
from countermove.reading.influence.channels import WEBSITE, channel_at, refanged
from countermove.reading.influence.meta_cells import KILL_CHAIN, code_of, conduct_of, counted, country_of, registered
from countermove.reading.influence.meta_titles import Title, title_of
from countermove.reading.making import Making
from countermove.reading.outcome import Gathered, Outcome, SetAside, SourceFile, Used
from countermove.reading.tables import TableRow, table
from countermove.rulebook.english import country_in_words

_WATCHED = "iso3166:RU"
"""Of a network that is run from elsewhere nobody says that the state there is behind it; what is run from Russia is a lead to follow."""

_BY_TYPE = ("indicator_type", "indicator_value", "comment", "ds")
_OWN = ("0.", "7.5.", "9.5.")
"""Where an address is the network's own: acquiring assets, directing an audience to them, replacing them."""
_HARM = "8."
"""Compromising assets: what stands there is a victim."""
_REMARK = re.compile(r"(\S+)\s+\(([^()]+)\)\Z")


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
            "name of the file": "influence_campaign (id, name, as_at), attribution (where it is based; a state only where that is Russia), campaign_target",
            "Indicator, indicator_value": "media_channel, where it is an address; a count of accounts becomes the campaign's channels",
            "Procedure": "conduct of the campaign, for procedures of disguise; whether an address is the network's own; campaign_victim, for what was compromised",
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
        if network.title.attack:
            return SetAside(row.line, "an indicator of attacks on computers")
        if not indicator:
            return SetAside(row.line, "a row without an indicator")
        code = code_of(row)
        conduct = conduct_of(code)
        if conduct:
            network.conduct.setdefault(conduct)
        if count := counted(indicator):
            word, number = count
            network.counts[word] = network.counts.get(word, 0) + number
            return Used(row.line, ()) if network.id else SetAside(row.line, "a count in a file of several networks")
        making = Making(source, row.line, dict(row.cells))
        remark = row["Comments"] or row["Notes"]
        if code.startswith(_HARM):
            return _victim(making, indicator, remark, network)
        if code and not code.startswith(_OWN):
            if channel_at(indicator):
                return SetAside(row.line, "an address that the network used and that is not said to be its own")
        elif _channel(making, indicator, remark, network, None):
            return making.outcome()
        if conduct and network.id:
            return Used(row.line, ())
        return SetAside(row.line, "a procedure of Meta's kill chain, told in words")


def _victim(making: Making, text: str, remark: str, network: _Network) -> Outcome:
    """Whom the network broke into, or said that it did."""
    if network.id is None:
        return making.outcome("a victim in a file of several networks")
    making.add(
        "campaign_victim",
        making.piece("meta-threat-report"),
        campaign=network.id,
        victim=refanged(text),
        manner="targeted",
        note=remark or None,
    )
    return making.outcome()


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
    country = country_of(comment)
    making.add(
        "media_channel",
        piece,
        id=found.id,
        name=found.name,
        platform=found.platform,
        campaign=network.id,
        country=country,
        since=registered(making, comment),
    )
    network.sites += found.platform == WEBSITE and found.id not in network.channels
    network.channels.add(found.id)
    if country and network.id and country not in network.targets:
        network.targets.setdefault(country)
        making.add("campaign_target", piece, campaign=network.id, country=country)
    if re.search(r"\bspoof", comment, re.IGNORECASE):
        network.conduct.setdefault("impersonation")
    return True


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
            actor=country if country == _WATCHED else None,
            actor_name=f"operators based in {country_in_words(country)}",
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
        if tuple(cells[:3]) == KILL_CHAIN and set(cells[3:]) <= {"Indicator", "Comments", "Notes", ""}:
            return mark
        if tuple(cells) == _BY_TYPE:
            return mark
    return ""


def _delimiter_of(source: SourceFile) -> str:
    with source.path.open("rb") as stream:
        return "\t" if b"\t" in stream.readline(4096) else ","


FORMATS = (MetaIndicators(),)
