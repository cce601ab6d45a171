"""Facts as STIX objects, where STIX has a type for them.

    vessel                identity of class `system` (STIX has no ships), with its number as external reference
    company, person       identity of class `organization`, `individual`
    country               location
    infrastructure        infrastructure
    influence_campaign    campaign;  technique_use: it `uses` an attack-pattern;  campaign_target: it `targets` a location
    campaign_victim       the campaign `targets` an identity, or is `related-to` one that it imitates
    media_channel         domain-name, or user-account for a channel on a platform; its campaign is `related-to` it
    incident              incident, `related-to` the countries where the harm was
    attribution           `attributed-to` a threat-actor, only where a source whose grade can be judged assesses, states or finds it
    ownership             `related-to`, with the share

Of any other kind STIX knows nothing: the advice then refers to the countries that the fact concerns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iso3166 import countries_by_alpha2

from countermove.memo.markdown_text import escaped
from countermove.memo.plain_text import one_line, web_address
from countermove.memo.stix_objects import Graph, distinct, source_reference

FactPart = Mapping[str, Any]

_FIRM = ("assessed", "stated", "court")
_CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""Admiralty credibility on STIX's scale of 0 to 100 (STIX 2.1, appendix A); 6 cannot be judged and has no value."""
_CLASSES = {"vessel": "system", "company": "organization", "person": "individual"}
_SCHEMES = {
    "imo": "vessel", "mmsi": "vessel", "iso3166": "country", "domain": "media_channel", "lei": "company", "inn": "company",
    "ogrn": "company", "bic": "company", "imo-company": "company", "company": "company", "person": "person",
}  # fmt: skip
"""What an id without a fact of its own speaks of, by its scheme."""


