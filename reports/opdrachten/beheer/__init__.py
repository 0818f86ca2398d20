"""Commands for who keeps an installation or its data."""
