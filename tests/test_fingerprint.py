"""Fingerprints: recomputable by anyone, equal to datasketch's, and the same for any slice."""

from __future__ import annotations

import pickle
import struct

import datasketch
import numpy as np
import oracles
import pyarrow as pa
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.errors import SettingsError
from syndetect.fingerprint import (
    SketchHeader,
    check_same,
    fingerprint,
    low_bits,
    permutations,
    to_datasketch,
)
from syndetect.settings import Fingerprints

LAW = settings(deadline=None, derandomize=True, max_examples=40)
FEW = Fingerprints(minima=16)
WORDS = st.integers(0, 2**64 - 1) | st.integers(0, 2)
TOKENS = st.tuples(WORDS, st.sampled_from([0, 0, 0, 1, 2, 4, 8, 16]))
ARTICLES = st.lists(st.lists(TOKENS, max_size=25), max_size=6)


def table(articles: list[list[tuple[int, int]]]) -> pa.Table:
    return oracles.readings(
        [[word for word, _ in tokens] for tokens in articles],
        [[flag for _, flag in tokens] for tokens in articles],
    )


def column(fingerprints: pa.Table, name: str) -> list[object]:
    return fingerprints.column(name).to_pylist()


@LAW
@given(articles=ARTICLES, width=st.integers(2, 7))
def test_every_column_is_what_its_definition_says(
    articles: list[list[tuple[int, int]]], width: int
) -> None:
    """Identity, shingles, seeds and minima can each be recomputed in a line or two."""
    result = fingerprint(table(articles), Fingerprints(minima=16, width=width, seed=9))
    assert result.schema.equals(schema.FINGERPRINTS)
    for tokens, row in zip(articles, result.to_pylist(), strict=True):
        words, flags = [word for word, _ in tokens], [flag for _, flag in tokens]
        packed = struct.pack(f"<{len(words)}Q", *words) + bytes(flag & 3 for flag in flags)
        assert row["identity"] == xxhash.xxh64_intdigest(packed)
        assert row["shingles"] == sorted(set(oracles.shingles(words, width)))
        aside = [flag & 7 for flag in flags]
        assert row["seeds"] == sorted(set(oracles.outside(words, aside, width)))
        assert row["minima"] == oracles.minima(row["shingles"], 16, 9)


@LAW
@given(articles=ARTICLES, data=st.data())
def test_a_slice_of_the_rows_gives_the_slice(
    articles: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    """Batches, and tables put together from batches, change no cell."""
    whole = fingerprint(table(articles), FEW)
    cut = data.draw(st.integers(0, len(articles)))
    parts = [table(articles).slice(0, cut), table(articles).slice(cut)]
    assert fingerprint(parts[0], FEW).equals(whole.slice(0, cut))
    assert fingerprint(parts[1], FEW).equals(whole.slice(cut))
    assert fingerprint(pa.concat_tables(parts), FEW).equals(whole)


def test_no_articles_make_an_empty_table() -> None:
    """Nothing read, nothing printed, all columns there."""
    result = fingerprint(oracles.readings([]), FEW)
    assert result.num_rows == 0
    assert result.schema.equals(schema.FINGERPRINTS)


def test_identity_sees_quotations_but_not_repetition() -> None:
    """Equal words quoted otherwise differ; marks that depend on other articles do not count."""
    words = [[1, 2, 3]] * 3
    plain, quoted, repeated = column(
        fingerprint(oracles.readings(words, [[0, 0, 0], [1, 1, 1], [4, 4, 4]]), FEW), "identity"
    )
    assert plain == repeated
    assert plain != quoted


def test_a_sketch_is_a_minhash() -> None:
    """``to_datasketch`` gives a MinHash that compares, grows and pickles as any other."""
    generator = np.random.default_rng(8)
    words = generator.integers(0, 2**64, 60, dtype=np.uint64).tolist()
    chosen = Fingerprints()
    result = fingerprint(oracles.readings([words[:50], words[:30]]), chosen)
    header = SketchHeader.read(result)
    whole, part = (to_datasketch(row, header) for row in column(result, "minima"))
    own = datasketch.MinHash(scheme="affine32", hashfunc=low_bits)
    own.update_batch(oracles.shingles(words[:50], 5))
    assert whole == own
    assert whole.jaccard(part) == pytest.approx(26 / 46, abs=0.15)
    part.update_batch(oracles.shingles(words[:50], 5))
    assert pickle.loads(pickle.dumps(part)) == own


def test_a_sketch_of_another_size_is_refused() -> None:
    """A row that is not of the header's size becomes no MinHash."""
    with pytest.raises(SettingsError, match="3 minima"):
        to_datasketch([1, 2, 3], SketchHeader.of(FEW))


def test_headers_travel_with_the_table() -> None:
    """A table says how its sketches were made; one that does not is refused."""
    result = fingerprint(oracles.readings([[1, 2]]), FEW)
    assert SketchHeader.read(result) == SketchHeader.of(FEW)
    for metadata in (None, {b"syndetect.sketch": b"[]"}, {b"syndetect.sketch": b"{"}):
        with pytest.raises(SettingsError, match="make them anew"):
            SketchHeader.read(result.replace_schema_metadata(metadata))


@pytest.mark.parametrize(
    ("change", "named"),
    [({"seed": 2}, "seed 1 and 2"), ({"width": 4}, "width 5 and 4"), ({"minima": 32}, "size")],
)
def test_sketches_that_do_not_agree_are_refused(change: dict[str, int], named: str) -> None:
    """The error names what differs; headers that agree pass."""
    header = SketchHeader.of(FEW)
    check_same(header, SketchHeader.of(Fingerprints(minima=16)))
    with pytest.raises(SettingsError, match=named):
        check_same(header, SketchHeader.of(Fingerprints(**{"minima": 16, **change})))


@LAW
@given(size=st.integers(1, 300), seed=st.integers(0, 2**31 - 1))
def test_permutations_are_datasketchs(size: int, seed: int) -> None:
    """Multipliers and addends are drawn as datasketch draws them, and cannot be written to."""
    theirs = datasketch.MinHash(num_perm=size, seed=seed, scheme="affine32").permutations
    for ours, drawn in zip(permutations(size, seed), theirs, strict=True):
        assert ours.dtype == drawn.dtype == np.uint32
        assert ours.tolist() == drawn.tolist()
        assert not ours.flags.writeable