class FactObjects:
    """Makes objects of facts, each once, as they are asked for."""

    def __init__(self, graph: Graph, facts: Mapping[str, FactPart]) -> None:
        self._graph = graph
        self._facts = facts
        self._made: dict[str, str] = {}

    def add_all(self) -> None:
        """Objects and relationships for every fact that has any."""
        for id, fact in sorted(self._facts.items()):
            self.of_id(id)
            tie = _TIES.get(fact["kind"])
            if tie:
                tie(self, fact)

    def of_target(self, kind: str, id: str, about: Sequence[str]) -> list[str]:
        """The objects that advice on a target refers to: the target itself, else the countries that the facts behind it concern."""
        itself = self.of_id(id) or next(
            (made for fact in about if self._facts.get(fact, {}).get("kind") == kind and (made := self.of_id(fact))), ""
        )
        if itself:
            return [itself]
        found = [self._facts[fact] for fact in about if fact in self._facts]
        own = [fact for fact in found if fact["kind"] == kind] or found
        return distinct([made for fact in own for country in _countries(fact) if (made := self.of_id(country))])

    def techniques(self, about: Sequence[str]) -> list[str]:
        """The attack-patterns among the facts that advice rests on."""
        uses = [self._facts[fact] for fact in about if self._facts.get(fact, {}).get("kind") == "technique_use"]
        return distinct([self._pattern(fact["technique"]) for fact in uses])

    def of_id(self, id: str) -> str:
        """The object that an id stands for; empty where STIX has no type for it."""
        if id not in self._made:
            fact = self._facts.get(id)
            kind = str(fact["kind"]) if fact else _SCHEMES.get(id.partition(":")[0], "")
            make = _MAKERS.get(kind)
            self._made[id] = make(self._graph, id, fact or {}) if make else ""
        return self._made[id]

    def _tie(self, source: str, kind: str, target: str, fact: FactPart, description: str = "") -> None:
        start, end = self.of_id(source), self.of_id(target)
        if start and end and start != end:
            self._graph.relate(start, kind, end, escaped(description) if description else "", confidence_of(fact))

    def _technique(self, fact: FactPart) -> None:
        campaign = self.of_id(fact["campaign"])
        if campaign:
            pattern = self._pattern(fact["technique"])
            self._graph.relate(campaign, "uses", pattern, confidence=confidence_of(fact))

    def _pattern(self, technique: str) -> str:
        code = one_line(technique)
        name = self._facts.get(f"disarm:{technique}", {}).get("name")
        reference = source_reference("DISARM", external_id=code)
        return self._graph.add("attack-pattern", name=one_line(name or technique), external_references=[reference])

    def _attribution(self, fact: FactPart) -> None:
        subject, actor = self.of_id(fact["subject"]), fact.get("actor")
        if not subject or not actor or fact.get("strength") not in _FIRM or not _graded(fact):
            return
        if subject.partition("--")[0] not in ("campaign", "incident"):
            return
        state = actor.startswith("iso3166:")
        called = _country_name(actor, self._facts.get(actor, {})) if state else self._facts.get(actor, {}).get("name")
        author = self._graph.add(
            "threat-actor",
            name=one_line(called or fact.get("actor_name") or actor),
            threat_actor_types=["nation-state"] if state else None,
            external_references=[source_reference("Countermove", external_id=one_line(actor))],
        )
        by = f" by {fact['by']}" if fact.get("by") else ""
        when = f" ({fact['date']})" if fact.get("date") else ""
        word = {"court": "Found by a court", "stated": "Stated", "assessed": "Assessed"}[fact["strength"]]
        words = f"{word}{by if fact['strength'] != 'court' else ''}{when}."
        self._graph.relate(subject, "attributed-to", author, escaped(words), confidence_of(fact))

    def _target_country(self, fact: FactPart) -> None:
        self._tie(fact["campaign"], "targets", fact["country"], fact)

    def _victim(self, fact: FactPart) -> None:
        campaign = self.of_id(fact["campaign"])
        if campaign:
            victim = self._graph.add("identity", name=one_line(fact["victim"]), identity_class="organization")
            imitated = fact.get("manner") == "imitated"
            kind, words = ("related-to", "Passes itself off as it.") if imitated else ("targets", "")
            self._graph.relate(campaign, kind, victim, words, confidence_of(fact))

    def _channel_of(self, fact: FactPart) -> None:
        if "campaign" in fact:
            self._tie(fact["campaign"], "related-to", fact["id"], fact, "A channel of the campaign.")

    def _ownership(self, fact: FactPart) -> None:
        share = f"{fact['share']:g} %" if "share" in fact else "share not known"
        self._tie(fact["owner"], "related-to", fact["asset"], fact, f"Owner: {share}.")

    def _incident(self, fact: FactPart) -> None:
        for country in fact.get("countries", ()):
            self._tie(fact["id"], "related-to", country, fact, "Where the harm was.")

    def _seat(self, fact: FactPart) -> None:
        if "country" in fact:
            self._tie(fact["id"], "located-at", fact["country"], fact)


def confidence_of(fact: FactPart) -> int | None:
    """How far the fact can be believed, 0 to 100, by its best piece of evidence; None where no piece can be judged."""
    values = [_CONFIDENCE.get(piece.get("credibility", 6)) for piece in fact.get("evidence", ())]
    return max((value for value in values if value is not None), default=None)


def _graded(fact: FactPart) -> bool:
    """Whether a piece of evidence can be judged, and does not speak against the fact."""
    return any(
        piece.get("reliability", "F") in ("A", "B", "C") and piece.get("credibility", 6) <= 3
        for piece in fact.get("evidence", ())
    )


def _countries(fact: FactPart) -> list[str]:
    many = [*fact.get("countries", ()), *fact.get("participants", ())]
    one = [fact[name] for name in ("country", "counterpart") if name in fact]
    return [country for country in (*many, *one) if str(country).startswith("iso3166:")]


