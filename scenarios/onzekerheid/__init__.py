"""What is drawn beside people: which values, how far they may lie from what was entered, and what they are."""
