"""From a rulebook to findings: its cases run, its weak points named."""
