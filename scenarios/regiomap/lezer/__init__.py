"""Reading one file with rows or blocks: its head, and every problem in the words of who made it."""
