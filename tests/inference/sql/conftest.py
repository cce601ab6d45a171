"""The modules that the tests of inference share stand one folder up."""

from __future__ import annotations

import sys
from pathlib import Path

_SHARED = str(Path(__file__).parent.parent)
if _SHARED not in sys.path:
    sys.path.append(_SHARED)
