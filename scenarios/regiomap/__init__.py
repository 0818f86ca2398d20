"""Reading and checking a region folder, and writing one."""
