"""Whether input and outcome may be believed: what others published, and how else the input may be read."""
