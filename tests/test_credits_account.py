"""All finds in one article, with their lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndetect.credits.account import VERSION, account
from syndetect.credits.examples import shown
from syndetect.model import Article

BODY = "(2nd LD) Port reopens\r\nBy Jane Doe, Associated Press\n\nOSLO (Reuters) - It is open."


def test_each_find_has_its_line() -> None:
    """Marks and credits come in the order of the text, with number and rest of their lines."""
    found = account(Article("a", BODY, path="a.txt", byline="Reuters"))
    assert (found.article, found.path, found.row) == ("a", "a.txt", None)
    assert found.agencies[0] in ("AP", "Reuters")
    assert [(p.role, p.agency, p.line) for p in found.places] == [
        (VERSION, None, 1),
        ("text", "AP", 2),
        ("text", "Reuters", 4),
        ("text", "Reuters", None),
    ]
    mark, byline, dateline, field = found.places
    assert (mark.before, mark.text, mark.after) == ("", "(2nd LD)", " Port reopens")
    assert (byline.form, dateline.form, field.form) == ("byline", "dateline", "byline field")
    assert dateline.after == "It is open."


@given(
    st.lists(
        st.sampled_from(
            ["OSLO (Reuters) - A.", "Reuters", "x\u2028y told AFP", "(LEAD)", "…", "", "© AP 2019"]
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\n\n", "\x0b"]),
)
def test_lines_hold_their_finds(lines: list[str], end: str) -> None:
    """What stands before, in and behind a find is its line, as Python counts lines."""
    body = shown(end.join(lines))
    for place in account(Article("a", body)).places:
        assert place.begin is not None
        assert place.line is not None
        if "\n" not in place.text:
            line = body.splitlines()[place.line - 1]
            assert place.before + place.text + place.after == line
