"""One item of the memo, laid out: in the body in full or in brief, and what of it the annex adds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from countermove.memo.briefing import Claim, Item, RecommendationPart
from countermove.memo.phrases import first_sentence

SHOWN_EVIDENCE = 1
"""How many further grounds the body shows for an item in full."""
SHOWN_NAMES = 2
"""How many instruments the body names for an item in brief."""
NO_INSTRUMENT = "None of the addressee's own is in the rulebook."


@dataclass(frozen=True, slots=True)
class LaidItem:
    """An item with its place in the memo."""

    item: Item
    full: bool
    ranks: str
    by: str
    why_now: Claim
    """For the body: the ground of the best target, whole where the item is shown in full, else its first sentence."""
    evidence: tuple[Claim, ...]
    """For the body: the first sentences of the next grounds, where the item is shown in full."""
    how_sure: str
    """Whole where the item is shown in full, else the level with its interval."""
    instrument_names: str
    caveats: tuple[Claim, ...]
    """For the body: the first sentences of the caveats that concern this item alone."""
    withheld: tuple[Claim, ...]
    """For the body: the measures that the advice holds back; in brief, the first."""
    further_grounds: tuple[Claim, ...]
    """For the annex: grounds that stand in no row of its table."""
    rows: tuple[RecommendationPart, ...]


def lay_item(item: Item, rows: Sequence[RecommendationPart], shared_caveats: Collection[str], full: bool) -> LaidItem:
    """The item with all its recommendations; caveats that several items share are told elsewhere."""
    grounds = item.why_now + item.evidence
    in_rows = {row.because for row in rows}
    return LaidItem(
        item=item, full=full, ranks=_span([row.rank for row in rows]), by=item.deadline or "–",
        why_now=grounds[0] if full else _shortened(grounds[0]),
        evidence=tuple(_shortened(claim) for claim in grounds[1 : 1 + SHOWN_EVIDENCE]) if full else (),
        how_sure=item.how_sure if full else item.how_sure.partition(":")[0] + ".",
        instrument_names="; ".join(i.name for i in item.instruments[:SHOWN_NAMES]) + "." if item.instruments else NO_INSTRUMENT,
        caveats=tuple(_shortened(c) for c in item.caveats if c.text not in shared_caveats) if full else (),
        withheld=tuple(_shortened(claim) for claim in (item.withheld if full else item.withheld[:1])),
        further_grounds=tuple(c for c in grounds if c.text not in in_rows), rows=tuple(rows),
    )  # fmt: skip


def body_words(laid: LaidItem) -> int:
    """How many words the item takes in the body."""
    item = laid.item
    texts = [item.heading, item.do, laid.why_now.text, laid.how_sure, *(c.text for c in (*laid.evidence, *laid.caveats, *laid.withheld))]
    if not laid.full:
        return count_words([*texts, laid.instrument_names])
    texts += [item.owner, *item.allies, *item.risks, *item.withdraw]
    texts += [f"{i.name} {i.legal_basis}" for i in item.instruments]
    texts += [option.cost if option.name == "this" else f"{option.what} {option.cost}" for option in item.options]
    return count_words(texts)


def count_words(texts: Sequence[str]) -> int:
    """The number of words, as a text processor counts them."""
    return sum(len(text.split()) for text in texts)


def _shortened(claim: Claim) -> Claim:
    return claim.model_copy(update={"text": first_sentence(claim.text)})


def _span(ranks: Sequence[int]) -> str:
    """`4`, or from first to last `1–3`."""
    return str(ranks[0]) if len(ranks) == 1 else f"{min(ranks)}–{max(ranks)}"
