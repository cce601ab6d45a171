"""What the memo does not know or must have re-checked: gaps, contested facts, stale parameters, unverified instruments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from countermove.assessment.basis import rules_behind
from countermove.assessment.recommendation import Recommendation
from countermove.facts.fact import Fact
from countermove.facts.naming import Names, called, defanged, plain
from countermove.facts.registry import fields
from countermove.facts.spoken import spoken
from countermove.facts.time import day_of
from countermove.inference.findings import parameters_named
from countermove.inference.match import Inference
from countermove.memo.briefing import Claim
from countermove.memo.phrases import sentence, upper_first
from countermove.memo.sources import SourceList
from countermove.rulebook.english import country_in_words
from countermove.rulebook.instrument import Instrument
from countermove.rulebook.parameter import DatedValue, Parameter
from countermove.rulebook.rulebook import Rulebook
from countermove.rulebook.wording import in_words

_VERSION_FIELDS = (
    "value",
    "summary",
    "forces",
    "stage",
    "share",
    "end",
    "length_km",
    "strength",
    "actor_name",
    "channels",
)


def contested_claims(
    recommendations: Iterable[Recommendation], inference: Inference, sources: SourceList, names: Names, limit: int = 12
) -> tuple[Claim, ...]:
    """Facts behind the recommendations on which sources disagree, with both versions side by side, in order of rank."""
    told: dict[str, Claim] = {}
    seen: set[str] = set()
    for recommendation in recommendations:
        for justification in recommendation.justifications:
            for kind, id in justification.facts:
                fact = inference.base.get(kind, id)
                if fact.contested and id not in seen and len(told) < limit:
                    others = [other for other_id in fact.contested_with for other in inference.base.with_id(other_id)]
                    seen |= {id, *fact.contested_with}
                    told[id] = Claim(text=_both_versions(fact, others, names), sources=sources.numbers([fact, *others]))
    return tuple(told.values())


def _both_versions(fact: Fact, others: Sequence[Fact], names: Names) -> str:
    """What the fact says, and what stands against it: other facts, or values of its own that were not used."""
    told = []
    rivals: dict[str, list[str]] = {}
    for alternative in fact.alternatives:
        if alternative.field not in fact.wordings:
            rivals.setdefault(alternative.field, []).append(_shown(alternative.value))
    if others or not rivals:
        told.append("; against it, ".join([_version(fact), *(_version(other) for other in others)]))
    for field, values in rivals.items():
        used = _shown(getattr(fact, field, None))
        told.append(f"{field.replace('_', ' ')} {used}; another source gives {' or '.join(dict.fromkeys(values))}")
    if not others and not rivals:
        told.append("the other version is not among the facts given")
    text = f"{described(fact, names)}: {'; '.join(told)}."
    return text + (
        f" On record: {sentence(defanged(plain(fact.note)))}" if fact.note and not others and not rivals else ""
    )


def _shown(value: object) -> str:
    """A value as a sentence shows it; other sources' values are kept as text."""
    if isinstance(value, str) and value.startswith("iso3166:"):
        return country_in_words(value)
    words = {"True": "yes", "False": "no"}.get(value, value) if isinstance(value, str) else value
    return defanged(plain(in_words(words)))


def described(fact: Fact, names: Names) -> str:
    """What a fact is called; one without a name by what it measures, for whom and when."""
    name = called(fact)
    if name != defanged(plain(fact.id)):
        return upper_first(spoken(fact, names) if fact.kind == "incident" else name)
    measure = getattr(fact, "measure", None)
    parts = [measure.replace("_", " ") if isinstance(measure, str) else _kind(fact.kind)]
    about = getattr(fact, "subject", None) if fact.kind == "attribution" else None
    parts += [names.of(about)] if about else []
    parts += [
        names.of(getattr(fact, field.name))
        for field in fields(fact.kind).values()
        if field.type == "entity" and getattr(fact, field.name)
    ]
    when = getattr(fact, fact.happened, None) if fact.happened else None
    return upper_first(", ".join([*parts, *([day_of(when).in_words()] if when else [])]))


