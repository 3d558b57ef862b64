"""Words that a text is told apart by: of the calendar, numbers and their worth, who signed it.

Readings hold hashes; what is looked for is a closed list, so that its hashes are known.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import xxhash

from syndetect import schema

_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday
january february april june july august september october november december
jan feb aug sept oct nov dec gmt utc edt noon midnight
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
januar februar märz mai juni juli oktober dezember uhr mittag mitternacht
lundi mardi mercredi jeudi vendredi samedi dimanche
janvier février avril juin juillet août septembre octobre novembre décembre midi minuit
lunes martes miércoles jueves viernes sábado domingo
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lunedì martedì mercoledì giovedì venerdì sabato domenica
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
"""
_JOBS = """
reporting by / writing by / editing by / compiled by / written by / edited by
reporte de / editado por / escrito por / rédigé par / édité par / redigiert von / geschrieben von
a cura di / redigido por
"""
_TAIL = 120  # words at the end of a text among which it is signed
_WHOLE = 20_000  # numbers below it are known,
_POINTED = 100  # and with one or two figures behind a point below this


def hashed(word: str) -> int:
    """What ``readings.word`` has for a folded word."""
    return xxhash.xxh64_intdigest(word.encode("utf-8"))


@lru_cache(maxsize=1)
def calendar() -> schema.U64:
    """The words of days, months and clocks, ascending."""
    return np.unique(np.array([hashed(word) for word in _CALENDAR.split()], dtype=np.uint64))


@lru_cache(maxsize=1)
def numbers() -> tuple[schema.U64, schema.I64, npt.NDArray[np.uint8]]:
    """Numbers by the hashes of their figures, ascending: hash, value in hundredths, and how many
    figures are not rounded away.
    """
    written = [(str(n), 100 * n) for n in range(1, _WHOLE)]
    written += [(f"{n / 10:.1f}", 10 * n) for n in range(1, 10 * _POINTED)]
    written += [(f"{n / 100:.2f}", n) for n in range(1, 100 * _POINTED)]
    keys = np.array([hashed(text) for text, _ in written], dtype=np.uint64)
    values = np.array([value for _, value in written], dtype=np.int64)
    figures = np.array([_figures(text) for text, _ in written], dtype=np.uint8)
    order = np.argsort(keys)
    return keys[order], values[order], figures[order]


@lru_cache(maxsize=1)
def jobs() -> tuple[schema.U64, schema.U64]:
    """The first and the last word of each way to say who did what, row for row."""
    said = [words.split() for words in _JOBS.replace("\n", "/").split("/") if words.strip()]
    first = np.array([hashed(words[-2]) for words in said], dtype=np.uint64)
    return first, np.array([hashed(words[-1]) for words in said], dtype=np.uint64)


def signed(
    word: schema.U64,
    offsets: schema.I64,
    names: npt.NDArray[np.bool_],
    job: npt.NDArray[np.bool_],
) -> schema.I64:
    """Where the names stand that sign a text at its end: "(Reporting by ...; editing by ...)".

    *word*, *names* (which of them are names) and *job* (which are the first of ``jobs``) are those
    of all articles, one after the other, and ``offsets[i]`` is where article i begins.
    """
    at = np.flatnonzero(job)
    end = offsets[np.searchsorted(offsets, at, side="right")]
    at, end = at[(at + 1 < end) & (end - at <= _TAIL)], end[(at + 1 < end) & (end - at <= _TAIL)]
    doing = np.zeros(len(at), dtype=np.bool_)
    for one, other in zip(*(words.tolist() for words in jobs()), strict=True):
        doing |= (word[at] == one) & (word[at + 1] == other)
    end, first = np.unique(end[doing], return_index=True)
    begin = at[doing][first]
    sizes = end - begin - 1
    tails = np.repeat(begin + 1 - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    found: schema.I64 = tails[names[tails] & ~job[tails]]
    return found


def _figures(text: str) -> int:
    """Figures that are not rounded away: all behind a point, and before it but the last zeros."""
    digits = text.replace(".", "").lstrip("0")
    return len(digits) if "." in text else len(digits.rstrip("0"))
