"""The course of a year: what is due when, rolling into the next, what goes to the books and the accountant."""
