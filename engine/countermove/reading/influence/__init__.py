"""What the readers of influence operations share: ids of channels, codes of DISARM, publishers and their standing."""
