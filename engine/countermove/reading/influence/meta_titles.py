"""What the name of one of Meta's indicator files says of the network: which quarter, where it is based, whom it targets.

Meta publishes a network under such a title and under no other name, and the files have it nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from countermove.facts.time import PartialDate
from countermove.reading.country_words import country_code

_QUARTER = re.compile(r"\b(?:q([1-4])(?:-([1-4]))?|h([12]))[ -]((?:19|20)\d\d)\b")
_MONTH = re.compile(r"\b((?:19|20)\d\d) (0[1-9]|1[0-2])\b")
_NOISE = re.compile(r"\b(?:csv|githubiocs|github|iocs?|ttps|updated|update|meta|indicators)\b")
_ATTACKS = frozenset(("apt", "espionage", "malware", "malicious", "hackers", "surveillance", "spyware", "phishing"))
_SMALL = frozenset(("and", "the", "of", "from", "in"))


class Title(NamedTuple):
    """A network as its title has it. Empty where the title says nothing of it."""

    id: str
    name: str
    period: PartialDate | None
    based: tuple[str, ...]
    targeted: tuple[str, ...]
    inauthentic: bool
    """Whether Meta calls it coordinated inauthentic behaviour: a network in which false accounts are central."""
    network: bool
    """Whether the file is of one network, as far as the title tells."""
    attack: bool
    """Whether it is about attacks on computers: Meta publishes spies and malware in the same columns."""


def title_of(stem: str) -> Title:
    """Read the name of a file, without its ending."""
    letters = unicodedata.normalize("NFKC", stem).casefold().replace("_", " ")
    plain = " ".join(re.sub(r"[^\w&,-]+", " ", letters).split())
    plain = re.sub(r"\bq([1-4]) ?- ?([1-4])\b", r"q\1-\2", plain)
    period, rest, when = _period(plain)
    words = [word for word in re.split(r"[ ,&-]+", _NOISE.sub(" ", rest)) if word]
    based, named = _countries_before(words, "based")
    targeted = _targeted(words)
    inauthentic = "cib" in words or "ib" in words or "inauthentic" in words
    attack = bool(_ATTACKS & set(words)) and not inauthentic
    network = bool("network" in words or based or named) and " from " not in f" {' '.join(words)} " and not attack
    slug = "-".join(part for part in (when.replace(" ", "-").casefold(), *words) if part)
    return Title(f"meta:{slug or 'file'}", _name(words, when), period, based, targeted, inauthentic, network, attack)


def _period(plain: str) -> tuple[PartialDate | None, str, str]:
    """The period a title names, what stands beside it (after its last mention, where it stands more than once), and its words."""
    quarters = list(_QUARTER.finditer(plain))
    if quarters:
        found = quarters[-1]
        first, last, half, year = found.groups()
        if half:
            period = PartialDate.parse(f"{year}-H{half}")
        else:
            period = PartialDate.parse(f"{year}-Q{first}")
            if last and int(last) > int(first):
                period = PartialDate(period.first, PartialDate.parse(f"{year}-Q{last}").last)
        after = plain[found.end() :].strip(" -")
        return period, after or plain[: quarters[0].start()].strip(" -"), found[0].replace("-", " ").upper().replace(" ", "-", 1) if last else found[0].replace("-", " ").upper()  # fmt: skip
    months = list(_MONTH.finditer(plain))
    if months:
        found = months[-1]
        period = PartialDate.parse(f"{found[1]}-{found[2]}")
        return period, f"{plain[: found.start()]} {plain[found.end() :]}".strip(" -"), f"{found[1]}-{found[2]}"
    return None, plain, ""


def _country_run(words: list[str], backwards: bool) -> list[str]:
    """The countries that words begin with, or end with, as ids; links between them are passed over."""
    found: list[str] = []
    rest = list(reversed(words)) if backwards else list(words)
    while rest:
        if rest[0] in ("and", "the") and found:
            rest = rest[1:]
            continue
        for length in (3, 2, 1):
            part = rest[:length]
            if len(part) == length and (code := _code(list(reversed(part)) if backwards else part)):
                found.append(f"iso3166:{code}")
                rest = rest[length:]
                break
        else:
            break
    return list(reversed(found)) if backwards else found


def _code(words: list[str]) -> str | None:
    """The country that words name; of codes only one that is no English word in a title."""
    return "US" if words == ["us"] else country_code(" ".join(words))


def _countries_before(words: list[str], word: str) -> tuple[tuple[str, ...], bool]:
    if word not in words:
        return (), False
    before = words[: words.index(word)]
    return tuple(_country_run(before[:-1] if before[-1:] == ["cib"] else before, backwards=True)), True


def _targeted(words: list[str]) -> tuple[str, ...]:
    """Who is targeted: the countries after the word, else those before it."""
    if "targeting" not in words:
        return ()
    place = words.index("targeting")
    return tuple(_country_run(words[place + 1 :], False) or _country_run(words[:place], True))


def _name(words: list[str], when: str) -> str:
    shown: list[str] = []
    countries = {
        place + more
        for length in (1, 2, 3)
        for place in range(len(words) - length + 1)
        for more in range(length)
        if _code(words[place : place + length])
    }
    for place, word in enumerate(words):
        if word == "based" and shown:
            shown[-1] += "-based"
        elif word in ("cib", "ib", "us", "uk", "apt") or any(c.isdigit() for c in word):
            shown.append(word.upper())
        elif place == 0 or (place in countries and word not in _SMALL):
            shown.append(word.capitalize())
        else:
            shown.append(word)
    text = " ".join(shown) or "network"
    return f"{text} (Meta, {when})" if when else f"{text} (Meta)"
