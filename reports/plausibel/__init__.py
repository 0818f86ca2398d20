"""Own figures beside published ones, on the screen, a sheet and a page."""
