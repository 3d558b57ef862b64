"""From a ledger to a word and a probability: how likely the pair is derived, and how it relates.

One logistic model of three rising curves: more in common never lowers the probability, and what
each part adds to the log-odds can be read off. Coefficients are data (``coefficients.json``) with
the record of what they were fitted on; ``benchmarks/fit_verdict.py`` writes them, nothing here
fits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from syndetect.model import RelationKind
from syndetect.settings import Verdict

Column = npt.NDArray[np.float64]
Columns = Mapping[str, Column]

FEW_WORDS = 40.0  # own words from which a text says enough to be judged
_FORMULA = 5.0  # words of each passage that are worth nothing: any formula has as many
_CHANCE = 12.0  # words beyond them that two reporters on one event share by chance
# Where few tell of an event, nobody knows its commonplaces. Of labelled Helsinki pairs among so
# many others, drawn by lot, the root of the thread is higher the fewer they are: by .074 among 2
# than among 256 where the pair is not derived, by .016 where it is. About half of it is taken off.
_UNKNOWN = 0.04
_SOME = 8.0  # articles from which the half of that is gone
_PUBLIC = 7  # words of shared quotation or furniture that are worth a name
_VERSION = 0.15  # share of both texts that two versions of one story have in common
_TAKEN = 0.5  # of the thread that passages must account for in a partial copy
_ALIKE = 0.12  # content in common from which two articles tell of one thing

_KINDS = tuple(RelationKind)


def _settled(columns: Columns) -> Column:
    """The part of what is shared that is neither an outlet's own stock nor public words."""
    left = 1.0 - columns["repeated"] - columns["public"]
    return np.maximum(left, 0.0)  # the two may make up all of it, and round to a little more


def _worded(columns: Columns) -> Column:
    """The words of passages beyond what is formula in each."""
    return np.maximum(columns["passage_words"] - _FORMULA * columns["passage_count"], 0.0)


# What derived is known by: a name a person can read, and a rising curve of the signals.
CURVES: dict[str, Callable[[Columns], Column]] = {
    "words in shared passages": lambda c: np.log1p(
        np.maximum(_worded(c) * _settled(c) - _CHANCE, 0.0) / 20.0
    ),
    "the same facts in the same order": lambda c: np.maximum(
        np.sqrt(c["thread"]) - _UNKNOWN * _SOME / (c["event_articles"] + _SOME), 0.0
    ),
    "both on one event": lambda c: np.asarray(c["one_event"], dtype=np.float64),
}
START = "prior"


@lru_cache(maxsize=1)
def coefficients() -> dict[str, Any]:
    """What ``coefficients.json`` holds: its ``prior`` and ``weights``, and the record."""
    text = resources.files("syndetect.evidence").joinpath("coefficients.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def curves(columns: Columns) -> Column:
    """The value of each of ``CURVES`` for each pair: float64 of shape (pairs, curves).

    A pair of scraps goes back towards what is true of any pair.
    """
    trust = np.minimum(1.0, columns["own_words"] / FEW_WORDS)
    return np.column_stack([curve(columns) * trust for curve in CURVES.values()])


def probability(columns: Columns) -> Column:
    """Probability that each pair is derived (float64, 0 to 1)."""
    fitted = coefficients()
    odds = np.full(len(columns["own_words"]), float(fitted["prior"]))
    for name, values in zip(CURVES, curves(columns).T, strict=True):
        odds += fitted["weights"][name] * values  # one by one: a product may round by its shape
    result: Column = 1.0 / (1.0 + np.exp(-odds))
    return result


def account(signals: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """What each part adds to the log-odds of one pair: (name, value of its curve, what it adds).

    The prior comes first. The sum of the last column is the log-odds of the probability.
    """
    fitted = coefficients()
    values = curves({name: np.array([float(value)]) for name, value in signals.items()})[0]
    lines = [(START, 1.0, float(fitted["prior"]))]
    for name, value in zip(CURVES, values.tolist(), strict=True):
        lines.append((name, value, fitted["weights"][name] * value))
    return lines


def kinds(
    columns: Columns,
    probabilities: Column,
    same_event: npt.NDArray[np.bool_],
    one_hand: npt.NDArray[np.bool_],
    settings: Verdict,
) -> npt.NDArray[np.int8]:
    """The kind of relation of each pair, as its number among ``RelationKind``.

    *one_hand* says that both articles are of one outlet, or credited to one agency: derived
    pairs of one hand that share much on both sides are versions of one story.
    """
    least = np.minimum(columns["own_left"], columns["own_right"])
    copied = np.minimum(columns["containment_left"], columns["containment_right"])
    derived = probabilities >= settings.derived
    conditions = [
        derived & (np.maximum(least, copied) >= settings.reprint),
        derived & one_hand & (least >= _VERSION) & (columns["passage_count"] >= 2),
        derived & _taken_over(columns),
        derived,
        probabilities >= settings.doubtful,
        (columns["quoted_words"] >= _PUBLIC) & (columns["passage_words"] < _PUBLIC),
        (columns["furniture_words"] >= _PUBLIC) & ~same_event & (columns["content"] < _ALIKE),
        columns["own_words"] < FEW_WORDS / 2,
        same_event,
    ]
    names = [
        RelationKind.REPRINT,
        RelationKind.UPDATE,
        RelationKind.PARTIAL,
        RelationKind.REWRITE,
        RelationKind.UNDECIDED,
        RelationKind.QUOTES_ONLY,
        RelationKind.FURNITURE_ONLY,
        RelationKind.UNDECIDED,
        RelationKind.SAME_EVENT,
    ]
    numbers = [np.int8(_KINDS.index(name)) for name in names]
    default = np.int8(_KINDS.index(RelationKind.UNRELATED))
    return np.asarray(np.select(conditions, numbers, default=default), dtype=np.int8)


def _taken_over(columns: Columns) -> npt.NDArray[np.bool_]:
    """Whether shared passages account for what is told alike: taken over, not told anew."""
    taken = columns["passage_share"] >= columns["thread"] * _TAKEN
    return np.asarray((columns["passage_count"] > 0) & taken, dtype=np.bool_)
