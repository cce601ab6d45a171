"""The kinds of facts, one file a domain. Each class is a kind: its docstring says what it holds, its fields carry their units."""
