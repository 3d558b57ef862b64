"""Classes: articles with the same text are one from the start, and are compared once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from syndetect import schema


def classes(fingerprints: pa.Table, languages: Sequence[str] | None = None) -> schema.I32:
    """For each article the smallest ordinal of those with equal identity (int32).

    An article without tokens has nothing in common with another such: it stands for itself. Where
    *languages* are told, copies are of one: the same words are not as rare in another, and who
    stands for a class may not change its facts.
    """
    identity = schema.plain(fingerprints, "identity")
    if languages is not None and len(set(languages)) > 1:
        _, of_identity = np.unique(identity, return_inverse=True)
        known = {language: code for code, language in enumerate(sorted(set(languages)))}
        codes = np.array([known[language] for language in languages], dtype=np.uint64)
        identity = of_identity.astype(np.uint64) * np.uint64(len(known)) + codes
    _, first, member_of = np.unique(identity, return_index=True, return_inverse=True)
    representative = first[member_of].astype(np.int32)
    empty = np.diff(schema.flat(fingerprints, "shingles")[0]) == 0
    representative[empty] = np.flatnonzero(empty).astype(np.int32)
    return representative


def in_content_order(fingerprints: pa.Table, representative: schema.I32) -> schema.I32:
    """Ordinals of the classes that have tokens, by identity: an order that only texts decide.

    What a cap keeps, it keeps in this order, so that names and dates have no say in it.
    """
    identity = schema.plain(fingerprints, "identity")
    filled = np.diff(schema.flat(fingerprints, "shingles")[0]) > 0
    own = representative == np.arange(len(representative), dtype=np.int32)
    chosen = np.flatnonzero(own & filled).astype(np.int32)
    return chosen[np.argsort(identity[chosen], kind="stable")]
