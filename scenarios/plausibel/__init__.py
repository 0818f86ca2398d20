"""Whether input and outcome may be believed: what nothing reads, and what others published about the same figures."""
