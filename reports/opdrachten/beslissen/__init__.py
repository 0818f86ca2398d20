"""Commands for a decision, one file each."""
