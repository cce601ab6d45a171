"""Who is behind it, where those who were asked do not agree: somebody names another author, or says that nobody can be named.

Confidence in who did it is kept apart from confidence in what happened. What the accused says of itself is no disagreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from countermove.assessment.recommendation import Recommendation
from countermove.facts.fact import Fact
from countermove.facts.kinds.gray_zone import Attribution
from countermove.facts.naming import Names, defanged, plain
from countermove.facts.spoken import spoken
from countermove.inference.match import Inference
from countermove.memo.briefing import Claim
from countermove.memo.sources import SourceList

DisputedAuthors = Mapping[str, tuple[Attribution, ...]]
"""For each target, every attribution on record of those that are not accused themselves."""

_MANNER: Mapping[str, str] = {
    "denied": "denied", "none": "named", "suspected": "suspected", "assessed": "assessed", "stated": "stated", "court": "found",
}  # fmt: skip


def disputed_authors(recommendations: Iterable[Recommendation], inference: Inference) -> DisputedAuthors:
    """The targets, in order of rank, on whose author those who attribute give more than one answer."""
    about: dict[str, list[Attribution]] = {}
    for fact in inference.base.of_kind("attribution"):
        if isinstance(fact, Attribution) and fact.strength and fact.standing != "accused":
            about.setdefault(fact.subject, []).append(fact)
    targets = dict.fromkeys(recommendation.target.id for recommendation in recommendations)
    return {
        target: tuple(sorted(about[target], key=_by_day))
        for target in targets
        if target in about and len({_answer(fact) for fact in about[target]}) > 1
    }


def author_claims(
    disputed: DisputedAuthors, inference: Inference, sources: SourceList, names: Names
) -> tuple[Claim, ...]:
    """One sentence for each target, with all that was said about its author."""
    claims = []
    for target, words in disputed.items():
        about: Fact | None = next(iter(inference.base.with_id(target)), None)
        what = names.of(target) if about is None else spoken(about, names)
        said = "; against it, ".join(dict.fromkeys(_said(word, names) for word in words))
        claims.append(Claim(text=f"Who is behind {what}: {said}.", sources=sources.numbers(words)))
    return tuple(claims)


def _by_day(word: Attribution) -> tuple[date, str]:
    return word.date.first if word.date else date.max, word.id


def _answer(word: Attribution) -> tuple[str, str]:
    """What is answered, whatever it is called: nobody, not this one, or this one."""
    if word.strength == "none":
        return "nobody", ""
    return "not" if word.strength == "denied" else "named", word.actor or word.actor_name or ""


def _said(word: Attribution, names: Names) -> str:
    """`Russia (stated by Estonia, 3 January 2026)`."""
    who = names.of(word.actor) if word.actor else defanged(plain(word.actor_name)) if word.actor_name else "somebody"
    if word.strength in ("none", "denied"):
        who = "no author" if word.strength == "none" else f"not {who}"
    by = defanged(plain(word.by)) if word.by else "a source not named"
    when = f", {word.date.in_words()}" if word.date else ""
    return f"{who} ({_MANNER[str(word.strength)]} by {by}{when})"
