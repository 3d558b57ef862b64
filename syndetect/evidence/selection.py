"""Selection: which of what the event's reporters could say both texts chose to say.

The articles on an event are a pool of names, numbers and background facts. What all of them have
is the event; what both of two have and few others do was chosen, and two reporters who work apart
seldom choose alike (METER calls a text derived by such choices: Clough, Gaizauskas, Piao and
Wilks 2002). Content stems weigh the rarity of being on the event with them, and what is shared
stands over the geometric mean of both texts, since a longer text shares more by chance.
"""

from __future__ import annotations

import numpy as np

from syndetect import schema
from syndetect.evidence.material import LEAST, Columns, Kind, Pairs
from syndetect.kernels.shared import share

CONTEXT = ("selection",)  # own content words in common at their rarity within the event


def measure(pairs: Pairs) -> Columns:
    """``selection`` of each pair, 0 to 1."""
    offsets, keys = schema.flat(pairs.material, "content_keys")
    _, marks = schema.flat(pairs.material, "content_marks")
    _, weights = schema.flat(pairs.material, "refined_weights")
    found = share(pairs.left, pairs.right, offsets, keys, weights, marks)
    own = schema.plain(pairs.material, "refined_own").astype(np.float64)
    mean = np.sqrt(own[pairs.left] * own[pairs.right])
    return {"selection": found[:, 2] / np.maximum(mean, LEAST)}


KIND = Kind((), CONTEXT, (), None, measure)  # the weights are those of ``content``
