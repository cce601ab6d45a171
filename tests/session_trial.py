"""A small rulebook in which everything hangs together, facts for it, and a session held against one made from scratch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from countermove.assessment.recommendation import Justification, Recommendation
from countermove.brief import weigh
from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.registry import KINDS
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Changes, Session
from small_rulebook import SmallRulebook

DAY = date(2025, 6, 1)
SHIPS = ("imo:9256054", "imo:9256078", "mmsi:273000001")
COMPANIES = ("register:1", "register:2", "register:3")
GAP = "- {match: vessel, as: ship}\n- {match: ais_gap, as: gap, where: {vessel: $ship.id"


def advice(action: str, target: str, said: str, *, impact: int = 3, urgency: str = "{steady: 0.5}") -> str:
    """The `then` of a rule that recommends."""
    return (
        f'recommend:\n  action: {action}\n  target: {target}\n  headline: "{action} {said}"\n'
        f'  because: "It is about {said}."\n  impact: {impact}\n  urgency: {urgency}\n'
    )


def entangled(book: SmallRulebook) -> Rulebook:
    """Rules that block, count, sum, derive (also in circles), restrain and caution, and name in their sentences what they do not match."""
    book.action("seize")
    book.action("list-it")
    book.action("watch-it")
    book.action("stand-down", family="restrain", restrains="[seize, inspect-insurance-and-flag]")
    book.rule(
        "silent",
        GAP + ", hours: {gte: 5}}}\n- {none: detention, where: {vessel: $ship.id}}",
        advice(
            "inspect-insurance-and-flag",
            "$ship.id",
            "{{ gap.vessel }}",
            urgency="{from: $gap.start, half_life_days: 60}",
        ),
    )
    book.rule(
        "often",
        "- {match: vessel, as: ship}\n- {count: ais_gap, as: gaps, where: {vessel: $ship.id}, at_least: 2}",
        advice("watch-it", "$ship.id", "{{ ship.name or ship.id }}, silent {{ gaps.count }} times", impact=2),
    )
    book.rule(
        "long",
        "- {match: vessel, as: ship}\n- {sum: ais_gap, of: hours, as: silence, where: {vessel: $ship.id}, at_least: 8}",
        "conclude: {kind: indicator, name: dark-activity, about: $ship.id}",
    )
    book.rule(
        "dark",
        "- {match: indicator, as: sign, where: {name: dark-activity}}\n- {match: vessel, as: ship, where: {id: $sign.about}}",
        advice("seize", "$sign.about", "{{ sign.about }}", impact=5),
    )
    book.rule(
        "deaf",
        GAP + ", receiver_suspect: true}}",
        advice("stand-down", "$gap.vessel", "{{ ship.name or ship.id }}", impact=1),
    )
    book.rule(
        "holds",
        "- {match: ownership, as: stake}",
        "conclude: {kind: control, holder: $stake.owner, asset: $stake.asset, definition: any-share}",
    )
    book.rule(
        "holds-through",
        "- {match: control, as: first}\n- {match: control, as: second, where: {holder: $first.asset}}",
        "conclude: {kind: control, holder: $first.holder, asset: $second.asset, definition: any-share}",
        strength="{value: 0.9, reason: It may be otherwise.}",
    )
    book.rule(
        "grips",
        "- {match: control, as: grip}",
        advice("list-it", "$grip.asset", "{{ grip.asset }} of {{ grip.holder }}"),
    )
    book.rule(
        "detained",
        "- {match: detention, as: stop}",
        "caveat: {text: \"It was held by {{ stop.by or 'somebody' }}.\", target: $stop.vessel}",
    )
    book.rule(
        "shared",
        "- {match: ownership, as: stake, where: {share: {lt: 50}}}",
        'caveat: {text: "{{ stake.owner }} holds only a part.", actions: [list-it, watch-it]}',
    )
    book.action("block-it")
    book.constant("ofac_blocking_share", 50, "percent")
    book.parameter("eu_freeze_share", '- {value: 50, from: 2025-06-15, verified: "no"}', "percent")
    book.rule(
        "blocked",
        "- {match: blocked_ownership, as: held, where: {certain: true}}",
        advice(
            "block-it",
            "$held.asset",
            "{{ held.asset }} of {{ held.holders }}, {{ held.share_at_least }}, {{ held.chain }}",
        ),
    )
    book.rule(
        "open",
        "- {match: blocked_ownership, as: held, where: {certain: false, hinges_above: false}}",
        "conclude: {kind: indicator, name: open-share, about: $held.asset, value: $held.share_at_most}",
    )
    book.rule(
        "ask",
        "- {match: indicator, as: sign, where: {name: open-share}}\n- {none: blocked_ownership, where: {asset: $sign.about, certain: true}}",
        advice("watch-it", "$sign.about", "{{ sign.about }}, up to {{ sign.value }}", impact=2),
    )
    return book.load()


def made(kind: str, **values: Any) -> Fact:
    """A fact of a kind; what is None is left out."""
    return KINDS[kind].model_validate({"kind": kind, **{name: v for name, v in values.items() if v is not None}})


SOURCES = ("a register", "a paper", "an agency")
pieces = st.builds(
    Evidence,
    source=st.sampled_from(SOURCES),
    origin=st.sampled_from([None, None, "an agency"]),
    reliability=st.sampled_from("ABDF"),
    credibility=st.sampled_from([1, 2, 4, 6]),
    published=st.sampled_from([None, date(2025, 1, 1), date(2025, 7, 1)]),
)


def facts_of(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Fact]:
    """Facts of a kind with these fields, and with evidence or none."""
    evidence = st.lists(pieces, min_size=0, max_size=2).map(tuple)
    reported = st.sampled_from([None, None, date(2025, 5, 1), date(2025, 7, 1)])
    whole = st.fixed_dictionaries({"evidence": evidence, "reported": reported, **fields})
    return whole.map(lambda values: made(kind, **values))


ship_ids = st.sampled_from(SHIPS)
company_ids = st.sampled_from(COMPANIES)
claims = st.one_of(
    facts_of(
        "vessel", id=ship_ids, name=st.sampled_from([None, "ONE", "TWO"]), mmsi=st.sampled_from([None, "273000001"])
    ),
    facts_of(
        "ais_gap",
        vessel=ship_ids,
        start=st.sampled_from([f"2025-0{month}-01T00:00:00Z" for month in (2, 3, 6)]),
        hours=st.sampled_from([None, 3.0, 6.0, 6.0]),
        receiver_suspect=st.sampled_from([None, None, True]),
    ),
    facts_of("detention", vessel=ship_ids, start=st.just(date(2025, 4, 1)), by=st.sampled_from([None, "Estonia"])),
    facts_of("ownership", owner=company_ids, asset=company_ids, share=st.sampled_from([None, 30.0, 60.0])),
    facts_of(
        "company",
        id=company_ids,
        name=st.sampled_from(["Alpha", "Beta"]),
        same_as=st.sampled_from([(), (), ("register:1",), ("a-list:1",), ("a-list:1", "register:2")]),
    ),
)


def steps_with(claimed: st.SearchStrategy[Fact]) -> st.SearchStrategy[tuple[str, Any]]:
    """What can be done to a session, with such claims."""
    batches = st.lists(claimed, min_size=1, max_size=4)
    days = [date(2025, 6, 1), date(2025, 6, 20), date(2025, 7, 1), date(2026, 1, 1)]
    return st.one_of(
        st.tuples(st.just("assert"), batches),
        st.tuples(st.just("assert"), batches),
        st.tuples(st.just("retract"), st.lists(st.integers(0, 30), min_size=1, max_size=3)),
        st.tuples(st.just("source"), st.sampled_from(SOURCES)),
        st.tuples(st.just("advance"), st.sampled_from(days)),
    )


steps = steps_with(claims)


def carry_out(session: Session, what: str, argument: Any) -> Changes | None:
    """Have the session do a step. None where there is nothing that it could be done to."""
    claims = session.claims
    if what == "assert":
        return session.assert_facts(argument)
    if what == "retract":
        ids = sorted({claim.id for claim in claims})
        chosen = [ids[place] for place in argument if place < len(ids)]
        return session.retract(chosen) if chosen else None
    if what == "source":
        cited = {name for claim in claims for piece in claim.evidence for name in (piece.source, piece.origin)}
        return session.retract_source(argument) if argument in cited else None
    return session.advance(argument) if argument >= session.as_of else None


def from_scratch(session: Session, rulebook: Rulebook) -> tuple[Recommendation, ...]:
    """What is recommended where the claims that are left are all that ever was."""
    left = FactSet.of(session.claims)
    return weigh(left, rulebook, as_of=session.as_of, audience="eu", engine="reference").assessment.recommendations


def in_full(recommendations: Iterable[Recommendation]) -> list[object]:
    """Recommendations in a form that shows every difference, totals included."""
    return [(r, totals(r.justifications), [totals(w.justifications) for w in r.withheld]) for r in recommendations]


def totals(justifications: Sequence[Justification]) -> list[object]:
    return [j.match.totals for j in justifications]


def agree(changes: Changes, before: Sequence[Recommendation], after: Sequence[Recommendation]) -> None:
    """That changes tell exactly what differs between two lists of recommendations, each with something that did it."""
    old, new = {r.id: r for r in before}, {r.id: r for r in after}
    assert [change.after for change in changes.gained] == [r for r in after if r.id not in old]
    assert [change.before for change in changes.withdrawn] == [r for r in before if r.id not in new]
    assert {id for id in old.keys() & new.keys() if old[id] != new[id]} <= {change.id for change in changes.changed}
    for change in changes.changed:
        assert change.before == old[change.id]
        assert change.after == new[change.id]
        assert change.what
    assert all(change.causes for part in (changes.gained, changes.changed, changes.withdrawn) for change in part)
