"""The fuzzer: input bent out of shape at random, from a seed, and what must hold for every command that gets it."""
