"""The course of a year as tables, texts and files: calendar, wijziging, journal, Iv3, file for the accountant."""
