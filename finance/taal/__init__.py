"""The language of the rules of law: expressions that run, and their texts."""
