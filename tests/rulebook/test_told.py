"""What is told to each audience: one thing for all, or by audience; wherever a rule or an action has a text."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from countermove.audit.rule_page import rule_page
from countermove.audit.rule_schema import rule_schema
from countermove.rulebook.document import Prose
from countermove.rulebook.rule import Caveat, Recommend
from countermove.rulebook.told import Told
from small_rulebook import RECOMMEND, SmallRulebook


class _Sample(BaseModel):
    text: Told[Prose]


def told(given: object) -> tuple[str, ...]:
    return _Sample.model_validate({"text": given}).text.by_audience


class TestForms:
    """What a file may write, and what is made of it."""

    def test_one_text_is_for_all(self) -> None:
        assert told("Watch") == ("Watch",) * 4

    def test_others_are_those_not_named(self) -> None:
        assert told({"us": "Share", "others": "Watch"}) == ("Watch", "Watch", "Share", "Watch")

    def test_all_four_by_name(self) -> None:
        assert told({"nato": "4", "us": "3", "uk": "2", "eu": "1"}) == ("1", "2", "3", "4")

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            ({"eu": "Watch", "nato": "Wait"}, "nothing is said for uk, us"),
            ({"eu": "1", "uk": "2", "us": "3", "nato": "4", "others": "5"}, "'others' are nobody"),
            ({}, "nothing is said for eu, uk, us, nato"),
            ({"fr": "Watch", "others": "Wait"}, "Extra inputs"),
            ({"eu": "", "others": "Wait"}, "at least 1 character"),
            (3, "valid string"),
        ],
    )
    def test_what_says_nothing_to_somebody(self, given: object, fault: str) -> None:
        with pytest.raises(ValidationError, match=fault):
            told(given)

    def test_what_differs_is_told_apart(self) -> None:
        sample = Told.each({"us": "Share", "others": "Watch"})
        assert list(sample) == ["Watch", "Share"]
        assert list(sample.labelled()) == [("EU, UK, NATO", "Watch"), ("US", "Share")]
        assert list(Told.all("Watch").labelled()) == [("", "Watch")]

    def test_it_is_never_shown_as_it_is(self) -> None:
        with pytest.raises(TypeError):
            f"{Told.all('Watch')}"


class TestRules:
    """Sentences of rules."""

    HEADLINE = 'headline: "Inspect {{ ship.name }}"'

    def _with(self, book: SmallRulebook, headline: str) -> None:
        assert self.HEADLINE in RECOMMEND
        book.rule(then=RECOMMEND.replace(self.HEADLINE, headline))

    def test_a_headline_for_each(self, book: SmallRulebook) -> None:
        self._with(book, 'headline: {eu: "List {{ ship.name }}", others: "Support listing {{ ship.name }}"}')
        then = book.load().rules["a-rule"].then
        assert isinstance(then, Recommend)
        assert then.headline.to("eu") == "List {{ ship.name }}"
        assert then.headline.to("nato") == "Support listing {{ ship.name }}"

    @pytest.mark.parametrize(
        ("headline", "code", "message", "hint"),
        [
            ("{eu: x}", "CM124", "nothing is said for uk, us, nato", "others"),
            ("{eu: x, ntao: w, others: z}", "CM104", "'ntao' is no audience", "'nato'"),
            ('{eu: "{{ shp.name }}", others: z}', "CM115", "'$shp'", "'ship'"),
            ('{eu: "{{ ship.nam }}", others: z}', "CM112", "no field 'nam'", "'name'"),
            ("{eu: x, others: 3}", "CM124", "a sentence is wanted", "quotes"),
        ],
    )
    def test_faults_stand_where_they_are(
        self, book: SmallRulebook, headline: str, code: str, message: str, hint: str
    ) -> None:
        self._with(book, f"headline: {headline}")
        (fault,) = book.faults()
        assert fault.code == code
        assert message in fault.message
        assert hint in fault.hint
        assert "headline:" in fault.excerpt

    def test_a_caveat_for_each(self, book: SmallRulebook) -> None:
        book.rule(then="caveat: {text: {nato: Mind the Alliance., others: Mind the gap.}, steps: [2]}")
        then = book.load().rules["a-rule"].then
        assert isinstance(then, Caveat)
        assert (then.text.to("nato"), then.text.to("uk")) == ("Mind the Alliance.", "Mind the gap.")

    def test_the_page_shows_each(self, book: SmallRulebook) -> None:
        self._with(book, 'headline: {eu: "List {{ ship.name }}", others: "Support listing {{ ship.name }}"}')
        rulebook = book.load()
        page = "\n".join(rule_page(rulebook, rulebook.rules["a-rule"], ()))
        assert "- Headline to EU: List ‹ship›" in page
        assert "- Headline to UK, US, NATO: Support listing ‹ship›" in page
        assert "- Because:" in page

    def test_the_page_shows_what_somebody_is_told(self, book: SmallRulebook) -> None:
        book.action("inspect-insurance-and-flag", no_part="nato")
        headline = 'headline: {uk: "Specify {{ ship.name }}", nato: "Wait", others: "Block {{ ship.name }}"}'
        book.rule(then=RECOMMEND.replace(self.HEADLINE, headline), audiences="[uk, us, nato]")
        rulebook = book.load()
        page = [line for line in rule_page(rulebook, rulebook.rules["a-rule"], ()) if line.startswith("- Headline")]
        assert page == ["- Headline to UK: Specify ‹ship›", "- Headline to US: Block ‹ship›"]

    def test_the_schema_has_both_forms(self) -> None:
        then = rule_schema()["properties"]["then"]["oneOf"][0]["properties"]["recommend"]["properties"]
        plain, each = then["headline"]["anyOf"]
        assert plain["type"] == "string"
        assert set(each["properties"]) == {"eu", "uk", "us", "nato", "others"}


class TestAudiencesOfARule:
    """Whom a rule speaks to at all."""

    def test_all_where_nothing_is_said(self, book: SmallRulebook) -> None:
        book.rule()
        assert book.load().rules["a-rule"].header.audiences == ("eu", "uk", "us", "nato")

    def test_some(self, book: SmallRulebook) -> None:
        book.rule(audiences="[uk]")
        rulebook = book.load()
        assert "Speaks only to: UK." in rule_page(rulebook, rulebook.rules["a-rule"], ())

    @pytest.mark.parametrize(
        ("value", "code", "message"),
        [
            ("[]", "CM106", "at least one"),
            ("[fr]", "CM106", "'eu', 'uk', 'us' or 'nato'"),
            ("[uk, uk]", "CM126", "twice"),
        ],
    )
    def test_faults(self, book: SmallRulebook, value: str, code: str, message: str) -> None:
        book.rule(audiences=value)
        (fault,) = book.faults()
        assert fault.code == code
        assert message in fault.message

    @pytest.mark.parametrize("audiences", ["[uk, us]", "[us]"])
    def test_only_these_have_to_be_told(self, book: SmallRulebook, audiences: str) -> None:
        told = 'headline: {uk: "Specify it", us: "Block it"}'
        book.rule(then=RECOMMEND.replace(TestRules.HEADLINE, told), audiences=audiences)
        if audiences == "[us]":
            (fault,) = book.faults()
            assert (fault.code, fault.message) == ("CM104", "the rule does not speak to 'uk'")
            return
        then = book.load().rules["a-rule"].then
        assert isinstance(then, Recommend)
        assert (then.headline.to("uk"), then.headline.to("us")) == ("Specify it", "Block it")

    def test_nor_those_without_a_part(self, book: SmallRulebook) -> None:
        book.action("inspect-insurance-and-flag", no_part="eu nato")
        book.rule(then=RECOMMEND.replace(TestRules.HEADLINE, 'headline: {uk: "Specify it", us: "Block it"}'))
        then = book.load().rules["a-rule"].then
        assert isinstance(then, Recommend)
        assert then.headline.to("nato") == "Specify it"

    def test_a_conclusion_is_the_same_for_all(self, book: SmallRulebook) -> None:
        book.rule(then="conclude: {kind: indicator, name: dark, about: $ship.id}", audiences="[uk]")
        (fault,) = book.faults()
        assert (fault.code, fault.excerpt) == ("CM126", "audiences: [uk]")


class TestPartsOfAnAction:
    """Each audience has a part or a reason why it has none."""

    @pytest.mark.parametrize(
        ("parts", "message", "hint"),
        [
            ("owner: {eu: A, uk: B, us: C}", "nothing is said of 'nato'", "no_part"),
            (
                "owner: {eu: A, uk: B, us: C, nato: D}\nno_part: {nato: It lists nobody.}",
                "'nato' stands under owner",
                "one",
            ),
            ("owner: {uk: B, us: C, nato: D}\nno_part: {eu: It lists nobody.}", "'eu' has no part in this", "empty"),
            ("owner: {}\nno_part: {}", "owner", ""),
        ],
    )
    def test_faults(self, book: SmallRulebook, parts: str, message: str, hint: str) -> None:
        book.instrument("a-power", "alone")
        book.action("do-it", instruments="{eu: [a-power]}")
        file = book.folder / "instruments/actions/do-it.yaml"
        lines = [x for x in file.read_text(encoding="utf-8").splitlines() if not x.startswith("no_part:")]
        file.write_text("\n".join(parts if line.startswith("owner:") else line for line in lines), encoding="utf-8")
        book.rule()
        found = book.faults()
        assert len(found) == 1
        assert message in found[0].message
        assert hint in found[0].hint

    def test_an_unknown_audience_of_a_text(self, book: SmallRulebook) -> None:
        book.action("do-it")
        file = book.folder / "instruments/actions/do-it.yaml"
        text = file.read_text(encoding="utf-8").replace("risks: [It may go wrong.]", "risks: {natto: [x], others: [w]}")
        file.write_text(text, encoding="utf-8")
        book.rule()
        (fault,) = book.faults()
        assert (fault.code, fault.message) == ("CM104", "'natto' is not a key that belongs here")
        assert fault.hint == "did you mean 'nato'?"
        assert "natto" in fault.excerpt

    def test_options_and_lists_by_audience(self, book: SmallRulebook) -> None:
        book.action("do-it")
        file = book.folder / "instruments/actions/do-it.yaml"
        text = file.read_text(encoding="utf-8")
        text = text.replace("risks: [It may go wrong.]", "risks: {uk: [x, z], others: [w]}")
        text += "weaker: {what: {us: Ask., others: Wait.}, cost: Little.}\n"
        text += "stronger: {eu: {what: List., cost: Time.}, others: {what: Press., cost: Friends.}}\n"
        file.write_text(text, encoding="utf-8")
        book.rule()
        action = book.load().actions["do-it"]
        assert action.risks.to("uk") == ("x", "z")
        assert action.weaker
        assert [action.weaker.to(a).what.to(a) for a in ("eu", "us")] == ["Wait.", "Ask."]
        assert action.stronger
        assert [action.stronger.to(a).what.to(a) for a in ("eu", "us")] == ["List.", "Press."]
