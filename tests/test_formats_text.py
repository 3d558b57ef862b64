"""Text and Markdown files."""

from __future__ import annotations

import io

from syndetect.ingest.collection import Ledger
from syndetect.ingest.formats import text as text_file
from syndetect.ingest.formats.markdown import markdown_fields
from syndetect.ingest.records import Columns


def test_a_text_file_is_its_body() -> None:
    """Nothing is stripped, and no line is taken for a headline."""
    given = "\n Headline?\n\nText.\n"
    rows = text_file.rows(io.BytesIO(given.encode()), "a.txt", Columns(), Ledger())
    assert list(rows) == [(1, {"text": given})]


def test_front_matter_is_metadata() -> None:
    """Keys of the front matter become fields; the body begins after it, and is as given."""
    text = (
        '---\ntitle: "Bridge: open again"\ndate: 2018-07-15 # first\nAuthor: Ann Marsh\n'
        "tags:\n  - bridges\nurl: https://a.example/1\noutlet: Lem Courier\n---\n\n# Other\n\nText."
    )
    assert markdown_fields(text) == {
        "headline": "Bridge: open again",
        "published": "2018-07-15",
        "byline": "Ann Marsh",
        "url": "https://a.example/1",
        "outlet": "Lem Courier",
        "text": "\n# Other\n\nText.",
    }


def test_prose_between_rules_is_no_front_matter() -> None:
    """Two lines of dashes around sentences are part of the text."""
    for text in ("---\nNote: the bridge opens.\nAll came.\n---\nText.", "---\n\n---\nText."):
        assert markdown_fields(text) == {"text": text}


def test_a_first_heading_is_the_headline() -> None:
    """Only a heading of the first level, before all text, is the headline."""
    assert markdown_fields("\n# Bridge opens #\n\nText.")["headline"] == "Bridge opens"
    for text in ("## Bridge opens\n\nText.", "Text.\n\n# Later", "#hashtag", "---\nno end\n"):
        assert markdown_fields(text) == {"text": text}
