"""Which channel a STIX object is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.reading.influence import stix_objects
from countermove.reading.influence.channels import PAGE, WEBSITE, Channel, account, channel_at, platform_named

_BY_HANDLE = frozenset(("user-account", "channel", "persona"))


def identified(item: Mapping[str, Any]) -> Channel | None:
    """The channel by its address, or by its handle where the platform is named; None where neither tells."""
    handles = stix_objects.texts(item, "value", "account_login", "user_id", "name")
    for each in handles:
        found = channel_at(each)
        if found and (item["type"] != "user-account" or found.platform not in (WEBSITE, PAGE)):
            return found
    named = platform(item)
    if named and item["type"] in _BY_HANDLE:
        return next((found for each in handles if (found := account(named, each))), None)
    return None


def platform(item: Mapping[str, Any]) -> str:
    """The platform that the object names, in a field of its own or in a label; empty where it names none."""
    words = stix_objects.texts(item, "account_type", "channel_types", "persona_type")
    return platform_named(words) or platform_named(stix_objects.texts(item, "labels"))


def is_site(item: Mapping[str, Any]) -> bool:
    """Whether the object is a site."""
    found = identified(item)
    return bool(found and found.platform == WEBSITE)


def is_account(item: Mapping[str, Any]) -> bool:
    """Whether the object is an account on a platform."""
    found = identified(item)
    return item["type"] == "user-account" if found is None else found.platform not in (WEBSITE, PAGE)
