"""Which channel a text names: a host, an account on a platform, or a single page.

An account is told by the form of its address (`t.me/NAME`, `x.com/NAME/status/1`). A page of a site stays a page: a petition on a
petition site makes that site no channel of a campaign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from countermove.facts.identity import check_id

WEBSITE, PAGE = "website", "web page"


class Channel(NamedTuple):
    """A channel as an address names it: its id, a name to show, and the platform."""

    id: str
    name: str
    platform: str


_DEFANGED = (
    (re.compile(r"^h(?:xx|\*\*|tt)p(s?)(?=\W)", re.IGNORECASE), r"http\1"),
    (re.compile(r"\[:(?://)?\](?://)?|\[://\]"), "://"),
    (re.compile(r"\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*", re.IGNORECASE), "."),
    (re.compile(r"\[\.(?=\w)|(?<=\w)\.\]|\\\."), "."),
    (re.compile(r"\[@\]|\[at\]", re.IGNORECASE), "@"),
)
_ADDRESS = re.compile(
    r"(?:(?:(?:https?|ftp)?:)?/{2}(?:[^\s/@?#]*@)?)?(?P<host>[^\s/:?#@]+\.[^\s/:?#@.]{2,}\.?)(?::\d{1,5})?(?P<rest>[/?#]\S*)?\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?!-)[^\W]([\w-]*[^\W_])?\Z|[a-z0-9_]+\Z", re.IGNORECASE)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_HANDLE = re.compile(r"@?([\w][\w.\-]{0,99})\Z")
_REGION = re.compile(r"\A[a-z]{2}(?:-[a-z]{2})?\.(?=[^.]+\.)")
_ASIDE = re.compile(r"\A(?:www\d?|m|mobile|web)\.")


def refanged(text: str) -> str:
    """An address as it was before it was made harmless: `hxxps://a[.]b` is `https://a.b`."""
    text = text.strip().strip("\u200b\ufeff").strip()
    for pattern, plain in _DEFANGED:
        text = pattern.sub(plain, text)
    return text


def channel_at(text: str) -> Channel | None:
    """The channel that a host name or address stands for; None where the text is neither."""
    found = _ADDRESS.match(refanged(text))
    if not found:
        return None
    host = found["host"].rstrip(".").casefold()
    if not _is_host(host):
        return None
    rest = found["rest"] or ""
    bare = _ASIDE.sub("", host, count=1)
    inner = _REGION.sub("", bare, count=1)
    for hosts, platform, read in _PLATFORMS:
        if bare in hosts or inner in hosts:
            name = read(_parts(rest), rest)
            return _account(platform, name) if name else _page(bare, rest)
    if own := _named_host(bare):
        return own
    return _page(host, rest) if rest.strip("/") and rest.strip("/") not in ("#", "?") else _site(host)


def account(platform: str, handle: str) -> Channel | None:
    """An account on a platform by its handle or number; None where the text is no handle, or the platform is unknown."""
    known = PLATFORM_WORDS.get(" ".join(platform.casefold().replace("_", " ").replace("-", " ").split()))
    found = _HANDLE.match(handle.strip())
    return _account(known, found[1]) if known and found else None


def platform_named(words: Sequence[str]) -> str:
    """The platform that one of the words names; empty where none does, or where they name several."""
    found = {PLATFORM_WORDS[word.casefold()] for word in words if word.casefold() in PLATFORM_WORDS}
    return found.pop() if len(found) == 1 else ""


def _account(platform: str, name: str) -> Channel:
    keeps_case = platform in ("youtube", "odysee", "bitchute")
    name = name.rstrip("/")
    return Channel(f"{platform}:{name if keeps_case else name.casefold()}", name, platform)


def _site(host: str) -> Channel | None:
    shown = host.removeprefix("www.")
    try:
        return Channel(check_id(f"domain:{shown}"), shown, WEBSITE)
    except ValueError:
        return None


def _page(host: str, rest: str) -> Channel | None:
    shown = host.removeprefix("www.") + rest.rstrip("/")
    if not rest.strip("/"):
        return _site(host)
    return Channel(f"url:{shown}"[:2000], shown[:2000], PAGE)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return (
        len(host) <= 253
        and not _IPV4.match(host)
        and not labels[-1].isdigit()
        and all(len(label) <= 63 and _LABEL.match(label) for label in labels)
    )


def _parts(rest: str) -> list[str]:
    path = rest.partition("#")[0].partition("?")[0]
    return [unquote(part) for part in path.split("/") if part]


def _plain(*reserved: str) -> Callable[[list[str], str], str]:
    """The first part of the path, unless it is a word of the platform's own."""
    own = frozenset(reserved)

    def read(parts: list[str], rest: str) -> str:
        if not parts or parts[0].casefold() in own:
            return ""
        found = _HANDLE.match(parts[0])
        return found[1] if found else ""

    return read


def _telegram(parts: list[str], rest: str) -> str:
    if parts and parts[0] == "s":
        parts = parts[1:]
    if not parts:
        return ""
    if parts[0] == "joinchat" and len(parts) > 1:
        return f"+{parts[1]}"
    if parts[0].startswith("+"):
        return parts[0]
    return "" if parts[0] in ("c", "addstickers", "share", "proxy", "iv") else _plain()(parts, rest)


