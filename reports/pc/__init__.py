"""The pieces of the planning and control cycle."""
