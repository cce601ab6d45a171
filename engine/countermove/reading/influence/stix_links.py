"""What the relationships of a bundle become: attributions, targets and victims; the others tell what belongs to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from countermove.facts.evidence import Evidence
from countermove.reading.country_words import country_code
from countermove.reading.influence import stix_objects
from countermove.reading.influence.publishers import publisher
from countermove.reading.influence.stix_evidence import Speakers
from countermove.reading.influence.stix_index import ACTORS, CHANNELS, Index, Node, key_of
from countermove.reading.influence.stix_states import States
from countermove.reading.influence.stix_ties import Ties
from countermove.reading.making import Making
from countermove.reading.outcome import Outcome, Used

_IMITATES = frozenset(("impersonates", "imitates", "mimics", "spoofs", "typosquats"))
_RUN_BY = frozenset(("belongs-to", "owned-by", "controlled-by", "operated-by"))
_RUNS = frozenset(("controls", "owns", "operates"))


class Links:
    """Makes what each relationship of one bundle becomes."""

    def __init__(self, index: Index, ties: Ties, states: States, speakers: Speakers) -> None:
        self._index, self._ties, self._states, self._speakers = index, ties, states, speakers
        self.runs: dict[int, str] = {}
        self.imitates: dict[int, str] = {}
        self.operators: dict[int, dict[str, None]] = {}
        self._look_at_channels()
        self._look_at_operators()

    def _look_at_channels(self) -> None:
        """By whom channels are run, and whom they imitate."""
        nodes, type_of = self._index.nodes, self._index.type_of
        for source, target, type in self._ties.edges():
            one, other = nodes.get(source), nodes.get(target)
            if type in _RUN_BY and other and other.type == "identity" and type_of(source) in CHANNELS:
                self.runs.setdefault(source, other.name)
            elif type in _RUNS and one and one.type == "identity" and type_of(target) in CHANNELS:
                self.runs.setdefault(target, one.name)
            elif type in _IMITATES and other and other.type == "identity" and type_of(source) in CHANNELS:
                self.imitates.setdefault(source, other.name)

    def _look_at_operators(self) -> None:
        """Those to whom campaigns are laid by name: no states, no sets of activity, and not a campaign's own name."""
        for source, target, type in self._ties.edges():
            node = self._index.nodes.get(target) if type == "attributed-to" else None
            if node is None or node.type == "intrusion-set" or node.type not in ACTORS | {"identity"}:
                continue
            for lead in self._ties.leads_of(source):
                if node.name and node.name != self._ties.leads[lead].name and not country_code(node.name):
                    self.operators.setdefault(lead, {}).setdefault(node.name)

    def outcome(self, making: Making, item: Mapping[str, Any]) -> Outcome:
        """What becomes of one relationship. One whose end is missing in the file is refused, with the id that is missing."""
        kind = item.get("relationship_type")
        if not isinstance(kind, str) or not kind.strip():
            making.problem("relationship_type", str(kind or ""), "says of no relationship which it is")
        ends = []
        for field in ("source_ref", "target_ref"):
            value = item.get(field)
            if not isinstance(value, str):
                making.problem(field, "", "names no object")
            elif key_of(value) not in self._index.place:
                making.problem(field, value, "names an object that is not in this file")
            else:
                ends.append(key_of(value))
        if len(ends) != 2 or not isinstance(kind, str) or not kind.strip():
            return making.outcome()
        source, target = ends
        kind = kind.strip().casefold()
        reason = self._told(making, item, source, target, kind)
        if making.facts or not self._is_read(source, target, kind):
            return making.outcome(reason)
        return Used(0, ())

    def _is_read(self, source: int, target: int, kind: str) -> bool:
        """Whether a relationship without facts of its own is told in those of the objects that it links."""
        if self._ties.reads(source, target, kind):
            return True
        types = {self._index.type_of(source), self._index.type_of(target)}
        if "identity" in types and types & CHANNELS:
            return (self.runs.get(source) is not None and kind in _RUN_BY) or kind in _RUNS | _IMITATES
        at_place = self._index.type_of(target) == "location"
        return (
            at_place
            and kind in ("located-at", "originates-from", "part-of")
            and bool(self._states.home(source) or self._states.country(source))
        )

    def _told(self, making: Making, item: Mapping[str, Any], source: int, target: int, kind: str) -> str:
        types = self._index.type_of(source), self._index.type_of(target)
        leads = self._ties.leads_of(source)
        if kind in ("attributed-to", "originates-from") and types[0] in ACTORS | {"campaign"}:
            node = self._index.nodes.get(target)
            if node and leads and (kind == "attributed-to" or source in self._ties.leads):
                for lead in leads:
                    if lead != target:
                        self.attribute(
                            making, self._speakers.piece(making, item, self._index.nodes.get(source)), lead, node, item
                        )
            return "an attribution of something that is no campaign of influence"
        if kind in _IMITATES | {"targets"}:
            self._victim(making, item, source, target, kind)
            return "a target that is neither a country nor an organisation or person, or that no one campaign aims at"
        if types[0] == types[1] == "attack-pattern":
            return "a link between techniques, which their codes tell"
        if kind == "amplifies":
            return "one channel spreads another, which the model has no kind for"
        if "identity" in types and set(types) & CHANNELS and kind == "related-to":
            return "a link that does not say whether it is who runs the channel or whom it imitates"
        if "narrative" in types and "location" in types:
            return "a link between a narrative and a place that does not say what it is"
        return "a link that the model has no kind for"

    def attribute(self, making: Making, piece: Evidence, lead: int, actor: Node, item: Mapping[str, Any]) -> None:
        """Say that a campaign is laid to an actor; of the state behind the actor only what the bundle says."""
        state = self._states.behind(key_of(actor.id))
        name = actor.name or None
        report = self._ties.report_of(key_of(str(item["id"])))
        speaker = self._speakers.speaker(
            stix_objects.creator(item), self._ties.leads[lead].creator, report.creator if report else ""
        )
        doubted = (stix_objects.credibility(item) or 1) >= 4
        strength: Literal["suspected", "assessed"] | None = None
        if state:
            strength = "assessed" if state.firm and not doubted else "suspected"
        elif actor.type != "intrusion-set":
            strength = "suspected" if doubted else "assessed"
        making.add(
            "attribution",
            piece,
            subject=self._ties.campaign_id(lead),
            actor=f"iso3166:{state.code}" if state else None,
            actor_name=name,
            by=speaker.name if speaker else None,
            strength=strength,
            standing=publisher(speaker.name).standing if speaker else None,
            date=report.day if report else None,
            note=None if strength else "The bundle names a set of activity, and no author.",
        )

    def _victim(self, making: Making, item: Mapping[str, Any], source: int, target: int, kind: str) -> None:
        node = self._index.nodes.get(target)
        if node is None:
            return
        lead = source if source in self._ties.leads else self._ties.lead_of(source)
        if lead is None:
            return
        piece = self._speakers.piece(making, item, self._ties.leads[lead])
        by_means = self._index.type_of(source) == "attack-pattern"
        if node.type == "location":
            if (code := self._states.country(target)) and not by_means:
                making.add("campaign_target", piece, campaign=self._ties.campaign_id(lead), country=f"iso3166:{code}")
        elif node.type == "identity" and node.name and node.kind not in ("class", "system"):
            home = node.country or self._states.home(target)
            manner = "imitated" if kind in _IMITATES else None if by_means else "targeted"
            if country_code(node.name) and kind == "targets":
                making.add(
                    "campaign_target",
                    piece,
                    campaign=self._ties.campaign_id(lead),
                    country=f"iso3166:{country_code(node.name)}",
                )
                return
            making.add(
                "campaign_victim",
                piece,
                campaign=self._ties.campaign_id(lead),
                victim=node.name,
                manner=manner,
                country=f"iso3166:{home}" if home else None,
                note="The bundle says that a technique of the campaign aims at them, and not whether they are attacked or recruited."
                if by_means
                else None,
            )
