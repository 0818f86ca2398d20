"""What people read. Imports scenarios and finance; only cli and notebooks import it."""
