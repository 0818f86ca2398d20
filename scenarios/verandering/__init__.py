"""What a change of a scenario, in the words of a controller, does to a region: prices, fte, fixed sums, success."""
