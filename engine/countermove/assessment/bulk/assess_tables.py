"""Assessment of matches that stand in tables: all of them are weighed and ranked there, and only what a memo shows becomes objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from countermove.assessment import groups as group_limits
from countermove.assessment.assess import Assessment, recommendations, step_of
from countermove.assessment.bulk.bases import Origins
from countermove.assessment.bulk.fact_bases import weigh_observed
from countermove.assessment.bulk.gaps import find_gaps
from countermove.assessment.bulk.match_bases import MatchBases
from countermove.assessment.bulk.match_facts import Numbered, facts_wanted, list_facts
from countermove.assessment.bulk.ranking import GROUNDS, HELD, RECOMMENDED, Ranking
from countermove.assessment.bulk.selection import Selection
from countermove.assessment.bulk.unread import read_in_tables
from countermove.assessment.grading import Grading
from countermove.assessment.groups import Group
from countermove.assessment.recommendation import Recommendation
from countermove.assessment.unread import unread_by_rule
from countermove.facts.naming import Names
from countermove.inference.match import Inference
from countermove.inference.sql.found import Found
from countermove.rulebook.rule import Caveat, Conclude, Recommend
from countermove.rulebook.rulebook import Rulebook
from countermove.tables.database import Database
from countermove.tables.quoting import identifier, literal

_KEPT = "recommendations kept"
_ROWS = "matches kept"


def assess_tables(
    database: Database, found: Found, rulebook: Rulebook, audience: str, top: int | None = None
) -> tuple[Inference, Assessment]:
    """The same as `assess` over the same matches, and the part of the inference that it shows.

    Of each group the best are kept (`groups.KEPT_RANKS`), with `top` those of the `top` best groups alone; the groups count all.
    Raises EngineError where the database fails.
    """
    tables = dict(enumerate(found.tables))
    recommending, concluding, caveats = (
        _with(kind, tables, rulebook, audience) for kind in (Recommend, Conclude, Caveat)
    )
    grading, origins = Grading(rulebook, found.as_of), Origins()
    list_facts(database, rulebook, {**recommending, **concluding})
    weigh_observed(database, facts_wanted(database), grading, found.as_of, origins)
    matches = MatchBases(database, rulebook, grading, origins)
    matches.weigh_derived(concluding)
    matches.weigh(recommending)
    steps = {table.rule: step_of(rulebook, rulebook.rules[table.rule]) for table in recommending.values()}
    ranking = Ranking(database, rulebook, found.as_of, audience, steps)
    ranking.collect(recommending)
    ranking.rank(grading, origins)
    groups, others = _groups(database, "own"), _groups(database, "NOT own")
    shown = [*(groups if top is None else groups[:top]), *others]
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_KEPT)} AS SELECT action, target, rank, tied FROM {identifier(RECOMMENDED)} "
        f"WHERE (place <= {group_limits.KEPT_EACH} OR own AND rank <= {group_limits.KEPT_RANKS}) "
        f"AND ({' OR '.join(_is_group(g) for g in shown) or 'FALSE'})"
    )
    inference = _selected(database, rulebook, found, recommending, concluding, caveats)
    names = Names(inference.base)
    kept, others_kept = (_placed(database, made) for made in recommendations(inference, rulebook, audience, names))
    gaps = find_gaps(database, rulebook, found, audience)
    return inference, Assessment(
        tuple(kept), gaps, tuple(_with_members(groups, kept)), tuple(others_kept), tuple(_with_members(others, others_kept)),
        unread_by_rule(rulebook, found.context, read_in_tables(database, found)),
    )  # fmt: skip


def _with(kind: type[object], tables: Numbered, rulebook: Rulebook, audience: str) -> Numbered:
    """Of the rules that speak to an audience those with such a `then`, with their matches."""
    rules = {n: rulebook.rules[table.rule] for n, table in tables.items()}
    return {
        n: tables[n] for n, rule in rules.items() if isinstance(rule.then, kind) and audience in rule.header.audiences
    }


def _is_group(group: Group) -> str:
    return f"(action = {literal(group.action)} AND step = {group.step})"


def _groups(database: Database, which: str) -> list[Group]:
    """All groups of some recommendations, as yet without members, in the order of their best."""
    rows = database.rows(
        "SELECT action, step, count(*), max(rank), list(DISTINCT level), min(low) "
        f"FROM {identifier(RECOMMENDED)} WHERE {which} GROUP BY action, step "
        "ORDER BY min((-score, -impact, action || ':' || target))"
    )
    return [
        Group(action, step, (), count, last, frozenset(levels), low) for action, step, count, last, levels, low in rows
    ]


def _selected(
    database: Database,
    rulebook: Rulebook,
    found: Found,
    recommending: Numbered,
    concluding: Numbered,
    caveats: Numbered,
) -> Inference:
    """The matches for what is kept, for what is held back on the same targets, and for the caveats there."""
    selection = Selection(database, rulebook, found.as_of, [*concluding.values()])
    kept, held = identifier(_KEPT), identifier(HELD)
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {identifier(_ROWS)} AS SELECT g.t, g.r FROM {identifier(GROUNDS)} g WHERE EXISTS "
        f"(SELECT 1 FROM {kept} k WHERE k.target = g.target AND (k.action = g.action OR g.target IN (SELECT target FROM {held})))"
    )
    for (number,) in database.rows(f"SELECT DISTINCT t FROM {identifier(_ROWS)} ORDER BY t"):
        selection.take(recommending[number], f"m.rowid IN (SELECT r FROM {identifier(_ROWS)} WHERE t = {number})")
    for table in caveats.values():
        then = rulebook.rules[table.rule].then
        assert isinstance(then, Caveat)  # noqa: S101 - only such tables come here
        selection.take_caveats(table, then, _KEPT)
    selection.take_derivations()
    targets = [target for (target,) in database.rows(f"SELECT DISTINCT target FROM {kept}")]
    return selection.as_inference(targets)


def _placed(database: Database, made: Sequence[Recommendation]) -> list[Recommendation]:
    """Those of some recommendations, in order, that are kept, with their rank among all."""
    rows = database.rows(f"SELECT action, target, rank, tied FROM {identifier(_KEPT)}")
    ranks: Mapping[tuple[str, str], tuple[int, bool]] = {
        (action, target): (rank, tied) for action, target, rank, tied in rows
    }
    placed = []
    for recommendation in made:
        own = ranks.get((recommendation.action, recommendation.target.id))
        if own:
            placed.append(replace(recommendation, rank=own[0], tied=own[1]))
    return placed


def _with_members(groups: Sequence[Group], kept: Sequence[Recommendation]) -> list[Group]:
    members: dict[tuple[str, int], list[Recommendation]] = {}
    for recommendation in kept:
        members.setdefault((recommendation.action, recommendation.step), []).append(recommendation)
    return [replace(group, kept=tuple(members.get((group.action, group.step), ()))) for group in groups]
