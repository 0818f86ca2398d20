"""Answers to what-if questions about a region that is too large to compute at every move."""
