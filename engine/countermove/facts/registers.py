"""Which kinds of facts come as registers: where nothing is recorded, that says something to whoever has read the register, and nothing
to whoever has not.

A kind comes as a register where somebody keeps a complete record of it: an authority its list, a society the ships in its class, a port its
calls, a tracker the silences it heard. Of incidents, campaigns, deals, and what is said about them, nobody keeps a complete record: a rule
that asks for none of these asks for a contrary or later word, and has looked for it wherever it found the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Register:
    """What a kind is recorded in. Kinds of one `name` stand in the same register."""

    name: str
    """What is not among the inputs where it was not read: `sanctions list`; of one keeper `EU sanctions list`."""
    entry: str
    """What there is none of then: `listing`."""
    keeper: str | None = None
    """The field that says whose register it is; None where all are taken for one."""


REGISTERS: Mapping[str, Register] = {
    "ais_gap": Register("record of AIS silences", "silence of the ship on record"),
    "catalogue_entry": Register("catalogue of ships", "entry in a catalogue", "catalogue"),
    "classification": Register("class register", "class with a recognised society"),
    "delisting": Register("sanctions list", "delisting", "authority"),
    "designation": Register("sanctions list", "listing", "authority"),
    "detention": Register("record of detentions", "detention on record"),
    "directorship": Register("company register", "director on record"),
    "expertise": Register("list of envoys, missions and desks", "envoy, mission or desk at work there"),
    "flag_change": Register("record of changes of flag", "change of flag on record"),
    "incorporation": Register("company register", "seat in an offshore centre"),
    "inspection": Register("record of inspections", "inspection on record"),
    "insurance": Register("record of insurance", "recognised cover"),
    "management": Register("record of managers", "manager on record"),
    "ownership": Register("record of owners", "owner on record"),
    "port_call": Register("record of port calls", "port call on record"),
    "vote": Register("record of votes", "vote to the contrary"),
}
