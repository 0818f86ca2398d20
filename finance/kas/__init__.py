"""Cash: when money comes and goes."""
