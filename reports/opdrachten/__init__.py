"""One file per command of spuk."""
