"""Where the line of parents of an article ends: its origin, how likely that is, and how deep."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.model import Role
from syndetect.provenance.ties import Floats

DIGITS = 6  # of probabilities, as the result folder has them
ARTICLE, SOURCE = "article", "source"
End = tuple[str, str]  # kind (article, source) and id: ids of the two may be the same


class Lines(NamedTuple):
    """For each article where its first parents lead: *root* is an ordinal, of a source behind the
    last article, and its own where it has no parent; *steps* of derivation lead there, of the
    probability *product* together.
    """

    root: schema.I64
    steps: schema.I64
    product: Floats


def lines(parent: schema.I64, probability: Floats) -> Lines:
    """The line of each article. *parent* is its first parent as ``Lines.root`` has it, -1 where it
    has none; *probability* that of the step. No line may come back to where it was.

    A product is taken from the top down, which is the order that its last digits depend on.
    """
    count = len(parent)
    root, steps, product = np.arange(count), np.zeros(count, dtype=np.int64), np.ones(count)
    sourced = parent >= count
    root[sourced], steps[sourced], product[sourced] = parent[sourced], 1, probability[sourced]
    below = np.argsort(parent, kind="stable")
    starts = np.searchsorted(parent[below], np.arange(count + 1))
    above = np.flatnonzero((parent < 0) | sourced)
    while len(above):
        sizes = starts[above + 1] - starts[above]
        ends = np.cumsum(sizes)
        at = np.arange(sizes.sum()) + np.repeat(starts[above] - ends + sizes, sizes)
        children = below[at]
        over = parent[children]
        root[children], steps[children] = root[over], steps[over] + 1
        product[children] = probability[children] * product[over]
        above = children
    return Lines(root, steps, product)


def columns(
    found: Lines, roles: npt.NDArray[np.int8], alone: Floats, names: pa.Array
) -> dict[str, Any]:
    """Lines as the columns that articles have of them, by name.

    *roles* are numbers of ``Role``, *alone* tells how likely nothing is above an article; *names*
    are the ids of articles and of sources behind them. An article without a source found has no
    origin and stands at depth 0; of a digest neither is told.

    The probability of an origin is the product of those of the first parents on the line, and
    never above *alone* of the origin itself: so never above that of any one step. It takes the
    steps for independent, and leaves out other lines to the same origin, by which it is rather
    too low than too high. That of an article that is its own origin is *alone*.
    """
    count = len(roles)
    told = (roles == number(Role.ORIGIN)) | (roles == number(Role.DERIVATIVE))
    sourced = found.root >= count
    bound = np.where(sourced, 1.0, alone[np.where(sourced, 0, found.root)])
    likely = [round(one, DIGITS) for one in np.minimum(found.product, bound).tolist()]
    kinds = pa.array([ARTICLE, SOURCE]).take(pa.array(sourced.astype(np.int8), mask=~told))
    return {
        "origin": names.take(pa.array(found.root, mask=~told)),
        "origin_kind": kinds,
        "origin_probability": pa.array(likely, pa.float64(), mask=~told),
        "depth": pa.array(found.steps.astype(np.int32), mask=roles == number(Role.DIGEST)),
    }


def number(role: Role) -> int:
    """The number of a role, by which arrays have it."""
    return ROLES.index(role)


ROLES = tuple(Role)
