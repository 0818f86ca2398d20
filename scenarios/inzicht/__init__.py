"""Looking at results: comparison, back-test, progress on the goals, a year in pictures."""
