"""Things known by several ids, and facts that name them by one or another, made up at random: some agree, some contradict each other."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from countermove.facts.evidence import Evidence
from countermove.facts.fact import Fact
from countermove.facts.registry import KINDS

SHIP_IDS = ("imo:9000015", "imo:9000027", "ofac:1", "gfw:a", "mmsi:273000001")
FIRM_IDS = (
    "lei:5493001KJTIIGC8Y1R12",
    "inn:7707083893",
    "inn:7704676655",
    "ogrn:1027700132195",
    "imo-company:1000003",
    "bic:EXAMDEFF",
    "ofac:2",
    "opensanctions:NK-b",
)
PERSON_IDS = ("inn:500100732259", "ofac:3", "opensanctions:NK-c", "ofac:2")  # fmt: skip
ANY_IDS = (*SHIP_IDS, *FIRM_IDS, *PERSON_IDS, "domain:example.org")

pieces = st.builds(
    Evidence,
    source=st.sampled_from(["a register", "a paper", "an agency"]),
    reliability=st.sampled_from("ABF"),
    credibility=st.sampled_from([1, 2, 6]),
)
numbers = st.sampled_from([None, None, "273000001", "273000002"])


def made(kind: str, **values: Any) -> Fact:
    """A fact of a kind; what is None is left out."""
    return KINDS[kind].model_validate({"kind": kind, **{name: v for name, v in values.items() if v is not None}})


def _facts(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Fact]:
    evidence = st.lists(pieces, min_size=0, max_size=2).map(tuple)
    return st.fixed_dictionaries({"evidence": evidence, **fields}).map(lambda values: made(kind, **values))


def _others(ids: tuple[str, ...], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), max_size=most)


ships = _facts(
    "vessel",
    id=st.sampled_from(SHIP_IDS),
    same_as=_others((*SHIP_IDS, "bic:EXAMDEFF")),
    name=st.sampled_from([None, "ONE", "TWO"]),
    mmsi=numbers,
    former_mmsi=st.sampled_from([(), ("273000002",)]),
    imo=st.sampled_from([None, None, "9000015"]),
)
firms = _facts(
    "company",
    id=st.sampled_from(FIRM_IDS),
    same_as=_others((*FIRM_IDS, "imo:9000015", "domain:example.org"), 3),
    name=st.sampled_from([None, "Alpha", "Beta"]),
    country=st.sampled_from([None, "iso3166:AE"]),
)
people = _facts(
    "person", id=st.sampled_from(PERSON_IDS), same_as=_others(PERSON_IDS), name=st.sampled_from([None, "A", "B"])
)
said_of_them = st.one_of(
    _facts("ownership", owner=st.sampled_from(ANY_IDS), asset=st.sampled_from(ANY_IDS), share=st.sampled_from([None, 30.0, 60.0])),
    _facts("designation", entity=st.sampled_from(ANY_IDS), authority=st.sampled_from(["eu", "us"]), id=st.sampled_from([None, "entry-1"])),
    _facts("ais_gap", vessel=st.sampled_from([*SHIP_IDS, "mmsi:273000002"]), start=st.just("2024-01-01T00:00:00Z"), hours=st.sampled_from([None, 3.0])),
    _facts("sighting", vessel=st.sampled_from([*SHIP_IDS, "mmsi:273000002"]), areas=st.sampled_from([(), ("A B", "C")]), first_seen=st.sampled_from([None, "2024", "2024-H1", "2024-05-06"])),
    _facts("incident", type=st.just("arson"), date=st.just("2024"), countries=st.lists(st.sampled_from(["ofac:1", "ofac:2", "imo:9000015"]), max_size=2)),
    _facts("media_channel", id=st.sampled_from(["domain:example.org", "ofac:1"])),
    _facts("alias", entity=st.sampled_from(ANY_IDS), name=st.sampled_from(["ONE", "OLD"]), since=st.sampled_from([None, "2020"]), until=st.sampled_from([None, None, "2021"]), quality=st.sampled_from([None, "former", "weak"]), id=st.sampled_from([None, None, "alias-1"])),
)  # fmt: skip
claims = st.one_of(ships, firms, firms, people, said_of_them)
