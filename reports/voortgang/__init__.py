"""Progress on the goals, and a year for the council."""
