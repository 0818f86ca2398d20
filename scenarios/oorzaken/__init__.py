"""What makes an outcome uncertain: the independent inputs of a forecast, and the share of each in its spread."""