def _references(id: str, fact: FactPart) -> list[dict[str, str]]:
    """The thing's own number, and the addresses at which its evidence can be read."""
    own = (
        [source_reference(one_line(id.partition(":")[0]), external_id=one_line(id.partition(":")[2]))]
        if ":" in id
        else []
    )
    read = [
        source_reference(
            one_line(piece["source"]),
            url=web_address(piece.get("url")),
            description=f"graded {piece.get('reliability', 'F')}{piece.get('credibility', 6)}",
        )
        for piece in fact.get("evidence", ())
    ]
    return own + [reference for place, reference in enumerate(read) if reference not in read[:place]]


def _identity(kind: str) -> Any:
    def make(graph: Graph, id: str, fact: FactPart) -> str:
        number = f"IMO {id[4:]}" if id.startswith("imo:") else id
        return graph.add(
            "identity", name=one_line(fact.get("name") or number), identity_class=_CLASSES[kind], labels=[kind],
            description=escaped(fact["role"]) if fact.get("role") else None,
            confidence=confidence_of(fact), external_references=_references(id, fact),
        )  # fmt: skip

    return make


def _country_name(id: str, fact: FactPart) -> str:
    code = id.partition(":")[2]
    known = countries_by_alpha2.get(code)
    return one_line(fact.get("name") or (known.apolitical_name if known else code))


def _location(graph: Graph, id: str, fact: FactPart) -> str:
    return graph.add("location", name=_country_name(id, fact), country=id.partition(":")[2])


def _infrastructure(graph: Graph, id: str, fact: FactPart) -> str:
    return graph.add(
        "infrastructure", name=one_line(fact.get("name") or id), infrastructure_types=["unknown"],
        labels=[one_line(fact["type"])] if fact.get("type") else None,
        confidence=confidence_of(fact), external_references=_references(id, fact),
    )  # fmt: skip


def _campaign(graph: Graph, id: str, fact: FactPart) -> str:
    start, end = (_moment(fact.get(name)) for name in ("start", "end"))
    return graph.add(
        "campaign", name=one_line(fact["campaign"]), aliases=[one_line(alias) for alias in fact.get("aliases", ())],
        description=escaped(fact["summary"]) if fact.get("summary") else None,
        objective=escaped(fact["theme"]) if fact.get("theme") else None,
        first_seen=start, last_seen=end if end and (not start or end >= start) else None,
        confidence=confidence_of(fact), external_references=_references(f"countermove:{id}", fact),
    )  # fmt: skip


def _moment(day: str | None) -> str | None:
    """A day that is known to the day, as a timestamp. Of a month or year STIX could only keep a made-up day."""
    return f"{day}T00:00:00.000Z" if day and len(day) == 10 and day[:4].isdigit() else None


def _channel(graph: Graph, id: str, fact: FactPart) -> str:
    scheme, _, value = id.partition(":")
    if scheme == "domain":
        return graph.observe("domain-name", value=one_line(value).lower())
    platform = one_line(fact.get("platform") or scheme)
    return graph.observe(
        "user-account",
        user_id=one_line(value or id),
        account_type=platform,
        display_name=one_line(fact.get("name") or id),
    )


def _incident(graph: Graph, id: str, fact: FactPart) -> str:
    return graph.add(
        "incident", name=one_line(fact.get("called") or id), labels=[one_line(fact["type"])] if fact.get("type") else None,
        description=escaped(fact["summary"]) if fact.get("summary") else None,
        confidence=confidence_of(fact), external_references=_references(f"countermove:{id}", fact),
    )  # fmt: skip


_MAKERS: Mapping[str, Any] = {
    "vessel": _identity("vessel"), "company": _identity("company"), "person": _identity("person"), "country": _location,
    "infrastructure": _infrastructure, "influence_campaign": _campaign, "media_channel": _channel, "incident": _incident,
}  # fmt: skip
_TIES: Mapping[str, Any] = {
    "technique_use": FactObjects._technique, "attribution": FactObjects._attribution,
    "campaign_target": FactObjects._target_country, "campaign_victim": FactObjects._victim, "media_channel": FactObjects._channel_of, "ownership": FactObjects._ownership,
    "incident": FactObjects._incident, "company": FactObjects._seat,
}  # fmt: skip
