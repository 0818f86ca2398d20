"""The local page with knobs."""
