"""What is expected, line by line: the build-up of a result, from a model and recomputed by whoever changes a line."""
