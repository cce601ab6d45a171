"""What can be known: one pydantic model a kind of fact, evidence with grades, and the registry of kinds."""
