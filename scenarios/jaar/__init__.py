"""The course of a year: what must be done when, rolling into the next, and what goes to the books and the accountant."""
