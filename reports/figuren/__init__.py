"""Figures as SVG, and charts in a docx."""
