"""Facts come out of the tables as they went in, to the last bit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.errors import EngineError
from countermove.facts.as_known import as_known
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS, FieldType, fields
from countermove.tables import storing
from countermove.tables.database import Database
from countermove.tables.fetching import fetch, fetch_all, fetch_ids
from countermove.tables.storing import evidenced_first, store

_TEXT = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text
)
_DAYS = st.sampled_from(
    ["0001-01-01", "9999-12-31", "9999", "2024", "2024-02", "2024-H1", "2024-Q3", "2024-01-30/2024-02-02", "2024-02-29"]
)
_MOMENTS = st.sampled_from(
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.000001Z", "2024-05-06T07:08:09+02:00"]
)
_EVIDENCE = st.lists(
    st.builds(
        lambda source, day, grade: {"source": source, "reliability": grade, **({"published": day} if day else {})},
        st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=5), st.one_of(st.none(), _DAYS), st.sampled_from("ABCDEF"),
    ), max_size=3,
)  # fmt: skip


def _values(described: FieldType) -> st.SearchStrategy[Any]:
    if described.type == "list" and described.item:
        return st.lists(_values(described.item), min_size=int(described.required), max_size=3)
    if described.type == "number":
        return (
            st.sampled_from([1900, 2000])
            if described.whole
            else st.floats(0, 100) | st.sampled_from([5e-324, -0.0, 0.1, 100.0])
        )
    simple = {
        "text": _TEXT, "choice": st.sampled_from(described.choices or ("",)), "entity": st.sampled_from(["imo:9074729", "x:é 'q\""]),
        "flag": st.booleans(), "day": _DAYS, "time": _MOMENTS, "position": st.sampled_from([(90.0, -180.0), (-0.0, 5e-324)]),
    }  # fmt: skip
    return simple[described.type]


_SHAPED = {"imo": "9074729", "mmsi": "273123456", "type": "tanker", "measure": "trade", "technique": "T0099"}


@st.composite
def _facts(draw: st.DrawFn, number: int) -> Fact:
    kind = draw(st.sampled_from(sorted(KINDS)))
    model = KINDS[kind]
    values: dict[str, Any] = {"kind": kind, "id": f"x:{number}", "evidence": draw(_EVIDENCE)}
    for name, described in fields(kind).items():
        if name != "id" and (described.required or draw(st.booleans())):
            values[name] = draw(_values(described))
            if model.model_fields[name].metadata and described.type == "text":
                values[name] = _SHAPED.get(name, "x")
    if draw(st.booleans()):
        values["note"] = draw(_TEXT)
        plain = [
            name for name, described in fields(kind).items()
            if described.type == "text" and name not in ("id", *_SHAPED) and not _patterned(model, name)
        ]  # fmt: skip
        if plain:
            values["alternatives"] = [{"field": plain[0], "value": "x\u0007", "evidence": draw(_EVIDENCE)}]
    return model.model_validate(values)


def _patterned(model: type[Fact], name: str) -> bool:
    return any(getattr(extra, "pattern", None) for extra in model.model_fields[name].metadata)


_SETS = st.integers(1, 8).flatmap(lambda size: st.tuples(*(_facts(number) for number in range(size))))


def _back(database: Database, numbers: dict[tuple[str, str], int]) -> list[Fact]:
    return [fact for kind in sorted({kind for kind, _ in numbers}) for fact in fetch(database, kind, numbers.values())]


@settings(max_examples=40, deadline=None)
@given(_SETS, st.booleans())
def test_facts_come_back_as_they_were(facts: tuple[Fact, ...], through_a_file: bool) -> None:
    with pytest.MonkeyPatch.context() as patch, Database() as database:
        if through_a_file:
            patch.setattr(storing, "_FEW", 0)
        numbers = store(database, facts, first_number=7)
        assert list(numbers.values()) == list(range(7, 7 + len(facts)))
        expected = sorted(facts, key=lambda fact: (fact.kind, numbers[fact.kind, fact.id]))
        assert [repr(fact) for fact in _back(database, numbers)] == [repr(fact) for fact in expected]
        for fact in facts:
            n, first, evidenced = database.rows(
                f"SELECT n, known__first, evidenced__first FROM {fact.kind} WHERE id = $1",
                [fact.id],
            )[0]
            known = fact.known_from()
            assert (n, first) == (numbers[fact.kind, fact.id], known.first if known else None)
            assert evidenced == evidenced_first(fact.evidence)


@settings(max_examples=20, deadline=None)
@given(_SETS, st.sampled_from([date(2024, 1, 15), date(2024, 6, 30), date(1, 1, 1), date(9999, 12, 31)]))
def test_as_known_on_a_day(facts: tuple[Fact, ...], day: date) -> None:
    with Database() as database:
        numbers = store(database, facts)
        for kind in {fact.kind for fact in facts}:
            own = [fact for fact in facts if fact.kind == kind]
            expected = [repr(fact) for fact in as_known(own, day)]
            assert [repr(fact) for fact in fetch(database, kind, numbers.values(), day)] == expected
            assert [repr(fact) for fact in fetch_ids(database, kind, [fact.id for fact in own], day)] == expected
            known = database.rows(
                f"SELECT id FROM {kind} WHERE (known__first IS NULL OR known__first <= $1) "
                "AND (evidenced__first IS NULL OR evidenced__first <= $1 OR reported IS NOT NULL) ORDER BY n", [day]
            )  # fmt: skip
            assert [id for (id,) in known] == [fact.id for fact in as_known(own, day)]


def test_what_is_not_there() -> None:
    with Database() as database:
        assert store(database, []) == {}
        assert fetch(database, "vessel", [1]) == []
        assert fetch_ids(database, "vessel", ["x:y"]) == []
        assert list(fetch_all(database, "vessel")) == []
        store(database, [KINDS["vessel"](id="x:y")])  # type: ignore[call-arg]
        assert fetch(database, "vessel", [5]) == []


def test_a_row_that_is_no_fact() -> None:
    with Database() as database:
        database.create_kind("vessel")
        database.run("INSERT INTO vessel (n, id) VALUES (1, 'nonsense')")
        with pytest.raises(EngineError, match="row 1 of the table of vessel facts is no fact"):
            fetch(database, "vessel", [1])
