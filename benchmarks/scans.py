"""One scan of a labelled set, through the whole pipeline, and what it says of each pair."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import labelled
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from labelled import Pair
from metrics import Floats

import syndetect
from syndetect import Article
from syndetect.evidence.ledger import SIGNALS


@dataclass(frozen=True)
class Scan:
    """A labelled set after a scan; arrays have one row a labelled pair.

    A pair that was not compared has probability 0, and 0 in every signal: a miss of the
    candidates is a miss of the whole.
    """

    name: str
    articles: list[Article]
    pairs: list[Pair]
    relations: pa.Table  # every compared pair, labelled or not
    compared: npt.NDArray[np.bool_]
    probability: Floats
    columns: dict[str, Floats]  # by signal
    true: Floats
    weights: Floats

    @property
    def blocks(self) -> list[str]:
        return [pair.block for pair in self.pairs]

    @property
    def weighted(self) -> bool:
        """Whether the pairs stand for unlike numbers of pairs."""
        return bool(np.any(self.weights != self.weights[0]))

    @property
    def candidate_recall(self) -> float:
        """Share of the derived pairs that the scan compared."""
        return float(self.true[self.compared].sum() / self.true.sum())

    def spread(self, values: Floats) -> Floats:
        """*values* of the compared pairs, with 0 for the others."""
        full = np.zeros(len(self.pairs))
        full[self.compared] = values
        return full


def scan(folder: Path, name: str) -> Scan:
    """Scan the set *name* as its files are."""
    articles = labelled.articles(folder, name)
    pairs = labelled.SETS[name](folder)
    return look_up(name, articles, pairs, syndetect.scan(articles).relations)


def look_up(name: str, articles: list[Article], pairs: list[Pair], relations: pa.Table) -> Scan:
    """What *relations*, the result of a scan of *articles*, says of *pairs*."""
    left, right = (relations.column(side).to_pylist() for side in ("left", "right"))
    row_of = {ends: row for row, ends in enumerate(zip(left, right, strict=True))}
    keys = [(min(p.left, p.right), max(p.left, p.right)) for p in pairs]
    rows = np.array([row_of.get(key, -1) for key in keys], dtype=np.int64)
    compared = rows >= 0
    columns = {
        signal: np.where(compared, column(relations, signal)[rows], 0.0)
        for signal in ("probability", *SIGNALS)
    }
    return Scan(
        name=name,
        articles=articles,
        pairs=pairs,
        relations=relations,
        compared=compared,
        probability=columns.pop("probability"),
        columns=columns,
        true=np.array([float(p.derived) for p in pairs]),
        weights=np.array([p.weight for p in pairs]),
    )


def column(relations: pa.Table, name: str) -> Floats:
    """A column of numbers of *relations*, or all zeros where there is no relation at all."""
    values: Floats = relations.column(name).to_numpy().astype(np.float64)
    return values if len(values) else np.zeros(1)
