"""Tracked performance work, peers beside us."""

import scenarios  # noqa: F401 - before numpy, which it sets up
