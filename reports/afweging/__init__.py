"""What a decision needs, as tables: readings of law and policy, and causes in euros."""
