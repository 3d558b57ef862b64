"""Fingerprints: recomputable by anyone, equal to datasketch's, the same for any slice, and those
of a scan where one article is held alone."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import struct
from collections.abc import Sequence
from pathlib import Path

import datasketch
import numpy as np
import oracles
import pyarrow as pa
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.engines import Local
from syndetect.errors import InputError, SettingsError, UsageError
from syndetect.fingerprint import Fingerprint, fingerprint, low_bits, permutations, to_datasketch
from syndetect.ingest import from_records
from syndetect.model import Article
from syndetect.settings import Fingerprints, Settings
from syndetect.shelf import Shelf
from syndetect.sketch import SketchHeader
from syndetect.stages.meeting import print_all
from syndetect.stages.reading import read_all

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


@LAW
@given(size=st.integers(1, 300), seed=st.integers(0, 2**31 - 1))
def test_permutations_are_datasketchs(size: int, seed: int) -> None:
    """Multipliers and addends are drawn as datasketch draws them, and cannot be written to."""
    theirs = datasketch.MinHash(num_perm=size, seed=seed, scheme="affine32").permutations
    for ours, drawn in zip(permutations(size, seed), theirs, strict=True):
        assert ours.dtype == drawn.dtype == np.uint32
        assert ours.tolist() == drawn.tolist()
        assert not ours.flags.writeable


# Quotations, credits, furniture, and characters that fold oddly or are looked past.
PIECES = st.sampled_from(
    [
        "The harbour board met at noon and said nothing more until the evening.",
        "“We will not bargain under threat”, said its chair.",
        "TORNHAVEN, March 18 (Reuters) - ",
        "Sign up for our newsletter.",
        "Read more: Ferry strike cuts off Ostrey",
        "\n",
        "\n\n",
        " ",
        "cre\u00adws 4,200 İstanbul ﬁrst ＡＢ ß a\ud800b",
    ]
)
BODIES = st.lists(PIECES | st.text(max_size=12), min_size=1, max_size=12).map("".join)
MAYOR = "The mayor opened the new bridge on Monday."
MONDAY = "On Monday the mayor opened the new bridge."
LONGER = MAYOR + " A brass band played until the rain began."


def scanned(bodies: Sequence[str], settings: Settings) -> list[dict[str, list[int]]]:
    """The fingerprints that a scan of *bodies* makes, all of one outlet."""

    def quiet(_stage: str, _done: int, _total: int) -> None:
        """Nobody watches."""

    records = [{"id": f"{at:03}", "text": body, "outlet": "x"} for at, body in enumerate(bodies)]
    found = read_all(from_records(records).articles, Local(), quiet, Shelf())
    rows: list[dict[str, list[int]]] = print_all(
        found, settings, Local(), quiet, Shelf()
    ).to_pylist()
    return rows


@settings(deadline=None, derandomize=True, max_examples=60)
@given(bodies=st.lists(BODIES.filter(str.strip), min_size=1, max_size=4))
def test_one_text_alone_has_the_fingerprint_of_a_scan(bodies: list[str]) -> None:
    """Whatever stands in a text, and in those beside it, minima and shingles are those that a scan
    makes, and those of datasketch fed the low bits of the shingles."""
    for body, row in zip(bodies, scanned(bodies, Settings()), strict=True):
        one = Fingerprint.of(body)
        assert one.minima.tolist() == row["minima"]
        assert one.shingles is not None
        assert one.shingles.tolist() == row["shingles"]
        theirs = datasketch.MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=low_bits)
        theirs.update_batch(row["shingles"])
        assert one.to_datasketch() == theirs


def test_settings_say_how_a_fingerprint_is_made() -> None:
    """Width, minima and seed are those asked for, and stand in the header."""
    other = Settings().changed(
        {"fingerprints.width": 3, "fingerprints.minima": 200, "fingerprints.seed": 7}
    )
    one = Fingerprint.of(LONGER, other)
    assert one.header == SketchHeader(size=200, seed=7, width=3)
    assert one.minima.tolist() == scanned([LONGER], other)[0]["minima"]
    assert Settings().changed(one.header.settings).fingerprints == other.fingerprints


def test_an_article_is_its_body_and_id() -> None:
    """Headline, date and outlet change no sketch; a text alone has no id."""
    bare = Fingerprint.of(Article("a", LONGER))
    assert bare == Fingerprint.of(Article("a", LONGER, "Rain", outlet="x", published="2025-03-18"))
    assert bare.id == "a"
    assert Fingerprint.of(LONGER) == dataclasses.replace(bare, id=None)
    assert Fingerprint.of(LONGER) != bare
    with pytest.raises(UsageError, match="PosixPath"):
        Fingerprint.of(Path("a.txt"))  # type: ignore[arg-type]


def test_shares_of_two_sentences() -> None:
    """Of four shingles each, "the mayor opened the new" and "mayor opened the new bridge" stand in
    both; quotation marks are no words."""
    one, other = Fingerprint.of(MAYOR), Fingerprint.of(MONDAY)
    assert one.resemblance(other) == 2 / 6
    assert one.containment(other) == other.containment(one) == 2 / 4
    assert one.containment(Fingerprint.of(LONGER)) == 1
    assert Fingerprint.of(LONGER).containment(one) < 1
    assert Fingerprint.of("The mayor “opened the new bridge” on Monday!") == one


WORDY = st.lists(st.sampled_from("ab"), max_size=12).map(" ".join)


@LAW
@given(left=WORDY, right=WORDY, width=st.integers(2, 4))
def test_both_shares_are_those_of_the_sets(left: str, right: str, width: int) -> None:
    """Resemblance and containment are those of the two sets of shingles; of nothing they are 0."""
    chosen = Settings().changed({"fingerprints.width": width})
    one, other = Fingerprint.of(left, chosen), Fingerprint.of(right, chosen)
    ours, theirs = (set(each.shingles.tolist()) for each in (one, other))  # type: ignore[union-attr]
    both = len(ours & theirs)
    assert one.resemblance(other) == (both / len(ours | theirs) if both else 0)
    assert one.containment(other) == (both / len(ours) if both else 0)
    assert one.resemblance(other) == other.resemblance(one)


def test_minima_alone_estimate_resemblance() -> None:
    """Where one of the two has minima alone the estimate is datasketch's; containment is refused;
    and texts without words do not resemble each other."""
    one, other = Fingerprint.of(LONGER), Fingerprint.of(MAYOR)
    alone = dataclasses.replace(other, shingles=None)
    estimate = one.resemblance(alone)
    assert estimate == alone.resemblance(one) == one.to_datasketch().jaccard(other.to_datasketch())
    assert estimate == pytest.approx(one.resemblance(other), abs=0.15)
    assert estimate != one.resemblance(other)
    for left, right in ((one, alone), (alone, one)):
        with pytest.raises(UsageError, match="has minima alone"):
            left.containment(right)
    wordless = dataclasses.replace(Fingerprint.of("…"), shingles=None)
    assert wordless.resemblance(wordless) == 0
    assert alone.resemblance(alone) == 1


def test_unlike_fingerprints_are_refused() -> None:
    """Neither share is told of two that were made differently, and the error says what differs."""
    one = Fingerprint.of(MAYOR)
    other = Fingerprint.of(MAYOR, Settings().changed({"fingerprints.seed": 2}))
    for share in (one.resemblance, one.containment):
        with pytest.raises(SettingsError, match="seed 1 and 2; make both with the same settings"):
            share(other)


def test_a_fingerprint_cannot_be_changed() -> None:
    """Neither its arrays, nor those of a copy, can be written to, nor do they follow the ones they
    were made of."""
    least, shingles = np.arange(16, dtype=np.uint32), np.arange(3, dtype=np.uint64)
    one = Fingerprint("a", SketchHeader.of(FEW), least, shingles)
    least[0] = shingles[0] = 9
    for held in (one, copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert held == one
        assert hash(held) == hash(one)
        for array in (held.minima, held.shingles):
            assert array is not None
            assert array[0] == 0
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1


def test_what_is_no_fingerprint_is_refused() -> None:
    """Minima of another size or scheme, and shingles out of order, make none."""
    header, least = SketchHeader.of(FEW), np.arange(16, dtype=np.uint32)
    for wrong in (least[1:], np.tile(least, 2), least.reshape(2, 8)):
        with pytest.raises(SettingsError, match="is no sketch of 16"):
            Fingerprint(None, header, wrong)
    with pytest.raises(SettingsError, match="'legacy'"):
        Fingerprint(None, dataclasses.replace(header, scheme="legacy"), least)
    for shingles in ([2, 1], [1, 1]):
        with pytest.raises(UsageError, match="ascending"):
            Fingerprint(None, header, least, np.array(shingles, dtype=np.uint64))


@LAW
@given(name=st.none() | st.text(max_size=5), body=BODIES, kept=st.booleans())
def test_bytes_give_the_fingerprint_back(name: str | None, body: str, kept: bool) -> None:
    """Whatever its id, with shingles or without, a stored fingerprint comes back as it was."""
    one = dataclasses.replace(Fingerprint.of(body), id=name)
    one = one if kept else dataclasses.replace(one, shingles=None)
    again = Fingerprint.from_bytes(one.to_bytes())
    assert (again, again.id, again.header) == (one, one.id, one.header)
    assert again.minima.tolist() == one.minima.tolist()
    assert (again.shingles is None) is not kept
    assert list(again.shingles if again.shingles is not None else ()) == list(
        one.shingles if one.shingles is not None else ()
    )


def test_damaged_bytes_are_refused() -> None:
    """A byte that is lost, added or turned, anywhere, is seen; so are bytes of something else."""
    stored = Fingerprint.of(Article("a", MAYOR)).to_bytes()
    damaged = [b"", b"{}", stored[1:], stored + b"\0", stored * 2]
    damaged += [stored[:at] for at in range(0, len(stored), 7)]
    for at in range(len(stored)):
        damaged.append(stored[:at] + bytes([stored[at] ^ 32]) + stored[at + 1 :])
    for sealed in (b"", b"one\ntwo", b'{"size": 1, "seed": 1, "width": 5}\n{}\n1234'):
        damaged.append(sealed + xxhash.xxh64_digest(sealed))
    for each in damaged:
        with pytest.raises(InputError, match="damaged: make it anew"):
            Fingerprint.from_bytes(each)


@pytest.mark.parametrize(
    ("own", "other", "named"),
    [
        (b'"affine32"', b'"affine64"', "scheme 'affine64' and 'affine32'"),
        (b'"version": 1', b'"version": 2', "version 2 and 1; another version made the first"),
        (b'"xxh64"', b'"xxh3"', "hash 'xxh3' and 'xxh64'"),
        (b'"seed": 1', b'"seed": "1"', "do not say how they were made"),
    ],
)
def test_bytes_of_another_definition_are_refused(own: bytes, other: bytes, named: str) -> None:
    """Whole bytes of a scheme, hash or version that nobody here can read are told as such."""
    plain = Fingerprint.of(MAYOR).to_bytes()[:-8].replace(own, other)
    with pytest.raises(SettingsError, match=named):
        Fingerprint.from_bytes(plain + xxhash.xxh64_digest(plain))
