"""From a file that no format knows to the draft of a profile for it."""
