"""The ground under everything: dates and grid, files, streams of chance, shipped data, small groups."""
