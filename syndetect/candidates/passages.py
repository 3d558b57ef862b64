"""Pairs where a short text sits inside a long one, or two share a passage.

Bands compare whole articles and overlook a brief printed inside a feature. Here two articles
meet when they share enough seeds (shingles outside quotations and furniture) that few others
have. A seed of one article only has no partner; a seed of too many says nothing. "Too many" is
counted in groups of near-duplicates, so that a story which hundreds print nearly alike stays one
voice and a partial copy of it is found; how many of such a group meet the partial copy is capped.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from syndetect import schema
from syndetect.candidates.classes import in_content_order
from syndetect.candidates.gather import PASSAGES, Candidates, pair_keys
from syndetect.kernels import buckets, overlap
from syndetect.settings import Candidates as Limits

Mask = npt.NDArray[np.bool_]


def passages(
    fingerprints: pa.Table, representative: schema.I32, groups: schema.I32, limits: Limits
) -> Candidates:
    """Pairs of representatives that share ``candidates.shared`` rare seeds, or all of the fewer.

    *groups* labels each article with its group of near-duplicates (``near_duplicates``).
    A seed that more than ``candidates.rare`` groups hold is left out, and of each group at most
    ``candidates.bucket`` articles, the first in the order of content, stand for a seed.
    ``dropped`` counts seeds too common (``passages_common_seeds``) and articles that did not
    stand for a seed of theirs (``passages_stands``), one for each seed.
    """
    members = in_content_order(fingerprints, representative)
    members = members[np.argsort(groups[members], kind="stable")]
    group = groups[members]
    offsets, seeds = schema.flat(fingerprints, "seeds")
    keys, seats = buckets.recurring(members, offsets, seeds)
    order = np.argsort(keys, kind="stable")  # by seed, in it by group, in it by content
    keys, seats = keys[order], seats[order]
    del order
    rare, common = _rare(keys, group[seats], limits.rare)
    keys, seats = keys[rare], seats[rare]
    stands = _first_of_group(keys, group[seats], limits.bucket)
    cut = int(len(stands) - stands.sum())
    least = np.clip(np.diff(offsets)[members], 1, limits.shared)
    left, right = overlap.meetings(keys[stands], seats[stands], least)
    found = np.sort(pair_keys(members[left], members[right]))
    return Candidates.of(found, PASSAGES, {"passages_common_seeds": common, "passages_stands": cut})


def _rare(keys: schema.U64, group: schema.I32, most: int) -> tuple[Mask, int]:
    """Which posts belong to seeds of two or more articles and at most *most* groups, and how
    many seeds have more; posts ascend by key, then group."""
    starts = buckets.runs(keys)
    sizes = np.diff(starts)
    if not len(sizes):
        return np.zeros(0, dtype=np.bool_), 0
    fresh = np.ones(len(keys), dtype=np.int64)  # 1 where a group first appears in its run
    fresh[1:] = (keys[1:] != keys[:-1]) | (group[1:] != group[:-1])
    spread = np.add.reduceat(fresh, starts[:-1])
    return np.repeat((sizes > 1) & (spread <= most), sizes), int((spread > most).sum())


def _first_of_group(keys: schema.U64, group: schema.I32, most: int) -> Mask:
    """Which posts are among the first *most* of their key and group."""
    late = np.zeros(len(keys), dtype=np.bool_)
    late[most:] = (keys[most:] == keys[:-most]) & (group[most:] == group[:-most])
    return ~late
