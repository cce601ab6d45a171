"""Ranks that are kept up are those of ranking everything anew."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from judged_facts import only, ship

from countermove.assessment.assess import _ranked
from countermove.assessment.ranking import Ranking
from countermove.assessment.recommendation import Recommendation
from small_rulebook import SmallRulebook

weights = st.tuples(st.sampled_from([1.0, 2.0, 3.0]), st.sampled_from([1, 2]))
rounds = st.lists(st.dictionaries(st.sampled_from("abcdefg"), st.none() | weights, max_size=4), max_size=6)


def test_any_changes(book: SmallRulebook) -> None:
    book.rule()
    whole = only(book, [ship()])

    def weighing(id: str, score: float, impact: int) -> Recommendation:
        return replace(whole, id=id, priority=replace(whole.priority, score=score, impact=impact))

    @settings(max_examples=200, deadline=None)
    @given(rounds)
    def follows(history: list[dict[str, tuple[float, int] | None]]) -> None:
        ranking, standing = Ranking(), dict[str, Recommendation]()
        before: dict[str, Recommendation] = {}
        for changed in history:
            given_now = {id: weighing(id, *w) if w else None for id, w in changed.items()}
            told = ranking.update(given_now)
            for id, recommendation in given_now.items():
                standing.pop(id, None)
                if recommendation:
                    standing[id] = recommendation
            expected = _ranked(standing.values())
            assert ranking.in_order() == expected
            after = {r.id: r for r in expected}
            others = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
            assert others <= told.keys()
            assert all(told[id] == (before.get(id), after.get(id)) for id in told)
            before = after

    follows()
