"""From AIS positions to what ships did: silences, loitering and encounters, as a stream."""
