"""Profiles from their files: the shipped ones, and a user's own that stand beside the data. Faults say where they are."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import TypeVar

from countermove.errors import Fault
from countermove.location import Location
from countermove.reading.profile import HEAD_KEYS, Profile, ProfileHead
from countermove.reading.profile_check import check
from countermove.reading.yaml_source import YamlSource

SHIPPED = Path(__file__).parent / "profiles"
SUFFIX = ".profile.yaml"

T = TypeVar("T")
_BODY = re.compile(rf"^(?!(?:{'|'.join(sorted(HEAD_KEYS))})\b)[a-z_]+:", re.MULTILINE)
"""The first key that is not of the head. In shipped profiles the head stands first."""


@cache
def shipped_paths() -> tuple[Path, ...]:
    """The files of the profiles that come with the package."""
    return tuple(sorted(SHIPPED.glob("*.yaml")))


@cache
def shipped_head(path: Path) -> ProfileHead:
    """The head of a shipped profile; its body is not looked at."""
    text = path.read_text(encoding="utf-8")
    body = _BODY.search(text)
    source = YamlSource(_shown(path), text[: body.start()] if body else text)
    return _sound(source.validate(ProfileHead, source.data) if not source.faults else None, tuple(source.faults))


@cache
def shipped_profile(path: Path) -> Profile:
    """A shipped profile, whole."""
    return _sound(*read_profile(path, _shown(path)))


def _shown(path: Path) -> str:
    return f"profiles/{path.name}"


def _sound(found: T | None, faults: tuple[Fault, ...]) -> T:
    if found is None:
        raise RuntimeError("\n".join(map(str, faults)))
    return found


def own_profiles(folder: Path, shown: str, taken: Container[str] = ()) -> tuple[tuple[Profile, ...], tuple[Fault, ...]]:
    """The profiles that stand in a folder beside the data, and what is wrong with them. `taken` are ids that others have."""
    profiles: list[Profile] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.is_file():
            profile, found = read_profile(path, str(Path(shown) / path.name), taken)
            faults.extend(found)
            if profile and any(profile.id == other.id for other in profiles):
                message = f"'{profile.id}' is the id of another profile in this folder"
                faults.append(Fault("CM331", message, Location(str(Path(shown) / path.name)), "give this one another"))
            elif profile:
                profiles.append(profile)
    return tuple(profiles), tuple(faults)


def read_profile(path: Path, shown: str, taken: Container[str] = ()) -> tuple[Profile | None, tuple[Fault, ...]]:
    """One profile, or None with every fault of it. `taken` are ids that others have."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return None, (Fault("CM330", f"the profile cannot be read: {error}", Location(shown), "save it as UTF-8 text"),)
    return profile_of_text(text, shown, taken)


def profile_of_text(text: str, shown: str, taken: Container[str] = ()) -> tuple[Profile | None, tuple[Fault, ...]]:
    """One profile out of its text, or None with every fault of it. `taken` are ids that others have."""
    source = YamlSource(shown, text)
    if source.faults:
        return None, tuple(source.faults)
    profile = source.validate(Profile, source.data)
    if profile:
        check(profile, source)
        if profile.id in taken:
            message = f"'{profile.id}' is the id of a format that comes with the program"
            source.fault("CM331", message, ("id",), "give another: a memo must show which of the two read a file")
    return (None if source.faults else profile), tuple(source.faults)
