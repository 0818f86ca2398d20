"""Cash per month: what a year comes to, in the months in which it moves."""
