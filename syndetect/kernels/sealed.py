"""One kind of input: numba compiles a kernel anew for each kind of array it meets.

Arrow's arrays are read-only and numpy's own are not; a kernel that sees both compiles twice,
and a user waits for it. So whatever a kernel only reads goes in as a read-only view.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def sealed(array: Any, dtype: Any) -> Any:
    """A read-only, C-contiguous view of *array* as *dtype*; a copy only where it is neither."""
    view = np.ascontiguousarray(array, dtype=dtype).view()
    view.flags.writeable = False
    return view