def _kind(kind: str) -> str:
    return upper_first(kind.replace("_", " ")).replace("Ais ", "AIS ")


def _version(fact: Fact) -> str:
    if fact.kind == "attribution":
        by = getattr(fact, "by", None)
        return f"{getattr(fact, 'strength', None) or 'strength not known'} by {defanged(plain(by)) if by else 'a source not named'}"
    for name in _VERSION_FIELDS:
        value = getattr(fact, name, None)
        if value is not None:
            if isinstance(value, str):
                return f"“{defanged(plain(value)).rstrip('.')}”"
            unit = getattr(fact, "unit", None) if name == "value" else None
            return (
                f"{value:g} {unit}" if unit and isinstance(value, int | float) else f"{name.replace('_', ' ')} {value}"
            )
    return f"the version of {fact.id}"


def instrument_status(instrument: Instrument, as_of: date) -> str:
    """Whether the legal basis was checked and when; what rests on memory; whether it may have lapsed by the day of the memo."""
    words = {
        "yes": "Legal basis read in the cited source",
        "partly": "Legal basis read in part",
        "no": "UNVERIFIED: from memory only",
    }
    parts = [words[instrument.verified] + (f", checked {instrument.checked.in_words()}" if instrument.checked else "")]
    if instrument.valid_until and as_of > instrument.valid_until.last:
        parts.append(f"last confirmed until {instrument.valid_until.in_words()}, renewal to be checked")
    if instrument.unverified:
        parts.append(f"not verified: {instrument.unverified.rstrip('.')}")
    return "; ".join(parts) + "."


def to_recheck(
    rulebook: Rulebook, instruments: Collection[str], recommendations: Iterable[Recommendation], inference: Inference
) -> tuple[str, ...]:
    """Parameters of rules in force that are past the day to which they are known, instruments shown that may have lapsed or are
    unverified, and parameters behind the recommendations that are verified in part only."""
    behind = {rule for recommendation in recommendations for rule in rules_behind(recommendation, inference)}
    behind_them = parameters_named(rulebook.rules[rule] for rule in behind)
    lines, in_part = [], []
    for name, jurisdiction in sorted(inference.parameters_used, key=lambda used: (used[0], used[1] or "")):
        parameter = rulebook.parameters[name]
        value = parameter.at(inference.as_of, jurisdiction)
        where = f" ({jurisdiction.upper()})" if jurisdiction else ""
        if value is None:
            lines.append(f"The parameter “{parameter.title}”{where} has no value on this day.")
        elif parameter.stale(value, inference.as_of):
            until = value.valid_until.in_words() if value.valid_until else "an unknown day"
            lines.append(
                f"The parameter “{parameter.title}”{where} is stale: {_figure(parameter, value)} is confirmed until {until} only."
            )
        elif value.verified == "partly" and (name, jurisdiction) in behind_them:
            in_part.append(
                f"The parameter “{parameter.title}”{where}: {_figure(parameter, value)} is verified in part only."
            )
    for name in sorted(instruments):
        instrument = rulebook.instruments[name]
        if instrument.valid_until and inference.as_of > instrument.valid_until.last:
            lines.append(
                f"{instrument.name}: confirmed until {instrument.valid_until.in_words()}; check whether it was renewed."
            )
        elif instrument.verified == "no":
            lines.append(f"{instrument.name}: the legal basis is unverified.")
    return (*lines, *in_part)


def _figure(parameter: Parameter, value: DatedValue) -> str:
    """A value with its unit; of a list or table only that it is one."""
    if not isinstance(value.value, str | int | float):
        return "its list" if isinstance(value.value, list | tuple) else "its table"
    unit = "" if parameter.unit in ("word", "date", "text") else f" {parameter.unit}"
    return f"{in_words(value.value)}{unit}"
