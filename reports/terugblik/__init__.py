"""The back-test on the screen and in files."""
