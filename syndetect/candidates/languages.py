"""Pairs of articles in two languages, which no word in common tells anything of.

What they share are names, numbers and words that happen to be spelt alike; a translation shares
no more than an independent report does. So they are not compared, and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from syndetect.candidates.gather import Candidates
from syndetect.text.languages import standard

APART = "pairs in different languages"  # in ``dropped``


def apart(pairs: Candidates, languages: Sequence[str]) -> Candidates:
    """The *pairs* of one language, by the *languages* of all articles, and how many are of two.

    Languages that are nearly the same in writing count as one (``text.languages.standard``).
    """
    standards = [standard(language) for language in languages]
    known = {name: at for at, name in enumerate(sorted(set(standards)))}
    if len(known) < 2:
        return pairs
    codes = np.array([known[name] for name in standards], dtype=np.int32)
    same = codes[pairs.left] == codes[pairs.right]
    return replace(
        pairs,
        left=pairs.left[same],
        right=pairs.right[same],
        channel=pairs.channel[same],
        dropped={**pairs.dropped, APART: int((~same).sum())},
    )
