"""From matches to recommendations: confidence, priority, merging, restraint, gaps, explanation."""
