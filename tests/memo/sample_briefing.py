"""A small briefing made by hand. Every text that comes from facts goes through one function, so that a test can put its own there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from countermove.memo.briefing import (
    AbsencePart,
    ActorPart,
    Briefing,
    Claim,
    ConfidencePart,
    ForOthersPart,
    GapPart,
    Input,
    InstrumentPart,
    Item,
    JustificationPart,
    OptionPart,
    PriorityPart,
    RecommendationPart,
    RulebookImprint,
    Source,
    TargetPart,
    Trace,
    WithheldPart,
)  # fmt: skip

Words = Callable[[str], str]
"""Makes the text of a field out of a label that tells it from the other fields."""


def plainly(label: str) -> str:
    """Harmless words for a field."""
    return f"The {label} of the example is known"


def sample_briefing(words: Words = plainly, url: str | None = "https://www.example.org/list?a=1&b=2") -> Briefing:
    """Four items: three with all their parts, one in brief; four actions for others; every optional part of a memo occurs."""
    items = tuple(_item(number, words) for number in range(1, 5))
    return Briefing(
        title=words("title"), to="European Union", sender="Countermove, rulebook 1.2.3", as_of=date(2026, 11, 1), audience="eu",
        marking="TLP:AMBER+STRICT", rulebook=RulebookImprint(version="1.2.3", sha256="0123456789abcdef" * 4, active_rules=7),
        engine="reference",
        inputs=(
            Input(path=words("path"), format="json-lines", records=7, used=4, set_aside=2, quarantined=1, facts=9,
                  set_aside_reasons={words("reason"): 2}),
        ),
        bottom_line=(words("course") + ".", words("reason now") + ".", words("doubt") + "."), decision=words("decision") + ".",
        items=items, more_items=(words("further heading"),),
        recommendations=(*(r for item in items for r in _recommendations(item.number, words)), *_recommendations(5, words)),
        ranked=10, for_others=tuple(_other(number, words) for number in range(1, 5)),
        absences=tuple(
            AbsencePart(text=words(f"absence {n}"), kind="designation", keeper="eu", items=(n,), rules=("some-rule",))
            for n in range(1, 4)
        ),
        gaps=tuple(
            GapPart(text=words(f"gap {n}"), rule="some-rule", action="some-action", kind="vessel", field="built", count=3,
                    examples=(words("example"),))
            for n in range(3)
        ),
        contested=(Claim(text=words("contested"), sources=(1, 2)),), to_recheck=(words("stale"),), notes=(words("note"),),
        sources=(_source(1, words, url), _source(2, words, None)),
        traces=tuple(Trace(recommendation=f"act-{n}:target-1", lines=_trace(words)) for n in range(1, 5)),
        facts={"imo:9074729": {"kind": "vessel", "called": words("name"), "id": "imo:9074729"}},
    )  # fmt: skip


def _item(number: int, words: Words) -> Item:
    return Item(
        number=number, rank=2 * number - 1, action=f"act-{number}", heading=words(f"heading {number}"), family="measure", step=2, band="act now",
        score=2.5, confidence="low to moderate", owner=words(f"owner {number}"), deadline="3 December 2026" if number == 1 else None,
        only_if=None, do=words(f"order {number}") + ".",
        why_all=Claim(text=words(f"shared ground {number}") + ".", sources=(1,)) if number % 2 else None,
        why_now=(Claim(text=words(f"ground {number}") + ".", sources=(1,)),),
        how_sure=f"Moderate (0.50 to 0.65): {words(f'basis {number}')}.",
        evidence=(Claim(text=words(f"second ground {number}") + ".", sources=(1, 2)),),
        instruments=(
            InstrumentPart(
                id="some-instrument", name=words("instrument"), jurisdiction="eu", does=words("effect"), legal_basis=words("law"),
                addressee=words("user"), must_agree=words("consent"), lead_time=words("time"), limits=words("limit"),
                verified="no", status=words("status") + ".",
            ),
        ),
        allies=(words("ally") + ".",),
        options=tuple(OptionPart(name=name, what=words(f"{name} course"), cost=words(f"{name} cost")) for name in ("this", "less", "more", "nothing")),
        risks=(words("risk"),), withdraw=(words("sign"),),
        caveats=(Claim(text=words("shared caveat"), sources=(2,)), Claim(text=words(f"own caveat {number}"), sources=())),
        withheld=(Claim(text=words(f"withheld {number}"), sources=(2,)),),
        recommendations=(f"act-{number}:target-1", f"act-{number}:target-2"), targets=2, last_rank=2 * number,
    )  # fmt: skip


def _other(number: int, words: Words) -> ForOthersPart:
    return ForOthersPart(
        action=f"other-{number}", heading=words(f"other heading {number}"), step=2, family="measure", targets=2,
        first=Claim(text=words(f"other order {number}") + ".", sources=(1,)), why=Claim(text=words(f"other ground {number}") + ".", sources=(1,)),
        confidence="moderate", no_part=words(f"other reason {number}") + ".",
        actors=(
            ActorPart(audience="uk", called="the United Kingdom", owner=words(f"other owner {number}")),
            ActorPart(audience="us", called="the United States", owner=words(f"third owner {number}")),
        ),
        recommendations=(f"other-{number}:target-1", f"other-{number}:target-2"),
    )  # fmt: skip


def _recommendations(number: int, words: Words) -> tuple[RecommendationPart, ...]:
    return tuple(
        RecommendationPart(
            id=f"act-{number}:target-{n}", rank=2 * number + n - 2, tied=n == 2, step=2, ruleset="sanctions", rules=("some-rule", "other-rule"),
            action=f"act-{number}", target=TargetPart(kind="vessel", id=words("target id"), name=words("target name")),
            headline=words(f"headline {number} {n}"), because=words(f"because {number} {n}") + ".", only_if=None, deadline=None,
            priority=PriorityPart(
                score=2.1213, band="act now", factors={"impact": 3.0, "urgency": 0.5, "confidence": 1.0, "leverage": 1.0},
                exponents={"impact": 1.0, "urgency": 0.5, "confidence": 1.0, "leverage": 0.5},
            ),
            confidence=ConfidencePart(level="moderate", low=0.5, high=0.65, origins=2, contested=False, reason=words("basis")),
            justifications=(
                JustificationPart(rule="some-rule", bindings={"ship": "imo:9074729"}, facts=("imo:9074729",),
                                  because=words(f"because {number} {n}") + ".", sources=(1, 2)),
            ),
            instruments=("some-instrument",), caveats=(words("shared caveat"),),
            withheld=(WithheldPart(action="other", headline=words("withheld"), rules=("some-rule",), sources=(2,)),),
        )
        for n in (1, 2)
    )  # fmt: skip


def _source(number: int, words: Words, url: str | None) -> Source:
    return Source(
        number=number,
        source=words(f"source {number}"),
        origin=words(f"origin {number}"),
        grade="B2",
        published="May 2026",
        accessed="1 November 2026",
        url=url,
        document=words("document"),
        archived=url,
        places=(words("place"),),
        more_places=2,
        marking="TLP:CLEAR",
        facts=3,
    )


def _trace(words: Words) -> tuple[str, ...]:
    return (
        words("headline"),
        f"  because {words('ground')}",
        f"    rule {words('rule')}",
        f"        ship: {words('fact')}",
        f"  because {words('end')}",
    )
