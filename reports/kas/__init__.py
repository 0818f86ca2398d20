"""Cash per month: when the money of a SPUK runs out, as words, tables and pictures."""
