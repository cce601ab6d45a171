"""From facts and a rulebook to matches. `reference` defines the meaning; every other engine is held to it by tests."""
