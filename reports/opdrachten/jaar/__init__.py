"""Commands for the course of a year, one file each."""
