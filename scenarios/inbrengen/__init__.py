"""Bringing exports and empty books into a region folder: a proposal from an export, and where it is put."""
