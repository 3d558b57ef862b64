"""What a character may be to lines, sentences and quotations, as one table of bits.

The table goes with ``kernels/punctuation.py``, and is made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from syndetect.kernels import punctuation as kernel
from syndetect.kernels.sealed import sealed

_CODES = 0x40000  # no letter, digit or space lies beyond
_LISTED = (
    (kernel.BREAK, "\n\r\x0b\x0c\x85\u2028\u2029"),
    (kernel.END, ".!?…।॥۔؟։።။។\u037e"),
    (kernel.END_UNSPACED, "。！？｡"),
    (kernel.CLOSER_UNSPACED, "」』”’）"),
    (kernel.CLOSER, "\"'”’»“)]"),
    (kernel.OPENER, "\"'“‘„«»([¿¡—–-"),
    (kernel.DOUBLE, "“”„‟«»‹›「」『』〝〞\"＂״‘’`'"),
    (kernel.SINGLE, "‘’`'"),
    (kernel.ANY, "“”„‟«»‹›\"＂״‘’'`"),
    (kernel.BEFORE, "([{—–-/<>|…:;*#¿¡="),
    (kernel.BEHIND, ".,:;!?)]}—–-/<>|*…%&=。，、！？；："),
    (kernel.STRAIGHT, "\"＂״'"),
    (kernel.FIXED, "“„‟`‘「『〝"),
    (kernel.OPENS_SINGLE, '“„«"'),
)
_ASKED: tuple[tuple[int, Callable[[str], bool]], ...] = (
    (kernel.SPACE, str.isspace),
    (kernel.LOWER, str.islower),
    (kernel.WORD, str.isalnum),
)


@lru_cache(maxsize=1)
def kinds() -> npt.NDArray[np.uint32]:
    """The kinds of the first code points; all beyond are of none."""
    table = np.zeros(_CODES, dtype=np.uint32)
    characters = [chr(code) for code in range(_CODES)]
    for bit, question in _ASKED:
        table[np.fromiter(map(question, characters), dtype=np.bool_, count=_CODES)] |= bit
    for bit, listed in _LISTED:
        table[[ord(character) for character in listed]] |= bit
    return np.asarray(sealed(table, np.uint32))
