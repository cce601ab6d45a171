"""Which campaign an object of a bundle belongs to. It follows from relationships alone and is never guessed.

In this order: the bundle ties the object to a campaign; to an actor or an infrastructure that the bundle ties to campaigns; to a channel of a
campaign. Where a bundle ties no object of that type to a campaign itself, a report on that one campaign does. What is tied to
several campaigns, or to none, is left unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from countermove.reading.influence import disarm_codes
from countermove.reading.influence.stix_index import ACTORS, CHANNELS, INFLUENCE, Index, Node

Keys = tuple[int, ...]

_HOLDS = frozenset(
    ("uses", "used", "controls", "owns", "operates", "publishes", "creates", "created", "hosts", "delivers", "has", "consists-of", "related-to", "leads-to")
)  # fmt: skip
"""What an owner does with what is its own; with `related-to` both ways."""
_HELD = frozenset(("related-to", "part-of", "belongs-to", "attributed-to", "indicates", "used-by", "controlled-by", "owned-by", "authored-by"))  # fmt: skip
_MOST = 50
"""Of how many campaigns and reports of one object note is taken."""
_PARTS = frozenset(("subnarrative-of", "part-of", "derived-from"))
MEANS = frozenset(("uses", "related-to", "publishes", "delivers"))
"""How a channel and a technique, or a channel and a narrative, are linked."""


class Ties:
    """Leads (campaigns, or actors that stand for one) and what belongs to each."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._words = {number: text for text, number in index.words.items()}
        self._shared: dict[Keys, Keys] = {}
        self.leads: dict[int, Node] = {}
        self.of: dict[int, Keys] = {}
        self.direct_channels: set[int] = set()
        self._report_of()
        self._find_leads()
        self._tie_actors()
        self._tie_objects()
        self._tie_means()
        self._tie_narratives()
        self._tie_by_report()

    def edges(self) -> Iterator[tuple[int, int, str]]:
        """All relationships between objects that the bundle has: source, target, type."""
        for source, target, word in self._index.edges:
            if source in self._index.place and target in self._index.place:
                yield source, target, self._words[word]

    def lead_of(self, key: int) -> int | None:
        """The one campaign that an object belongs to."""
        found = self.of.get(key, ())
        return found[0] if len(found) == 1 else None

    def campaign_id(self, lead: int | None) -> str | None:
        """The id that a campaign has as a fact."""
        return f"stix:{self.leads[lead].id}" if lead is not None else None

    def leads_of(self, key: int) -> Keys:
        """All campaigns that an object is tied to; a campaign to itself."""
        return (key,) if key in self.leads else self.of.get(key, ())

    def report_of(self, key: int) -> Node | None:
        """The report that an object stands in; of several the earliest."""
        found = [node for each in self._in_reports.get(key, ()) if (node := self._index.nodes.get(each))]
        return min(found, key=lambda node: (str(node.day) if node.day else "9", node.id), default=None)

    @cached_property
    def only_report(self) -> Node | None:
        """The report of a bundle that has just one."""
        reports = [node for node in self._index.nodes.values() if node.type == "report"]
        return reports[0] if len(reports) == 1 else None

    def reads(self, source: int, target: int, type: str) -> bool:
        """Whether a relationship told which campaign something belongs to."""
        mine, others = self._owner(source), self._owner(target)
        return bool(
            (mine and type in _HOLDS and target in self.of)
            or (others and type in _HELD | _HOLDS and source in self.of)
            or (type in MEANS | _PARTS and source in self.of and target in self.of)
        )

    def _owner(self, key: int) -> Keys:
        return self.leads_of(key) if key in self.leads or self._type(key) in ACTORS | {"infrastructure"} else ()

    def _type(self, key: int) -> str:
        return self._index.type_of(key)

    def _report_of(self) -> None:
        self._in_reports: dict[int, Keys] = {}
        for report, contents in self._index.contents.items():
            for each in contents:
                had = self._in_reports.get(each, ())
                if len(had) < _MOST:
                    self._in_reports[each] = self._share((*had, report))

    def _share(self, keys: Keys) -> Keys:
        """The same tuple for the same keys: there are many objects and few campaigns."""
        return self._shared.setdefault(keys, keys)

    def _add(self, key: int, leads: Keys) -> None:
        had = self.of.get(key, ())
        if len(had) >= _MOST:
            return
        more = tuple(lead for lead in leads if lead not in had and lead != key)
        if more:
            self.of[key] = self._share(tuple(sorted((*had, *more), key=lambda each: self._index.place[each])))

    def _find_leads(self) -> None:
        """Campaigns that the bundle shows to be of influence, and actors that run channels and belong to no campaign."""
        index = self._index
        told = {key for key in index.place if self._is_influence(key)}
        touching: set[int] = set()
        actors: dict[int, list[int]] = {}
        joined: set[int] = set()
        for source, target, type in self.edges():
            kinds = {self._type(source), self._type(target)}
            touching.update(one for one, other in ((source, target), (target, source)) if other in told)
            if "campaign" in kinds and kinds & ACTORS:
                campaign, actor = (source, target) if self._type(source) == "campaign" else (target, source)
                actors.setdefault(campaign, []).append(actor)
                if type in ("attributed-to", "related-to", "uses", "part-of"):
                    joined.add(actor)
            elif type == "attributed-to" and kinds <= ACTORS:
                joined.add(target)
        reported = {report: any(each in told for each in contents) for report, contents in index.contents.items()}
        for key, node in index.nodes.items():
            if node.type == "campaign":
                near = key in touching or any(actor in touching for actor in actors.get(key, ()))
                listed = any(reported[each] for each in self._in_reports.get(key, ()))
                if near or listed or (not index.contents and told):
                    self.leads[key] = node
            elif node.type in ACTORS and key not in joined and key in touching:
                self.leads[key] = node

    def _is_influence(self, key: int) -> bool:
        code = self._index.codes.get(key)
        return self._type(key) in INFLUENCE or bool(code and disarm_codes.standing(code) != "attack")

    def _tie_actors(self) -> None:
        edges = [
            (source, target)
            for source, target, type in self.edges()
            if type in ("attributed-to", "related-to", "uses", "part-of", "consists-of")
            and {self._type(source), self._type(target)} <= ACTORS | {"campaign", "infrastructure"}
        ]
        for _ in range(3):  # campaign, intrusion set, actor, actor behind the actor
            for source, target in edges:
                for one, other in ((source, target), (target, source)):
                    if self._type(other) in ACTORS | {"infrastructure"} and other not in self.leads:
                        self._add(other, self.leads_of(one))

    def _tie_objects(self) -> None:
        for source, target, type in self.edges():
            if type in _HOLDS and self._can_belong(target):
                self._tie(target, source)
            if type in _HELD | {"used-by"} and self._can_belong(source):
                self._tie(source, target)

    def _can_belong(self, key: int) -> bool:
        if self._type(key) == "attack-pattern":
            return self._is_influence(key)
        return self._type(key) in CHANNELS | {"narrative", "indicator"}

    def _tie(self, key: int, owner: int) -> None:
        leads = self._owner(owner)
        if leads:
            self._add(key, leads)
            if self._type(key) in CHANNELS | {"indicator"}:
                self.direct_channels.update(leads)

    def _tie_means(self) -> None:
        """A technique that a channel uses is used by the channel's campaign; a narrative that a channel spreads is the campaign's."""
        self._direct_techniques = {lead for key in self._index.codes for lead in self.of.get(key, ())}
        found: list[tuple[int, Keys]] = []
        for source, target, type in self.edges():
            if type in MEANS:
                for one, other in ((source, target), (target, source)):
                    if self._type(one) in CHANNELS and self._type(other) in ("attack-pattern", "narrative"):
                        found.append((other, self.of.get(one, ())))
        for key, leads in found:
            self._add(key, leads)

    def _tie_narratives(self) -> None:
        """A part of a narrative belongs with the whole; a narrative that a campaign's technique is linked to, with the campaign."""
        links = [
            (source, target, type)
            for source, target, type in self.edges()
            if "narrative" in (self._type(source), self._type(target))
        ]
        for _ in range(3):
            for source, target, type in links:
                if type in _PARTS and self._type(source) == self._type(target) and not self.of.get(source):
                    self._add(source, self.of.get(target, ()))
        bare = {key for link in links for key in link[:2] if self._type(key) == "narrative" and not self.of.get(key)}
        for source, target, _ in links:
            for one, other in ((source, target), (target, source)):
                if one in bare and self._type(other) == "attack-pattern":
                    self._add(one, self.of.get(other, ()))

    def _tie_by_report(self) -> None:
        """What a report on one campaign lists belongs to it, unless the bundle ties objects of the type to the campaign itself."""
        for contents in self._index.contents.values():
            leads = {each for each in contents if each in self.leads}
            if len(leads) != 1:
                continue
            lead = next(iter(leads))
            for each in contents:
                if self._may_follow(each, lead):
                    self._add(each, (lead,))

    def _may_follow(self, key: int, lead: int) -> bool:
        if self._type(key) in CHANNELS:
            return lead not in self.direct_channels and not self.of.get(key)
        if self._type(key) == "attack-pattern":
            return lead not in self._direct_techniques
        return self._type(key) == "narrative" and not self.of.get(key)
