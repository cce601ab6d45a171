"""Which channel an address names, however it is written."""

from __future__ import annotations

import pytest

from countermove.reading.influence.channels import account, channel_at, platform_named, refanged


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("hxxps://a[.]example", "https://a.example"),
        ("hXXp[:]//a[.]example/x", "http://a.example/x"),
        ("https[:]//a.example/", "https://a.example/"),
        ("a(.)b[dot]example", "a.b.example"),
        ("a[.b[.]example", "a.b.example"),
        (" \ufeffa.example ", "a.example"),
    ],
)
def test_addresses_made_harmless_are_restored(text: str, plain: str) -> None:
    assert refanged(text) == plain


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("WWW.Example-Times[.]test", "domain:example-times.test"),
        ("https://example-times.test/", "domain:example-times.test"),
        ("https://user@example-times.test/", "domain:example-times.test"),
        ("hxxp://example-times[.]test:8080/?", "domain:example-times.test"),
        ("пример.рф", "domain:пример.рф"),
        ("http://t[.]me/Example_Lantern", "telegram:example_lantern"),
        ("t.me/s/example_lantern/12", "telegram:example_lantern"),
        ("t.me/+AbC123", "telegram:+abc123"),
        ("https://t.me/joinchat/AbC", "telegram:+abc"),
        ("example_lantern.t.me", "telegram:example_lantern"),
        ("https://mobile.twitter.com/Example/status/1", "x:example"),
        ("x.com/Example", "x:example"),
        ("https://www.facebook.com/profile.php?id=1000", "facebook:1000"),
        ("https://www.facebook.com/people/Example-Name/1000", "facebook:1000"),
        ("facebook.com/groups/example", "facebook:groups/example"),
        ("m.facebook.com/Example.Page/posts/1", "facebook:example.page"),
        ("vk.com/wall-123_45", "vk:club123"),
        ("vk.com/public123", "vk:club123"),
        ("m.vk.com/example", "vk:example"),
        ("https://www.youtube.com/@Example", "youtube:@Example"),
        ("youtube.com/channel/UCaB", "youtube:UCaB"),
        ("tiktok.com/@Example.tv", "tiktok:example.tv"),
        ("http://ca.pinterest.com/example", "pinterest:example"),
        ("https://ok.ru/group/700", "ok:group/700"),
        ("reddit.com/r/Example", "reddit:r/example"),
        ("medium.com/@Example/a-post", "medium:example"),
        ("example.tumblr.com", "tumblr:example"),
        ("medium.example", "domain:medium.example"),
        ("team.example", "domain:team.example"),
    ],
)
def test_hosts_and_accounts(text: str, id: str) -> None:
    found = channel_at(text)
    assert found
    assert found.id == id


@pytest.mark.parametrize(
    "text",
    [
        "https://petition-host[.]test/p/example", "youtube.com/watch?v=1", "facebook.com/watch/?v=1", "t.me/c/123/4", "x.com/search?q=a", "vk.com/video",
        "instagram.com/p/abc",
    ],
)  # fmt: skip
def test_a_page_is_not_the_site_that_carries_it(text: str) -> None:
    found = channel_at(text)
    assert found
    assert found.id.startswith("url:")
    assert found.platform == "web page"


@pytest.mark.parametrize(
    "text",
    ["Twitter Bots", "URLs of copied articles", "192.0.2.1", "@example", "", "example", "1,326 accounts", "a..b", "àremplir", "http://", "-a.example", "a.b.1", "info[at]example[.]com", "info@example.com"],
)  # fmt: skip
def test_words_and_numbers_are_no_address(text: str) -> None:
    assert channel_at(text) is None


def test_a_handle_needs_its_platform() -> None:
    found = account("Twitter", "@Example")
    assert found
    assert found.id == "x:example"
    assert account("", "@Example") is None
    assert account("facebook", "Milla Example") is None
    assert account("nowhere", "example") is None


def test_two_platforms_name_none() -> None:
    assert platform_named(["example", "telegram"]) == "telegram"
    assert platform_named(["telegram", "twitter"]) == ""
