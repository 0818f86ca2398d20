"""Tracked performance work, peers beside us."""
