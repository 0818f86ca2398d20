"""The rules of money: pure functions over arrays. No files, no clock, no randomness."""
