"""The facts of one MISP event: its campaign, and what its attributes and objects name.

An event, an attribute of it and an object of it are one record each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from countermove.facts.evidence import Evidence
from countermove.reading.country_words import country_code
from countermove.reading.influence.channels import Channel, account, channel_at
from countermove.reading.influence.misp_tags import Tags
from countermove.reading.influence.publishers import UNKNOWN, publisher
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, SetAside, SourceFile

_NOT_INFLUENCE = "of an event that no tag says to be about influence"
_ADDRESSES = frozenset(("domain", "hostname", "url", "uri", "domain|ip", "hostname|port", "link"))
_OWN = frozenset(("Network activity", "Social network", "Payload delivery", "Attribution", "Other", ""))
"""Categories of attributes that are of the operation itself; others cite analyses or name victims."""
_HANDLES = {"twitter-id": "x", "github-username": "github"}
_ACCOUNTS = {
    "twitter-account": "x", "facebook-account": "facebook", "facebook-page": "facebook", "facebook-group": "facebook",
    "telegram-account": "telegram", "telegram-user": "telegram", "telegram-channel": "telegram", "instagram-account": "instagram",
    "youtube-channel": "youtube", "tiktok-account": "tiktok", "vk-account": "vk", "vkontakte-account": "vk", "reddit-account": "reddit",
    "reddit-subreddit": "reddit", "parler-account": "parler", "gettr-account": "gettr", "github-user": "github",
    "user-account": "", "news-media": "", "news-agency": "",
}  # fmt: skip
"""Templates of objects that are an account or outlet, and the platform."""
_NARRATIVES = frozenset(("narrative", "disinformation-narrative", "claim"))


class MispEvent:
    """One event and the records in it."""

    def __init__(self, source: SourceFile, event: Mapping[str, Any]) -> None:
        self._source, self._event = source, event
        self._tags = Tags(event)
        self._uuid = _text(event, "uuid")
        self._campaign = f"misp:{self._uuid.casefold()}"
        self._influence = self._tags.is_influence()
        self._techniques: set[str] = set()

    def outcomes(self) -> Iterator[Outcome]:
        """The event itself, then every attribute and object in it."""
        yield self._whole()
        for attribute in _list(self._event.get("Attribute")):
            yield self.attribute(attribute)
        for item in _list(self._event.get("Object")):
            yield self.object(item)

    def _whole(self) -> Outcome:
        event = {
            name: value for name, value in self._event.items() if name not in ("Attribute", "Object", "RelatedEvent")
        }
        making = Making(self._source, 0, {"Event": event}, f"event {self._uuid or '?'}")
        if not self._uuid:
            making.problem("uuid", "", "is missing: nothing tells which event it is")
            return making.outcome()
        if not self._influence:
            return SetAside(0, "an event that no tag says to be about influence")
        piece = self._piece(making)
        making.add(
            "influence_campaign",
            piece,
            id=self._campaign,
            campaign=_text(self._event, "info") or self._campaign,
            as_at=making.cell("day", "date", _text(self._event, "date"), unreadable="note"),
            operators=[actor.name for actor in self._tags.actors()],
        )
        for actor in self._tags.actors():
            self._attribution(making, piece, actor.name, actor.country)
        for country in dict.fromkeys(self._tags.targets()):
            making.add("campaign_target", piece, campaign=self._campaign, country=country)
        self._uses(making, piece, self._tags)
        if unnamed := self._tags.unnamed_techniques():
            making.note(f"techniques tagged by name without a code: {unnamed}; left out")
        grade = self._tags.reliability
        if grade and publisher(self._maker()) is UNKNOWN:
            maker = f"'{self._maker()}'" if self._maker() else "a maker that is not named"
            making.note(f"graded {grade} by the event's own tag; nothing is known here of {maker}")
        return making.outcome()

    def attribute(self, item: Any) -> Outcome:
        """One attribute."""
        making = Making(self._source, 0, self._kept(item, "Attribute"), f"attribute {_text(item, 'uuid') or '?'}")
        if not isinstance(item, dict):
            making.problem("Attribute", "", "is no JSON object")
            return making.outcome()
        if reason := self._left(item):
            return SetAside(0, reason)
        kind, value, category = _text(item, "type"), _text(item, "value"), _text(item, "category")
        if not value:
            making.problem("value", "", "is empty")
            return making.outcome()
        piece = self._piece(making, item)
        self._uses(making, piece, Tags(item))
        if kind in ("threat-actor", "campaign-id", "campaign-name", "target-org", "target-user", "target-location"):
            self._named(making, piece, kind, value)
        elif kind in _HANDLES or (
            kind in _ADDRESSES and category in _OWN and not (kind == "link" and category != "Social network")
        ):
            found = account(_HANDLES[kind], value) if kind in _HANDLES else channel_at(value.partition("|")[0])
            if found is None:
                making.problem("value", value, "is no address of a channel")
            else:
                self._channel(making, piece, found, own=kind in _HANDLES or item.get("to_ids") is not False)
        return making.outcome("an attribute that names no channel, actor or target")

    def object(self, item: Any) -> Outcome:
        """One object, with the attributes in it."""
        making = Making(self._source, 0, self._kept(item, "Object"), f"object {_text(item, 'uuid') or '?'}")
        if not isinstance(item, dict):
            making.problem("Object", "", "is no JSON object")
            return making.outcome()
        if reason := self._left(item):
            return SetAside(0, reason)
        name = _text(item, "name").casefold()
        parts = [
            each for each in _list(item.get("Attribute")) if isinstance(each, dict) and each.get("deleted") is not True
        ]
        piece = self._piece(making, item)
        for each in parts:
            self._uses(making, piece, Tags(each))
        if name in _ACCOUNTS:
            self._account(making, piece, item, _ACCOUNTS[name], parts)
        elif name in _NARRATIVES:
            text = _first(parts, "narrative", "name", "title", "text", "claim", "summary")
            if text:
                making.add("narrative", piece, campaign=self._campaign, text=text)
        elif name == "domain-ip":
            for each in parts:
                if _text(each, "type") in ("domain", "hostname") and (found := channel_at(_text(each, "value"))):
                    self._channel(making, piece, found, own=each.get("to_ids") is not False)
        return making.outcome("an object of a template that the model has no kind for")

    def _left(self, item: Mapping[str, Any]) -> str:
        if item.get("deleted") is True:
            return "deleted by its makers"
        return "" if self._influence and self._uuid else _NOT_INFLUENCE

    def _named(self, making: Making, piece: Evidence, kind: str, value: str) -> None:
        if kind == "threat-actor":
            self._attribution(making, piece, value, "")
        elif kind in ("campaign-id", "campaign-name"):
            making.add(
                "influence_campaign",
                piece,
                id=self._campaign,
                campaign=_text(self._event, "info") or self._campaign,
                aliases=[value],
            )
        elif kind == "target-location":
            if code := country_code(value):
                making.add("campaign_target", piece, campaign=self._campaign, country=f"iso3166:{code}")
            else:
                making.note("the place that is a target is no country that is known; left out")
        else:
            making.add("campaign_victim", piece, campaign=self._campaign, victim=value, manner="targeted")

    def _attribution(self, making: Making, piece: Evidence, name: str, country: str) -> None:
        by = self._maker()
        making.add(
            "attribution",
            piece,
            subject=self._campaign,
            actor=f"iso3166:{country}" if country else None,
            actor_name=name,
            by=by,
            strength="suspected",
            standing=publisher(by).standing,
            date=making.cell("day", "date", _text(self._event, "date"), unreadable="unknown"),
            note="The state is the one that the cluster of the actor gives." if country else None,
        )

    def _account(
        self, making: Making, piece: Evidence, item: Mapping[str, Any], platform: str, parts: list[dict[str, Any]]
    ) -> None:
        """An account by its address, else by its handle, else under the object's own id."""
        shown = _first(
            parts,
            "display-name",
            "name",
            "page-title",
            "account-name",
            "group-name",
            "channel",
            "channel-name",
            "title",
            "alias",
        )
        handles = [_text(each, "value") for each in parts if _text(each, "object_relation") in ("link", "url", "account-url", "page-url", "archive", "website", "domain", "name", "account-name", "username", "user-name", "id", "account-id", "user-id", "page-id", "channel-id", "twitter-id")]  # fmt: skip
        word = platform or _first(parts, "account-type", "platform").casefold()
        found = next(
            (each for text in handles if (each := channel_at(text)) and (not platform or each.platform == platform)),
            None,
        )
        found = found or next((each for text in handles if word and (each := account(word, text))), None)
        uuid = _text(item, "uuid").casefold()
        if found is None and not uuid:
            making.problem("uuid", "", "is missing, and no attribute tells which account it is")
            return
        found = found or Channel(f"misp:{uuid}", shown or "account", word or "account")
        self._channel(making, piece, found._replace(name=shown or found.name), own=True)

    def _channel(self, making: Making, piece: Evidence, found: Channel, *, own: bool) -> None:
        making.add(
            "media_channel",
            piece,
            id=found.id,
            name=found.name,
            platform=found.platform,
            campaign=self._campaign if own else None,
        )

    def _uses(self, making: Making, piece: Evidence, tags: Tags) -> None:
        for code in tags.techniques():
            if code not in self._techniques:
                self._techniques.add(code)
                making.add("technique_use", piece, campaign=self._campaign, technique=code)

    def _maker(self) -> str | None:
        for field in ("Orgc", "Org"):
            made = self._event.get(field)
            if isinstance(made, dict) and (name := _text(made, "name")):
                return name
        return None

    def _piece(self, making: Making, item: Mapping[str, Any] | None = None) -> Evidence:
        """Who says so: the event's maker, graded by the tags of the item, of the event, or by name."""
        near = Tags(item or {})
        maker = self._maker()
        known = publisher(maker)
        title = _text(self._event, "info")
        reliability = near.reliability or self._tags.reliability or known.reliability
        return making.piece(
            "misp-event",
            source=", ".join(part for part in (maker or "MISP event", title) if part),
            origin=maker,
            reliability=reliability,
            credibility=near.credibility or self._tags.credibility or (6 if reliability == "F" else known.credibility),
            published=making.cell("day", "date", _text(self._event, "date"), unreadable="unknown"),
            marking=near.marking or self._tags.marking,
        )

    def _kept(self, item: Any, name: str) -> dict[str, Any]:
        """A record as the quarantine keeps it: with the event around it, so that it can be read again by itself."""
        around = {
            key: value for key, value in self._event.items() if key in ("uuid", "info", "date", "Orgc", "Tag", "Galaxy")
        }
        return {"Event": {**around, name: [item]}}


def _text(item: Any, name: str) -> str:
    value = item.get(name) if isinstance(item, dict) else None
    return (
        " ".join(value.split())
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else ""
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(parts: list[dict[str, Any]], *relations: str) -> str:
    """The value of the first attribute with one of these relations, in the order of the relations."""
    for relation in relations:
        for each in parts:
            if _text(each, "object_relation").casefold() == relation and (value := _text(each, "value")):
                return value
    return ""
