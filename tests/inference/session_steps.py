"""One trial of a session: after each step its briefing is the one from scratch, byte for byte, and what it told adds up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import yaml
from generated import DEFINITION
from histories import History, Step, shortened
from recommending_tables import book, reader_of

from countermove.assessment.recommendation import Recommendation
from countermove.brief import brief
from countermove.errors import EngineError
from countermove.facts.fact import Fact
from countermove.facts.fact_set import FactSet
from countermove.facts.withdrawal import speaks_for, without_source
from countermove.rulebook.rulebook import Rulebook
from countermove.session import Changes, Session


def check_session(whole: History, engine: str, *, every_step: bool) -> None:
    """Raise AssertionError, with the shortest history found, where a session says anything else than a briefing from scratch."""
    fault = _fault(whole, engine, every_step)
    if fault:
        whole = shortened(whole, lambda shorter: _fault(shorter, engine, every_step) is not None, tries=300)
        text = yaml.safe_dump(whole.spelled(), sort_keys=False, allow_unicode=True, width=140)
        raise AssertionError(f"{_fault(whole, engine, every_step)}\n{text}")


def _fault(whole: History, engine: str, every_step: bool) -> str | None:
    rulebook = book(whole.rules)
    last = len(whole.steps) - 1
    try:
        with Session(rulebook, as_of=whole.begins, audience=reader_of(whole.rules), engine=engine) as session:
            before = _ranked(session)
            for number, step in enumerate(whole.steps):
                claims = list(session.claims)
                try:
                    changes = _done(session, step)
                    fault = _wrongly_kept(claims, list(session.claims), step)
                except EngineError:
                    return _refused(session, claims, rulebook, step)
                try:
                    if not fault and (every_step or number == last):
                        fault = _compare(session, rulebook) or _told_wrongly(changes, before, _ranked(session))
                        before = _ranked(session)
                    elif not fault:
                        before = _ranked(session) if number == last - 1 else before
                except EngineError:
                    if _cannot_be_weighed(list(session.claims), rulebook, session.as_of):
                        return None
                    raise
                if fault:
                    return f"step {number}: {fault}"
    except EngineError:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def _done(session: Session, step: Step) -> Changes:
    """Take a step. An id stands for all claims that have it, of whatever kind, so it may be gone already, and so may all that cites a
    source; then nothing is done."""
    if step.taken:
        claimed = {claim.id for claim in session.claims}
        left = [id for id in dict.fromkeys(id for _, id in step.taken) if id in claimed]
        return session.retract(left) if left else session.advance(session.as_of)
    if step.day:
        return session.advance(step.day)
    if step.source:
        cited = any(without_source(claim, step.source) is not claim for claim in session.claims)
        return session.retract_source(step.source) if cited else session.advance(session.as_of)
    return session.assert_facts(step.given)


def _wrongly_kept(before: list[Fact], after: list[Fact], step: Step) -> str | None:
    """What is wrong with the claims that are left, or None."""
    old, new = {repr(claim): claim for claim in before}, {repr(claim): claim for claim in after}
    if step.given and new.keys() != old.keys() | {repr(fact) for fact in step.given}:
        return "not what stood and what was given is claimed"
    ids = {id for _, id in step.taken}
    if step.taken and (any(claim.id in ids for claim in after) or not new.keys() <= old.keys()):
        return "what was taken back is still claimed"
    if step.source:
        if any(speaks_for(piece, step.source) for claim in after for piece in claim.evidence):
            return f"'{step.source}' is still heard"
        spared = {
            text for text, claim in old.items() if not any(speaks_for(piece, step.source) for piece in claim.evidence)
        }
        others = {text for text in spared if not old[text].alternatives}
        if not others <= new.keys():
            return f"what does not rest on '{step.source}' is gone"
    if step.day and new.keys() != old.keys():
        return "a day has changed what is claimed"
    return None


def _cannot_be_weighed(claims: list[Fact], rulebook: Rulebook, as_of: date) -> bool:
    """Whether a briefing from scratch refuses these claims as well."""
    audience = reader_of(rulebook.rules.values())
    try:
        brief(FactSet.of(claims), rulebook, as_of=as_of, audience=audience, engine=DEFINITION)
    except EngineError:
        return True
    return False


def _refused(session: Session, claims: list[Fact], rulebook: Rulebook, step: Step) -> str | None:
    """A step that the session refuses has to be refused from scratch too, and to have changed nothing."""
    if sorted(map(repr, session.claims)) != sorted(map(repr, claims)):
        return "a refused step has changed the claims"
    return _compare(session, rulebook)


def _compare(session: Session, rulebook: Rulebook) -> str | None:
    found = session.briefing().model_copy(update={"engine": ""}).render("json")
    scratch = brief(
        FactSet.of(session.claims),
        rulebook,
        as_of=session.as_of,
        audience=reader_of(rulebook.rules.values()),
        engine=DEFINITION,
    )
    expected = scratch.model_copy(update={"engine": ""}).render("json")
    if found != expected:
        pairs = zip(expected.splitlines(), found.splitlines(), strict=False)
        lines = [f"  expected {one}\n  found    {other}" for one, other in pairs if one != other]
        return "another briefing\n" + "\n".join(lines[:6])
    ids = [recommendation.id for recommendation in session.recommendations]
    return None if ids == [r.id for r in scratch.recommendations] else f"recommends {ids}"


def _ranked(session: Session) -> Mapping[str, Recommendation]:
    return {recommendation.id: recommendation for recommendation in session.recommendations}


def _told_wrongly(
    changes: Changes, before: Mapping[str, Recommendation], after: Mapping[str, Recommendation]
) -> str | None:
    """What is wrong with what a call told, or None."""
    gained, withdrawn, changed = (
        [change.id for change in part] for part in (changes.gained, changes.withdrawn, changes.changed)
    )
    if set(gained) != after.keys() - before.keys() or set(withdrawn) != before.keys() - after.keys():
        return f"told {gained} and {withdrawn} to have come and gone"
    moved = {id for id in before.keys() & after.keys() if before[id] != after[id]}
    if not moved <= set(changed) or not set(changed) <= before.keys() & after.keys():
        return f"told {changed} to have changed, {sorted(moved)} did"
    for change in (*changes.gained, *changes.changed, *changes.withdrawn):
        if change.before != before.get(change.id) or change.after != after.get(change.id):
            return f"told {change.id} otherwise than it was or is"
        if not change.causes:
            return f"told no cause for {change.id}"
    return None
