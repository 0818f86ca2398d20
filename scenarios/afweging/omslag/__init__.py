"""Reverse stress: which combinations of what is drawn break budgetneutraliteit, or save it."""
