"""Claims of who owns what and who is listed, for trials in which something is blocked through its owners most of the time."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from countermove.facts.evidence import Evidence
from session_trial import SHIPS, facts_of, made, steps_with

OWNERS = tuple(f"register:{number}" for number in range(1, 6))
_held = {
    "owner": st.sampled_from(OWNERS),
    "asset": st.sampled_from((*OWNERS[2:], *OWNERS[2:], *SHIPS)),
    "share": st.sampled_from([None, 20.0, 30.0, 50.0, 60.0, 60.0]),
}
owned = st.one_of(
    facts_of("ownership", **_held),
    facts_of("ownership", **_held),
    facts_of(
        "ownership",
        **_held,
        since=st.sampled_from([None, date(2025, 1, 1), date(2025, 6, 10)]),
        until=st.sampled_from([None, None, date(2025, 6, 15)]),
        control=st.sampled_from([None, None, True]),
    ),
    facts_of(
        "designation",
        entity=st.sampled_from(OWNERS),
        authority=st.sampled_from(["us", "eu"]),
        measure=st.sampled_from(["blocking", "asset_freeze", None]),
        date=st.sampled_from([None, date(2025, 2, 1)]),
    ),
    facts_of("delisting", entity=st.sampled_from(OWNERS), authority=st.just("us"), date=st.just(date(2025, 6, 18))),
    facts_of(
        "company",
        id=st.sampled_from(OWNERS),
        name=st.sampled_from(["Alpha", "Beta"]),
        same_as=st.sampled_from([(), (), ("register:1",)]),
    ),
)
listed_owners = [
    made(
        "designation", entity=entity, authority=authority, measure="blocking", date=date(2025, 2, 1),
        evidence=(Evidence(source="a list", reliability="A", credibility=2),),
    )
    for entity in OWNERS[:2] for authority in ("us", "eu")
]  # fmt: skip
"""Two owners who are listed from the start."""
steps = steps_with(owned)
