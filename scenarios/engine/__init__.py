"""Running a model: threads, Dask, grids, statistics, results and their files."""
