"""What may happen: regions, scenarios, volumes, simulation. Imports finance, never the other way."""
