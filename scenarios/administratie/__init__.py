"""The books of a year on their way to the financial system and to CBS: accounts, receipts, journal, Iv3, wijziging."""
