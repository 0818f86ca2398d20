"""What may happen: regions, scenarios, volumes, simulation. Imports finance, never the other way.

For notebooks and scripts: `from scenarios import lees_regio, simuleer` (docs/api.md). Both load only when asked for, so
that the command line starts at once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Before numpy is loaded. Its AVX-512 sort takes four times as long as its AVX2 sort on AMD's Zen 4, and its AVX-512 exp
# and log round otherwise than those of a machine without; decision record 0005 has the measurement.
os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4")

if TYPE_CHECKING:
    from scenarios.api import lees_regio, simuleer

__all__ = ["lees_regio", "simuleer"]


def __getattr__(naam: str) -> Any:
    if naam in __all__:
        from scenarios import api

        return getattr(api, naam)
    raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
