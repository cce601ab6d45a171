"""One trial of live inference: after each step it has to stand where the reference stands from scratch, and to have told what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import yaml
from generated import DEFINITION
from histories import History, Left, Step, shortened
from making import everything, shown
from recommending_tables import book
from trial import difference

from countermove.errors import EngineError
from countermove.inference.engines import infer
from countermove.inference.live import Delta, LiveInference
from countermove.inference.match import Inference, Match
from countermove.rulebook.rulebook import Rulebook

Make = Callable[[Rulebook, date], LiveInference]


def check_history(whole: History, make: Make, *, every_step: bool) -> None:
    """Raise AssertionError, with the shortest history found, where live inference says anything else than inference from scratch."""
    fault = _fault(whole, make, every_step)
    if fault:
        whole = shortened(whole, lambda shorter: _fault(shorter, make, every_step) is not None)
        text = yaml.safe_dump(whole.spelled(), sort_keys=False, allow_unicode=True, width=140)
        raise AssertionError(f"{_fault(whole, make, every_step)}\n{text}")


def _fault(whole: History, make: Make, every_step: bool) -> str | None:
    """What goes wrong first, or None. Where the reference refuses a conclusion, live inference has to refuse it too, and no more is
    asked of it."""
    rulebook = book(whole.rules)
    left = Left(whole.begins)
    live = make(rulebook, whole.begins)
    before = infer(rulebook, [], whole.begins, DEFINITION)
    try:
        for number, step in enumerate(whole.steps):
            left.take(step)
            try:
                after = infer(rulebook, left.facts.values(), left.day, DEFINITION)
            except EngineError:
                return _refusal(live, step, number)
            delta = _done(live, step)
            fault = told_wrongly(delta, before, after, step)
            if not fault and (every_step or number == len(whole.steps) - 1):
                fault = _compare(live, after)
            if fault:
                return f"step {number}: {fault}"
            before = after
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        live.close()
    return None


def _done(live: LiveInference, step: Step) -> Delta:
    if step.day:
        return live.advance(step.day)
    return live.retract(step.taken) if step.taken else live.assert_facts(step.given)


def _refusal(live: LiveInference, step: Step, number: int) -> str | None:
    try:
        _done(live, step)
        live.inference()
    except EngineError:
        return None
    return f"step {number}: the reference refuses a conclusion, live inference does not"


def _compare(live: LiveInference, after: Inference) -> str | None:
    found, expected = everything(live.inference()), everything(after)
    if found != expected:
        return f"not as from scratch\n{difference(expected, found)}"
    if [repr(fact) for fact in live.base] != expected["facts"]:
        return "its base is not that of its inference"
    return None if live.as_of == after.as_of else "it lives on another day"


def told_wrongly(delta: Delta, before: Inference, after: Inference, step: Step) -> str | None:
    """What is wrong with a delta, or None: what came and went has to add up, and what changed has to be named."""
    old, new = _by_match(before), _by_match(after)
    gained, lost, changed = ([change.match for change in part] for part in (delta.gained, delta.lost, delta.changed))
    for part, expected in ((gained, new.keys() - old.keys()), (lost, old.keys() - new.keys())):
        if len(set(part)) != len(part) or set(part) != expected:
            return f"told {part}, came or went {sorted(expected, key=str)}"
    for match in gained + changed:
        if match in new and shown(match) != shown(new[match]):
            return f"told with other totals than it has: {shown(match)}, {shown(new[match])}"
    standing = old.keys() & new.keys()
    moved = {match for match in standing if shown(old[match]) != shown(new[match]) or _rests_anew(match, before, after)}
    if not moved <= set(changed):
        return f"changed without being told: {sorted(moved - set(changed), key=str)}"
    if len(set(changed)) != len(changed) or not set(changed) <= standing:
        return f"told as changed, but came or went, or told twice: {changed}"
    causes = {change.cause for part in (delta.gained, delta.lost, delta.changed) for change in part}
    allowed = {None} if step.day else {(fact.kind, fact.id) for fact in step.given} | set(step.taken)
    return f"caused by {causes - allowed}, which was not touched" if not causes <= allowed else None


def _by_match(inference: Inference) -> Mapping[Match, Match]:
    return {match: match for match in inference.matches}


def _rests_anew(match: Match, before: Inference, after: Inference) -> bool:
    """Whether a derived fact of a match follows from other matches than before."""
    return any(_behind(before, key) != _behind(after, key) for key in match.fact_keys())


def _behind(inference: Inference, key: tuple[str, str]) -> list[object]:
    return [shown(match) for match in inference.derivations.get(key, ())]
