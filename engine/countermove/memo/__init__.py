"""From recommendations to documents: the briefing (every sentence made once) and its rendering."""
