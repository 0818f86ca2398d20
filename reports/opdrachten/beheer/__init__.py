"""Commands for who keeps an installation: the service, the data."""
