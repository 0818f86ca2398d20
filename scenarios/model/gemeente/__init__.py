"""One gemeente of a region, worked out: who comes to it, what they cost, and what it is paid from."""
