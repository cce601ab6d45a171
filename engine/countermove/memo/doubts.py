"""What the memo does not know or must have re-checked: gaps, contested facts, stale parameters, unverified instruments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from countermove.assessment.gaps import Gap
from countermove.assessment.recommendation import Recommendation
from countermove.facts.fact import Fact
from countermove.facts.naming import called, defanged, plain
from countermove.inference.match import Inference
from countermove.memo.briefing import Claim
from countermove.memo.sources import SourceList
from countermove.rulebook.instrument import Instrument
from countermove.rulebook.rulebook import Rulebook

_VERSION_FIELDS = ("value", "summary", "forces", "stage", "share", "end", "length_km", "strength", "actor_name", "channels")


def gap_text(gap: Gap, rulebook: Rulebook) -> str:
    """The requirement as one sentence."""
    what = rulebook.actions[gap.action].title
    about = ", ".join(gap.examples) + (f" and {gap.count - len(gap.examples)} more" if gap.count > len(gap.examples) else "")
    return f"If it were known of the {gap.kind.replace('_', ' ')} that {gap.condition}, this would be recommended: {what} ({about})."


def contested_claims(
    recommendations: Iterable[Recommendation], inference: Inference, sources: SourceList, limit: int = 12
) -> tuple[Claim, ...]:
    """Facts behind the recommendations on which sources disagree, with both versions side by side, in order of rank."""
    told: dict[str, Claim] = {}
    for recommendation in recommendations:
        for justification in recommendation.justifications:
            for kind, id in justification.facts:
                fact = inference.base.get(kind, id)
                if fact.contested and id not in told and len(told) < limit:
                    others = [other for other_id in fact.contested_with for other in inference.base.with_id(other_id)]
                    told[id] = Claim(text=_both_versions(fact, others), sources=sources.numbers([fact, *others]))
    return tuple(told.values())


def _both_versions(fact: Fact, others: Sequence[Fact]) -> str:
    text = f"{called(fact)}: {_version(fact)}"
    for other in others:
        text += f"; against it, {_version(other)}"
    for alternative in fact.alternatives:
        text += f"; another source gives {alternative.field.replace('_', ' ')} as {defanged(plain(alternative.value))}"
    if not others and not fact.alternatives:
        text += "; the other version is not among the facts given"
    return text + "."


def _version(fact: Fact) -> str:
    for name in _VERSION_FIELDS:
        value = getattr(fact, name, None)
        if value is not None:
            if isinstance(value, str):
                return f"“{defanged(plain(value)).rstrip('.')}”"
            unit = getattr(fact, "unit", None) if name == "value" else None
            return f"{value:g} {unit}" if unit and isinstance(value, int | float) else f"{name.replace('_', ' ')} {value}"
    return f"the version of {fact.id}"


def instrument_status(instrument: Instrument, as_of: date) -> str:
    """Whether the legal basis was checked and when; what rests on memory; whether it may have lapsed by the day of the memo."""
    words = {"yes": "Legal basis read in the cited source", "partly": "Legal basis read in part", "no": "UNVERIFIED: from memory only"}
    parts = [words[instrument.verified] + (f", checked {instrument.checked.in_words()}" if instrument.checked else "")]
    if instrument.valid_until and as_of > instrument.valid_until.last:
        parts.append(f"last confirmed until {instrument.valid_until.in_words()}, renewal to be checked")
    if instrument.unverified:
        parts.append(f"not verified: {instrument.unverified.rstrip('.')}")
    return "; ".join(parts) + "."


def to_recheck(rulebook: Rulebook, instruments: Collection[str], inference: Inference) -> tuple[str, ...]:
    """Parameters used after the day to which they are known, and instruments shown that may have lapsed or are unverified."""
    lines = []
    for name, jurisdiction in sorted(inference.parameters_used, key=lambda used: (used[0], used[1] or "")):
        parameter = rulebook.parameters[name]
        value = parameter.at(inference.as_of, jurisdiction)
        where = f" ({jurisdiction.upper()})" if jurisdiction else ""
        if value is None:
            lines.append(f"The parameter “{parameter.title}”{where} has no value on this day.")
        elif parameter.stale(value, inference.as_of):
            until = value.valid_until.in_words() if value.valid_until else "an unknown day"
            lines.append(f"The parameter “{parameter.title}”{where} is stale: {value.value} {parameter.unit} is confirmed until {until} only.")
    for name in sorted(instruments):
        instrument = rulebook.instruments[name]
        if instrument.valid_until and inference.as_of > instrument.valid_until.last:
            lines.append(f"{instrument.name}: confirmed until {instrument.valid_until.in_words()}; check whether it was renewed.")
        elif instrument.verified == "no":
            lines.append(f"{instrument.name}: the legal basis is unverified.")
    return tuple(lines)
