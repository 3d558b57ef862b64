"""Readings: flat columns of an article's words, each row a fact of its article alone."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import oracles
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from syndetect import schema
from syndetect.model import Article
from syndetect.text.lexicon import KEYED
from syndetect.text.quotations import quotations
from syndetect.text.reading import Lexicons, unpack
from syndetect.text.sentences import sentences
from syndetect.text.tokens import count_invisible, fold, tokenise

LEXICONS = Lexicons()
BODIES = (
    'TORNHAVEN - The harbour board met. "We won\'t bargain," said Ann Ko of the U.S. union.',
    "Die Fährleute legten am Dienstag die Arbeit nieder. „Wir verhandeln nicht“, sagte der Rat.",
    "L’équipe a cessé le travail mardi. « Nous ne négocions pas », a dit le conseil.",
    "Совет порта не будет говорить. «Мы ждём», — сказал мэр в 2024 году.",
    "市長は「払わない」と述べた。船は動かない。",
    "The\u200b board\ufe0f met; “it\u00adself” said 4,200\u2060 times.",
    "",
    "—!?…",
)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


def articles(*bodies: str) -> list[Article]:
    return [Article(id=f"a{i}", body=body) for i, body in enumerate(bodies)]


def packed(
    found: list[Article], asides: list[list[tuple[int, int, int]]], lexicons: Lexicons
) -> tuple[pa.Table, pa.Table]:
    """Packed readings, and the lexicon of all that was read with *lexicons*."""
    texts, languages = [one.body for one in found], [one.language for one in found]
    return oracles.read_texts(texts, languages, asides, lexicons)


def whole(
    found: list[Article], asides: list[list[tuple[int, int, int]]], lexicons: Lexicons = LEXICONS
) -> pa.Table:
    """What readings say once they are unpacked."""
    return unpack(*packed(found, asides, lexicons))


def table(*bodies: str) -> pa.Table:
    found = articles(*bodies)
    return whole(found, [[] for _ in found])


def row(body: str, *asides: tuple[int, int, int]) -> dict[str, Any]:
    found: dict[str, Any] = whole(articles(body), [list(asides)]).to_pylist()[0]
    return found


@pytest.mark.parametrize("body", BODIES)
def test_a_row_says_what_the_body_says(body: str) -> None:
    """Words are hashes of folded tokens at their places; flags and starts fit the spans."""
    got = row(body)
    tokens = [(span, fold(raw)) for span, raw in zip(*tokenise(body), strict=True) if fold(raw)]
    assert list(zip(got["begin"], got["end"], strict=True)) == [span for span, _ in tokens]
    assert got["word"] == [xxhash.xxh64_intdigest(word.encode()) for _, word in tokens]
    assert got["invisible"] == count_invisible(body)
    spans = quotations(body)
    for begin, flags in zip(got["begin"], got["flags"], strict=True):
        assert bool(flags & schema.QUOTED) == any(first <= begin < last for first, last in spans)
    starts = [got["begin"][at] for at in got["sentence"]]
    firsts = [
        min((b for b in got["begin"] if first <= b < last), default=None)
        for first, last in sentences(body)
    ]
    assert starts == [first for first in firsts if first is not None]
    flagged = [at for at, flags in enumerate(got["flags"]) if flags & schema.FIRST]
    assert flagged == got["sentence"]


def test_flags_tell_names_numbers_and_common_words() -> None:
    """A capital off the common words is a name, digits a number, function words common."""
    body = "The mayor Ann Helsing met 12 sailors."
    got = whole([Article("a", body, language="en")], [[]]).to_pylist()[0]
    flags = dict(zip(tokenise(body).raw, got["flags"], strict=True))
    assert flags["The"] == schema.COMMON | schema.FIRST
    assert flags["Helsing"] & schema.NAME
    assert flags["12"] & schema.NUMBER
    assert not flags["sailors"] & (schema.NAME | schema.COMMON | schema.NUMBER)


def test_asides_are_marked() -> None:
    """The flag of an aside lies on the tokens that begin inside it, and on no other."""
    body = "Sign up now. The ferry sank."
    got = row(body, (0, 12, schema.FURNITURE), (17, 22, schema.REPEATED))
    assert [flags & (schema.FURNITURE | schema.REPEATED) for flags in got["flags"]] == [
        schema.FURNITURE,
        schema.FURNITURE,
        schema.FURNITURE,
        0,
        schema.REPEATED,
        0,
    ]


def test_spelling_makes_no_difference() -> None:
    """Decomposed letters and invisible characters leave words, stems, rarity and language."""
    for body in BODIES:
        plain = row(unicodedata.normalize("NFC", body))
        apart = row(unicodedata.normalize("NFD", body))
        strewn = row("\u200b".join(unicodedata.normalize("NFC", body)))
        for other in (apart, strewn):
            for column in ("language", "word", "stem", "rarity", "sentence"):
                assert other[column] == plain[column], (body, column)
        assert strewn["flags"] == plain["flags"]


def test_the_declared_language_decides() -> None:
    """A known language is believed, in any spelling of its code; an unknown one is guessed."""
    german = Article(id="a", body="The ferry sank and it was not found.", language="de-AT")
    odd = Article(id="b", body=german.body, language="xx")
    got = whole([german, odd], [[], []])
    assert got.column("language").to_pylist() == ["de", "en"]


def test_slices_read_alike() -> None:
    """Any slice of the articles, in any order, with any lexicons, reads as in the whole."""
    expected = table(*BODIES)
    found = articles(*BODIES)
    for begin, end in ((0, 1), (1, 4), (3, 8), (6, 7), (0, 8)):
        part = whole(found[begin:end], [[]] * (end - begin), Lexicons())
        assert part.to_pylist() == expected.slice(begin, end - begin).to_pylist()
    reverse = whole(found[::-1], [[]] * len(found), Lexicons())
    assert reverse.to_pylist() == expected.to_pylist()[::-1]
    assert whole([], []).schema.equals(schema.READINGS)


def test_packed_readings_unpack_slice_by_slice() -> None:
    """Packed readings have a place a token, and any rows of them unpack to the same rows."""
    found = articles(*BODIES)
    rows_of_all, lexicon = packed(found, [[]] * len(found), Lexicons())
    assert rows_of_all.schema.equals(schema.PACKED)
    assert lexicon.schema.equals(KEYED)
    expected = unpack(rows_of_all, lexicon).to_pylist()
    assert expected == table(*BODIES).to_pylist()
    for rows in ([], [3], [0, 2, 7], [5, 5, 1]):
        taken = unpack(rows_of_all.take(pa.array(rows, pa.int64())), lexicon)
        assert taken.to_pylist() == [expected[at] for at in rows]
    assert unpack(rows_of_all.slice(2, 3), lexicon).to_pylist() == expected[2:5]


def test_a_lexicon_that_grows_keeps_its_places() -> None:
    """What has been packed stays readable with the lexicon of everything read since."""
    lexicons = Lexicons()
    first, lexicon = packed(articles(BODIES[0]), [[]], lexicons)
    before = unpack(first, lexicon)
    again, longer = packed(articles(*BODIES), [[]] * len(BODIES), lexicons)
    assert unpack(first, longer).equals(before)
    assert again.slice(0, 1).to_pylist() == first.to_pylist()
    assert longer.num_rows > lexicon.num_rows


@settings(deadline=None)
@given(st.lists(ANYTHING, max_size=3))
def test_any_text_is_read(bodies: list[str]) -> None:
    """Lone surrogates, NUL, private use: a row for each article, spans inside its body."""
    got = table(*bodies)
    assert got.schema.equals(schema.READINGS)
    for body, entry in zip(bodies, got.to_pylist(), strict=True):
        assert all(
            0 <= b < e <= len(body) for b, e in zip(entry["begin"], entry["end"], strict=True)
        )
        assert (
            len({len(entry[name]) for name in ("word", "stem", "begin", "end", "rarity", "flags")})
            == 1
        )
        assert all(0 <= at < len(entry["word"]) for at in entry["sentence"])


@pytest.mark.parametrize("unit", ["a", "a ", "中", "“", '" ', ".", "\u200b", "\ud800", "\x00"])
def test_a_long_run_is_read(unit: str) -> None:
    """A body of one unit a hundred thousand characters long gives one row."""
    assert table(unit * (100_000 // len(unit))).num_rows == 1


@pytest.mark.corpus
def test_real_articles_read_by_their_laws() -> None:
    """On real news quotations hold between a tenth and three tenths of the words."""
    home = Path(os.environ.get("SYNDETECT_DATA", Path(__file__).parents[2] / "shared" / "data"))
    path = home / "realnews" / "articles.parquet"
    if not path.exists():
        pytest.skip(f"no labelled data at {home}: set SYNDETECT_DATA")
    texts = pq.ParquetFile(path).iter_batches(batch_size=400, columns=["text"])
    got = table(*next(texts).column("text").to_pylist())
    _, flags = schema.flat(got, "flags")
    quoted = float(np.mean((flags & schema.QUOTED) > 0))
    assert 0.1 < quoted < 0.3
