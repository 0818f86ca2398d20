"""What every report and command stands on: profile, console, options, notebook pages."""
