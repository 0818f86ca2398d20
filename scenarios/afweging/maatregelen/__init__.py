"""Measures: levers with bounds and a cost, and the cheapest set that is neutral at the asked certainty."""
