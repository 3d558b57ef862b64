"""Mappings and articles from Python."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndetect.errors import InputError, UsageError
from syndetect.ingest import from_records
from syndetect.ingest.records import Columns, missing
from syndetect.model import Article, Trust


def test_a_full_record_becomes_an_article() -> None:
    """All fields are taken; the body as it stands, the date as ISO with its trust."""
    record = {
        "id": " a ", "title": "Bridge opens", "text": " The bridge is open.\r\n", "byline": "Ann",
        "outlet": "Courier", "url": "https://courier.example/1", "published": "July 15, 2018",
        "crawled": "2018-07-16T08:00:00Z", "language": "en", "path": "a.txt", "row": 3, "other": 1,
        "declared_sources": ["https://wire.example/1"],
    }  # fmt: skip
    assert from_records([record]).articles == (
        Article(
            id="a", body=" The bridge is open.\r\n", headline="Bridge opens", byline="Ann",
            outlet="Courier", url="https://courier.example/1", published="2018-07-15",
            published_trust=Trust.DECLARED, crawled="2018-07-16T08:00+00:00", language="en",
            path="a.txt", row=3, declared_sources=("https://wire.example/1",),
        ),
    )  # fmt: skip


def test_articles_come_out_as_they_went_in() -> None:
    """An Article that is complete is not changed, whatever the trust of its date."""
    given_article = Article(
        "a", "Text.", "Head", "Ann", "Courier", "https://c.example/1", "2018-07-15", Trust.PAGE
    )
    assert from_records([given_article]).articles == (given_article,)


def test_little_is_needed() -> None:
    """Only a text is needed: the id is the place, the outlet the host of the URL."""
    records = [{"text": "One."}, {"body": "Two.", "url": "https://www.courier.example/2"}]
    one, two = from_records(records).articles
    assert (one.id, one.outlet, one.published) == ("record#1", None, None)
    assert (two.id, two.outlet) == ("record#2", "courier.example")


@pytest.mark.parametrize(
    "nothing", [None, "", " \n", float("nan"), np.float64("nan"), Decimal("nan")]
)
def test_missing_values(nothing: object) -> None:
    """None, blank strings and every kind of NaN stand for no value."""
    assert missing(nothing)
    article = from_records([{"text": "A.", "id": nothing, "outlet": nothing, "published": nothing}])
    assert article.articles[0] == Article("record#1", "A.")


def test_values_of_pandas_are_known() -> None:
    """NaT and NA are missing values, and a Timestamp is a date."""
    pd = pytest.importorskip("pandas")
    assert missing(pd.NaT)
    assert missing(pd.NA)
    frame = pd.DataFrame(
        {"text": ["a", "b"], "published": pd.to_datetime(["2018-07-15 09:54", None])}
    )
    dates = [a.published for a in from_records(frame.to_dict("records")).articles]
    assert dates == ["2018-07-15T09:54", None]


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (7.0, "7"), (7.5, "7.5"), (np.int64(7), "7"), (Decimal(7), "7"), ("7", "7")],
)
def test_numbers_as_ids_are_written_out(value: object, text: str) -> None:
    """An id column of numbers, with gaps or without, gives plain ids."""
    assert from_records([{"id": value, "text": "A."}]).articles[0].id == text


def test_what_cannot_be_understood_is_counted() -> None:
    """A bad date, outlet or trust costs the field, is counted, and keeps the article."""
    record = {"text": "A.", "published": "soon", "outlet": {"name": "x"}, "published_trust": "sure"}
    found = from_records([record])
    assert found.articles == (Article("record#1", "A."),)
    assert found.counts["published not understood"] == 1
    assert found.counts["outlet not understood"] == 1
    assert found.counts["published_trust not understood"] == 1


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": None}, "no text"),
        ({"text": " \n"}, "no text"),
        ({}, "no text"),
        ({"text": 5}, "text is not a string"),
        ({"text": b"bytes"}, "text is not a string"),
        ({"text": ["a"]}, "text is not a string"),
        ("text", "not an article"),
        (None, "not an article"),
    ],
)
def test_what_is_no_article_is_skipped(record: Any, reason: str) -> None:
    """A skip names the record by its number; strict makes it an error with exit code 3."""
    good = {"text": "A."}
    found = from_records([good, record])
    assert [(s.path, s.row, s.reason) for s in found.skipped] == [("records", 2, reason)]
    assert len(found.articles) == 1
    with pytest.raises(InputError, match=f"records, row 2: {reason}") as caught:
        from_records([good, record], strict=True)
    assert caught.value.exit_code == 3


def test_lone_surrogates_never_reach_a_file() -> None:
    """They are replaced in every field, counted in bodies, and the article can be written."""
    found = from_records([{"id": "a\ud800", "text": "b\ud800", "title": "c\udfff"}])
    article = found.articles[0]
    assert (article.id, article.body, article.headline) == ("a\ufffd", "b\ufffd", "c\ufffd")
    assert found.counts["lone surrogates replaced"] == 1


def test_columns_map_names() -> None:
    """A mapped column goes before ours; where there is none, ours is taken."""
    columns = {"text": "content", "title": "kicker"}
    records = [
        {"content": "A.", "text": "no", "kicker": "K"},
        {"TEXT": "B.", "Headline": "H"},
        {"content": None, "body": "C."},
    ]
    found = from_records(records, columns=columns).articles
    assert [(a.body, a.headline) for a in found] == [("A.", "K"), ("B.", "H"), ("C.", None)]


def test_unknown_columns_are_errors() -> None:
    """A column that no table has is named with those there are; so is a field we do not know."""
    with pytest.raises(InputError, match=r"No.*'content'.*are: id, story\.") as caught:
        from_records([{"id": 1, "story": "A."}], columns={"text": "content"})
    assert caught.value.exit_code == 3
    with pytest.raises(UsageError, match=r"no field 'txt'\. Fields: byline, crawled"):
        from_records([], columns={"txt": "content"})


def test_the_call_itself_is_checked() -> None:
    """One record is not an iterable of records, and a sample is a positive number."""
    for wrong in ({"text": "A."}, "folder", b"x"):
        with pytest.raises(UsageError):
            from_records(wrong)  # type: ignore[arg-type]
    for sample in (0, -1, True):
        with pytest.raises(UsageError, match="sample"):
            from_records([], sample=sample)


@given(st.randoms())
def test_the_order_of_records_is_no_matter(shuffle: random.Random) -> None:
    """Ids, duplicates, skips and samples come out the same in every order."""
    records = [{"id": str(n % 7), "text": f"Text {n % 9}."} for n in range(20)]
    expected = from_records(records, sample=5)
    shuffle.shuffle(records)
    assert from_records(records, sample=5) == expected


def test_any_mapping_with_odd_keys_is_survived() -> None:
    """Keys that are no strings are passed over."""
    record: Any = {1: "x", None: "y", ("a",): "z", "text": "A."}
    assert from_records([record]).articles == (Article("record#1", "A."),)


def test_layouts_are_found_once_and_do_not_pile_up() -> None:
    """Rows with ever new keys leave a bounded memory behind."""
    columns = Columns()
    for n in range(3000):
        assert columns.fields({f"key{n}": 1, "text": "A."}) == {"text": "A."}
    assert len(columns._layouts) <= 1000


def test_a_date_is_found_where_none_is_declared() -> None:
    """URL and head fill a missing date, with their own trust, and are counted."""
    records = [
        {"id": "u", "text": "A.", "url": "https://c.example/2018/07/15/a"},
        {"id": "h", "text": "Bridge opens\nJuly 14, 2018\nA."},
        {"id": "n", "text": "A."},
    ]
    found = from_records(records)
    assert [(a.id, a.published, a.published_trust) for a in found.articles] == [
        ("h", "2018-07-14", Trust.DATELINE),
        ("n", None, None),
        ("u", "2018-07-15", Trust.URL),
    ]
    assert found.counts["date: url"] == found.counts["date: dateline"] == 1
    assert replace(found.articles[0], published=None).body == records[1]["text"]
