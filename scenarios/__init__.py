"""What may happen: regions, scenarios, volumes, simulation. Imports finance, never the other way.

For notebooks and scripts: `from scenarios import lees_regio, simuleer` (docs/api.md). Both load only when asked for, so
that the command line starts at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader
from types import ModuleType
from typing import TYPE_CHECKING, Any

# Before numpy is loaded. Its AVX-512 sort takes four times as long as its AVX2 sort on AMD's Zen 4, and its AVX-512 exp
# and log round otherwise than those of a machine without; decision record 0005 has the measurement.
os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4")

if TYPE_CHECKING:
    from scenarios.api import lees_regio, simuleer

__all__ = ["lees_regio", "simuleer"]


class _Later:
    """Finds modules as Python does, but what is in one is run only when somebody uses something of it."""

    namen = ("numpy.f2py", "numpy.testing")
    """Nobody does: scipy, loaded later, touches every part of numpy that has a name. They take 0.06 s."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.namen:
            return None
        anderen = (finder.find_spec(fullname, path, target) for finder in sys.meta_path if finder is not self)
        spec = next((found for found in anderen if found is not None), None)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, _Later())


def __getattr__(naam: str) -> Any:
    if naam in __all__:
        from scenarios import api

        return getattr(api, naam)
    raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
