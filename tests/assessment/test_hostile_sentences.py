"""Whatever a fact says, it is never markup: nothing in it opens a bracket, shows a field or ends a part that is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermove.assessment.sentences import Sentences
from countermove.facts.kinds.gray_zone import Incident
from countermove.facts.naming import Names, defanged, plain
from countermove.rulebook.wording import names_used, render

MARKUP = st.lists(
    st.sampled_from(
        [
            "[",
            "]",
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "e.place",
            "|on",
            " ",
            ".",
            "..",
            ",",
            "'",
            "x",
            "Kiel",
            "\n",
            "\u202e",
        ]
    )
)
TEXT = st.one_of(st.text(max_size=40), MARKUP.map("".join))
TEMPLATE = "It hit {{ e.asset or 'something' }}[ in {{ e.place }}], and more[ ({{ e.asset }})]."


def incident(**given: str | None) -> Incident:
    return Incident.model_validate(
        {
            "type": "sabotage",
            "date": "2025-05-05",
            **{name: value for name, value in given.items() if value is not None},
        }
    )


def fill(template: str, fact: Incident) -> str:
    return Sentences(Names([fact]), {}).fill(template, {"e": fact})


@given(place=TEXT.filter(lambda text: text.strip()))
def test_a_fact_is_printed_as_it_stands(place: str) -> None:
    names_used(TEMPLATE)
    fact = incident(place=place)
    shown = defanged(plain(fact.place or ""))
    wanted = f"It hit something in {shown}, and more." if shown else "It hit something, and more."
    assert fill(TEMPLATE, fact) == wanted


@given(asset=TEXT.filter(lambda text: text.strip()), place=TEXT.filter(lambda text: text.strip()))
def test_what_one_fact_says_moves_no_other_part(asset: str, place: str) -> None:
    both = fill("<{{ e.asset }}|{{ e.place }}>", incident(asset=asset, place=place))
    shown = [defanged(plain(text)) or "not known" for text in (asset, place)]
    assert both == f"<{shown[0]}|{shown[1]}>"


@given(text=TEXT)
def test_rules_of_anybody_are_refused_or_read_and_never_break(text: str) -> None:
    try:
        names_used(text)
    except ValueError:
        return
    assert isinstance(render(text, {}), str)
