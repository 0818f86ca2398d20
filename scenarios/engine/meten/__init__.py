"""Measuring draws, whatever they are of."""
