"""Memory: how much a run needs, and how arrays get it."""
