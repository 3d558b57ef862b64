"""From a ledger to a word and a probability: how likely the pair is derived, and how it relates.

A pair can be derived in two ways, and each has a small logistic model of its own: its wording is
*copied*, or it is *retold*, sentence by sentence in other words. The pair is derived if either
holds (a noisy-or: 1 - (1 - copied)(1 - retold)). Coefficients are never negative, on rising
curves of the signals: more in common never lowers the probability, and what each part adds can
be read off. They are data (``coefficients.json``) with the record of what they were fitted on;
``benchmarks/fit_verdict.py`` writes them, nothing here fits.
"""

from __future__ import annotations

import json
import math
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

_FEW_WORDS = 40.0  # own words from which a text says enough to be judged
_PUBLIC = 7  # words of shared quotation or furniture that are worth a name
_VERSION = 0.15  # share of both texts that two versions of one story have in common
_ALIKE = 0.12  # content in common from which two articles tell of one thing


def _settled(columns: Columns) -> Column:
    """The part of what is shared that is neither a line an outlet repeats nor public words."""
    left = 1.0 - columns["repeated"] - columns["public"]
    return np.maximum(left, 0.0)  # the two may make up all of it, and round to a little more


# What each way is known by: a name a person can read, and a rising curve of the signals.
WAYS: dict[str, dict[str, Callable[[Columns], Column]]] = {
    "copied": {
        "share of the longer text": lambda c: np.sqrt(
            np.minimum(c["own_left"], c["own_right"]) * _settled(c)
        ),
        "words in shared passages": lambda c: np.log1p(c["passage_words"] * _settled(c)),
    },
    "retold": {
        # Lines that an outlet repeats match too; where they are all there is, nothing is told.
        "sentences that match": lambda c: np.sqrt(c["alignment"] * (1.0 - c["repeated"])),
        "order of those sentences": lambda c: c["order"] * (1.0 - c["repeated"]),
    },
}
START = "prior"
_OTHER = {"copied": "told again in other words", "retold": "wording in common"}


@lru_cache(maxsize=1)
def coefficients() -> dict[str, Any]:
    """What ``coefficients.json`` holds: by way its ``prior`` and ``weights``, and the record."""
    text = resources.files("syndetect.evidence").joinpath("coefficients.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def probability(columns: Columns) -> Column:
    """Probability that each pair is derived (float64, 0 to 1)."""
    neither = np.ones(len(columns["own_words"]))
    for way in WAYS:
        neither *= 1.0 - _logistic(_odds(way, columns))
    return 1.0 - neither


def _odds(way: str, columns: Columns) -> Column:
    """Log-odds of one way; a pair of scraps goes back towards what is true of any pair."""
    fitted = coefficients()[way]
    gain = np.zeros(len(columns["own_words"]))
    for name, curve in WAYS[way].items():
        gain += fitted["weights"][name] * curve(columns)
    odds: Column = fitted["prior"] + gain * _trust(columns)
    return odds


def _trust(columns: Columns) -> Column:
    return np.minimum(1.0, columns["own_words"] / _FEW_WORDS)


def _logistic(odds: Column) -> Column:
    result: Column = 1.0 / (1.0 + np.exp(-odds))
    return result


def account(signals: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """What each part adds to the log-odds of one pair: (name, value of its curve, what it adds).

    The likelier of the two ways in detail, its prior first; the last line is what the other way
    adds to it. The sum of the last column is the log-odds of the probability.
    """
    columns = {name: np.array([float(value)]) for name, value in signals.items()}
    odds = {way: float(_odds(way, columns)[0]) for way in WAYS}
    way = max(WAYS, key=lambda name: odds[name])
    (other,) = (name for name in WAYS if name != way)
    trust = float(_trust(columns)[0])
    fitted = coefficients()[way]
    lines = [(START, 1.0, float(fitted["prior"]))]
    for name, curve in WAYS[way].items():
        value = float(curve(columns)[0])
        lines.append((name, value, fitted["weights"][name] * value * trust))
    both = float(probability(columns)[0])
    chance = float(_logistic(np.array([odds[other]]))[0])
    added = math.log(both) - math.log1p(-both) - odds[way]
    return [*lines, (_OTHER[way], chance, added)]


def kinds(
    columns: Columns,
    probabilities: Column,
    same_event: npt.NDArray[np.bool_],
    one_hand: npt.NDArray[np.bool_],
    settings: Verdict,
) -> list[str]:
    """The kind of relation of each pair.

    *one_hand* says that both articles are of one outlet, or credited to one agency: derived
    pairs of one hand that share much on both sides are versions of one story.
    """
    least = np.minimum(columns["own_left"], columns["own_right"])
    copied = np.minimum(columns["containment_left"], columns["containment_right"])
    derived = probabilities >= settings.derived
    conditions = [
        derived & (np.maximum(least, copied) >= settings.reprint),
        derived & one_hand & (least >= _VERSION) & (columns["passage_count"] >= 2),
        derived & (columns["passage_count"] > 0),
        derived,
        probabilities >= settings.doubtful,
        (columns["quoted_words"] >= _PUBLIC) & (columns["passage_words"] < _PUBLIC),
        (columns["furniture_words"] >= _PUBLIC) & ~same_event & (columns["content"] < _ALIKE),
        columns["own_words"] < _FEW_WORDS / 2,
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
    chosen = np.select(conditions, [n.value for n in names], default=RelationKind.UNRELATED.value)
    return [str(name) for name in chosen]
