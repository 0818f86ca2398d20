"""The books of a year: bookings, decisions and counts, closing, begroting, realisation."""
