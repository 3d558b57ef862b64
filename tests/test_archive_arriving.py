"""Which articles that come to an archive are new, which are versions, and which are there."""

from __future__ import annotations

from pathlib import Path

from archived import Row, made, meddle
from archived import newswire as rows_of

from syndetect.archive import Archive
from syndetect.archive.tables import TRUSTED

URL = "https://paper.example/2031/05/07/pilots"


def dated_otherwise() -> tuple[Row, Row]:
    """One article with the same date: declared, and read in its address."""
    row = {**rows_of("p1")[0], "url": URL, "published": "2031-05-07"}
    by_address = {name: value for name, value in row.items() if name != "published"}
    return row, by_address


def test_where_a_date_is_from_is_content(tmp_path: Path) -> None:
    """The same date declared, and read in the address, are two contents: direction weighs them
    otherwise. Each is known when it comes again."""
    declared, by_address = dated_otherwise()
    with Archive.open(tmp_path / "news.archive") as archive:
        archive.add([declared])
        assert archive.add([by_address]).summary["added"]["versions"] == ["p1@2"]
        for row in (declared, by_address):
            assert archive.add([row]).summary["added"]["unchanged"] == 1
        told = archive.sql("SELECT published, published_trust FROM articles ORDER BY version")
        assert told.to_pylist() == [
            {"published": "2031-05-07", "published_trust": "declared"},
            {"published": "2031-05-07", "published_trust": "url"},
        ]
        assert archive.verify(again=True) == []


def test_an_archive_of_form_2_learns_where_dates_are_from(tmp_path: Path) -> None:
    """Of an archive whose digests did not know it, the same articles are there when they come
    again, and it is whole."""
    declared, by_address = dated_otherwise()
    rows = [declared, {**by_address, "id": "p2"}]
    path = made(tmp_path / "news.archive", rows)
    known = TRUSTED["url"]
    meddle(
        path,
        f"UPDATE kept.given SET content = xor(content, {known}::UBIGINT) WHERE id = 'p2'",
        "UPDATE kept.facts SET value = '2' WHERE name = 'format'",
    )
    with Archive.open(path) as archive:
        assert archive.verify() == []
        assert archive.add(rows).summary["added"]["unchanged"] == 2


def test_what_only_differs_in_other_fields_is_retold(tmp_path: Path) -> None:
    """Versions with the very text of one that is there are named, with the fields in which they
    differ from the nearest of these; those with another text, and the first of an id, are not."""
    one, two, three = rows_of("p1 p4 c1")
    with Archive.open(tmp_path / "news.archive") as archive:
        assert archive.add([one, two]).summary["added"]["retold"] == {}
        coming = [
            {**one, "outlet": "Other Post", "headline": "Other words"},
            {**two, "text": three["text"]},
            three,
        ]
        told = archive.add(coming).summary["added"]
        assert told["versions"] == ["p1@2", "p4@2"]
        assert told["retold"] == {"p1@2": ("headline", "outlet")}
        nearest = archive.add([{**one, "outlet": "Other Post"}]).summary["added"]
        assert nearest["retold"] == {"p1@3": ("outlet",)}
        assert archive.add(coming).summary["added"]["retold"] == {}
