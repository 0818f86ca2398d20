"""How the tests compute, and what they start. Imported before numpy.

One thread of BLAS a process, as the engine itself has while it draws: where many processes share few cores, threads
that wait for one another by turning round cost more than what they wait for.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
