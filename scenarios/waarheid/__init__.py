"""One truth: which source counts for every figure, closing a year, and how every piece gives the same figure."""
