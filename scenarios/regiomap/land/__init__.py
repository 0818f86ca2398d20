"""The national data that every region stands on: what is shipped, with the data folder of a user before it."""