def _facebook(parts: list[str], rest: str) -> str:
    query = parse_qs(rest.partition("?")[2].partition("#")[0])
    first = parts[0].casefold() if parts else ""
    if first in ("profile.php", "permalink.php", "story.php"):
        return (query.get("id") or [""])[0]
    if first in ("people", "pages") and len(parts) > 2:
        return parts[-1] if parts[-1].isdigit() else ""
    if first == "groups" and len(parts) > 1:
        return f"groups/{parts[1]}"
    if first == "pg" and len(parts) > 1:
        return parts[1]
    own = ("sharer", "sharer.php", "watch", "photo", "photo.php", "photos", "events", "hashtag", "ads", "login", "help", "reel", "share", "people", "pages", "groups", "marketplace", "video.php", "plugins", "dialog")  # fmt: skip
    return _plain(*own)(parts, rest)


def _vk(parts: list[str], rest: str) -> str:
    if not parts:
        return ""
    name = parts[0].casefold()
    if wall := re.match(r"(?:wall|video|photo|topic|album|clip)-(\d+)(?:_|\Z)", name):
        return f"club{wall[1]}"
    if wall := re.match(r"(?:wall|video|photo|clip)(\d+)_", name):
        return f"id{wall[1]}"
    if public := re.match(r"(?:public|event|club)(\d+)\Z", name):
        return f"club{public[1]}"
    return _plain("away.php", "share.php", "feed", "search", "video", "music")(parts, rest)


def _youtube(parts: list[str], rest: str) -> str:
    if parts and parts[0] in ("channel", "user", "c") and len(parts) > 1:
        return parts[1] if parts[0] == "channel" else f"{parts[0]}/{parts[1]}"
    return parts[0] if parts and parts[0].startswith("@") else ""


def _under(*folders: str) -> Callable[[list[str], str], str]:
    """The name below one of the platform's folders, with the folder where there are several."""

    def read(parts: list[str], rest: str) -> str:
        if len(parts) > 1 and parts[0].casefold() in folders:
            return parts[1] if len(folders) == 1 else f"{parts[0].casefold()}/{parts[1]}"
        return ""

    return read


def _at_sign(parts: list[str], rest: str) -> str:
    """A name behind an at sign."""
    return parts[0][1:] if parts and re.match(r"@[\w.\-:]+\Z", parts[0]) else ""


_PLATFORMS: tuple[tuple[frozenset[str], str, Callable[[list[str], str], str]], ...] = tuple(
    (frozenset(hosts.split()), platform, read)
    for hosts, platform, read in (
        ("t.me telegram.me telegram.dog tgstat.com", "telegram", _telegram),
        ("twitter.com x.com nitter.net", "x", _plain("i", "home", "search", "hashtag", "intent", "share", "explore", "login", "settings")),
        ("facebook.com fb.com fb.me", "facebook", _facebook),
        ("instagram.com instagr.am", "instagram", _plain("p", "reel", "reels", "explore", "stories", "tv", "accounts")),
        ("vk.com vk.ru vkontakte.ru", "vk", _vk),
        ("youtube.com", "youtube", _youtube),
        ("tiktok.com", "tiktok", _at_sign),
        ("threads.net threads.com", "threads", _at_sign),
        ("truthsocial.com", "truthsocial", _at_sign),
        ("medium.com", "medium", _at_sign),
        ("ok.ru odnoklassniki.ru", "ok", lambda parts, rest: "/".join(parts[:2]) if parts and parts[0] in ("group", "profile") and len(parts) > 1 else _plain("video", "live", "dk", "search")(parts, rest)),
        ("reddit.com", "reddit", _under("r", "user", "u")),
        ("rumble.com", "rumble", _under("c", "user")),
        ("odysee.com", "odysee", _at_sign),
        ("bitchute.com", "bitchute", _under("channel")),
        ("gettr.com", "gettr", _under("user")),
        ("gab.com", "gab", _plain("groups", "hashtag", "search")),
        ("linkedin.com", "linkedin", _under("in", "company", "school")),
        ("rutube.ru", "rutube", _under("channel", "u")),
        ("dzen.ru zen.yandex.ru", "dzen", lambda parts, rest: "/".join(parts[:2]) if len(parts) > 1 and parts[0] == "id" else _plain("a", "news", "video", "media")(parts, rest)),
        ("tumblr.com", "tumblr", _plain("tagged", "explore", "dashboard", "search", "share")),
        ("github.com", "github", lambda parts, rest: "/".join(parts[:2])),
        ("bsky.app", "bluesky", _under("profile")),
        ("pinterest.com", "pinterest", _plain("pin", "search", "ideas")),
        ("weibo.com", "weibo", _plain("u", "p")),
        ("livejournal.com", "livejournal", lambda parts, rest: parts[1] if len(parts) > 1 and parts[0] == "users" else ""),
    )
)  # fmt: skip
"""Hosts (without www), the platform, and how the path names the account."""


def _named_host(host: str) -> Channel | None:
    """Accounts that stand in the host: `name.t.me`, `name.tumblr.com`."""
    for end, platform in ((".t.me", "telegram"), (".livejournal.com", "livejournal"), (".tumblr.com", "tumblr")):
        if host.endswith(end) and "." not in host.removesuffix(end):
            return _account(platform, host.removesuffix(end))
    return None


PLATFORM_WORDS = {platform: platform for _, platform, _ in _PLATFORMS} | {
    "twitter": "x", "x (twitter)": "x", "twitter/x": "x", "fb": "facebook", "vkontakte": "vk", "odnoklassniki": "ok", "tg": "telegram",
    "telegram channel": "telegram", "yt": "youtube", "youtube channel": "youtube", "ig": "instagram", "insta": "instagram",
    "tik tok": "tiktok", "truth social": "truthsocial", "live journal": "livejournal", "yandex zen": "dzen",
}  # fmt: skip
"""Words for platforms, and the scheme under which their accounts have ids."""
