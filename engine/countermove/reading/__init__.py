"""From files to facts and rulebooks: strict YAML with positions, and one reader a format."""
