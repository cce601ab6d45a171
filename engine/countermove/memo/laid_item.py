"""One item of the memo, laid out: how much of it the body shows, and what the annex adds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from countermove.memo.briefing import Claim, InstrumentPart, Item, RecommendationPart
from countermove.memo.phrases import first_sentence, sentence

Depth = Literal["full", "tight", "brief"]
"""All parts whole; all parts, of each the first; or only what, why, how sure and by which instrument."""

SHOWN_EVIDENCE = 1
"""How many further grounds the body shows for an item in full."""
SHOWN_NAMES = 2
"""How many instruments the body names for an item in brief."""
BASIS_WORDS: Mapping[str, str] = {
    "yes": "read in the cited source",
    "partly": "read in part",
    "no": "UNVERIFIED, from memory",
}
OPTION_WORDS: Mapping[str, str] = {"this": "This", "less": "Less", "more": "More", "nothing": "Nothing"}


@dataclass(frozen=True, slots=True)
class LaidItem:
    """An item as the body shows it; `item` and `rows` have the whole, for the annex."""

    item: Item
    depth: Depth
    ranks: str
    by: str
    why_now: tuple[Claim, ...]
    """What all targets share, and the ground for the first; in a short item one of them."""
    evidence: tuple[Claim, ...]
    how_sure: str
    instruments: tuple[tuple[str, str], ...]
    """Name, and legal basis with how it was checked."""
    instrument_names: str
    allies: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    risks: tuple[str, ...]
    withdraw: tuple[str, ...]
    caveats: tuple[Claim, ...]
    """Those that concern this item alone."""
    withheld: tuple[Claim, ...]
    further_grounds: tuple[Claim, ...]
    """For the annex: grounds that stand in no row of its table."""
    rows: tuple[RecommendationPart, ...]


def lay_item(item: Item, rows: Sequence[RecommendationPart], shared_caveats: Collection[str], depth: Depth) -> LaidItem:
    """The item with all its recommendations; caveats that several items share are told elsewhere."""
    full, brief = depth == "full", depth == "brief"
    grounds = item.why_now + item.evidence
    why_now = (*([item.why_all] if item.why_all else []), grounds[0])
    most = None if full else 0 if brief else 1
    in_rows = {row.because for row in rows}
    return LaidItem(
        item=item, depth=depth, ranks=_span(item.rank, item.last_rank), by=item.deadline or "–",
        why_now=why_now if full else (_shortened(why_now[0]),),
        evidence=tuple(_shortened(claim) for claim in grounds[1 : 1 + SHOWN_EVIDENCE]) if full else (),
        how_sure=item.how_sure.partition(":")[0] + "." if brief else item.how_sure,
        instruments=tuple((i.name, _basis(i)) for i in item.instruments[:most]),
        instrument_names="; ".join(i.name for i in item.instruments[:SHOWN_NAMES]) + "." if item.instruments else _none(item),
        allies=() if brief else item.allies, options=() if brief else courses(item, costs=full),
        risks=item.risks if full else _chief_risks(item.risks)[: 0 if brief else None], withdraw=item.withdraw[:most],
        caveats=tuple(_shortened(c) for c in [c for c in item.caveats if c.text not in shared_caveats][:most]),
        withheld=tuple(_shortened(claim) for claim in item.withheld[: None if full else 1]),
        further_grounds=tuple(c for c in grounds if c.text not in in_rows), rows=tuple(rows),
    )  # fmt: skip


def _chief_risks(risks: Sequence[str]) -> tuple[str, ...]:
    """The first risk, and the likely answer of Moscow where another one tells it."""
    answers = [risk for risk in risks[1:] if any(name in risk for name in ("Moscow", "Russia", "Kremlin"))]
    return (*risks[:1], *answers[:1])


def courses(item: Item, costs: bool = True) -> tuple[tuple[str, str], ...]:
    """The options: this course by what its instrument takes, if it has one, the others by what they are, and what they cost if asked for."""
    return tuple(
        (OPTION_WORDS[option.name], _joined(*([] if option.name == "this" else [option.what]), *([option.cost] if costs or option.name == "this" else [])))
        for option in item.options if option.name != "this" or item.instruments
    )  # fmt: skip


def _none(item: Item) -> str:
    """Why no instrument is named."""
    return next(option.cost for option in item.options if option.name == "this")


def body_words(laid: LaidItem) -> int:
    """How many words the item takes in the body."""
    texts = [laid.item.heading, laid.item.do, laid.how_sure, *laid.allies, *laid.risks, *laid.withdraw]
    texts += [claim.text for claim in (*laid.why_now, *laid.evidence, *laid.caveats, *laid.withheld)]
    texts += (
        [laid.instrument_names]
        if laid.depth == "brief"
        else [laid.item.owner, *(f"{name} {basis}" for name, basis in laid.instruments)]
    )
    return count_words(texts + [text for _, text in laid.options])


def count_words(texts: Sequence[str]) -> int:
    """The number of words, as a text processor counts them."""
    return sum(len(text.split()) for text in texts)


def _basis(instrument: InstrumentPart) -> str:
    return f"{first_sentence(instrument.legal_basis).rstrip('.')} ({BASIS_WORDS[instrument.verified]})."


def _joined(*texts: str) -> str:
    return " ".join(sentence(text) for text in texts)


def _shortened(claim: Claim) -> Claim:
    return claim.model_copy(update={"text": first_sentence(claim.text)})


def _span(first: int, last: int) -> str:
    """`4`, or from first to last `1–3`."""
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"
