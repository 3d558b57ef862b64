"""Marks of a version above and below a story."""

from __future__ import annotations

import pytest

import syndetect
from syndetect.credits import read_versions
from syndetect.credits.examples import shown
from syndetect.model import Article


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("(LEAD) Port reopens after storm", ["lead"]),
        ("(2nd LD) Port reopens after storm", ["lead"]),
        ("(3rd LD)(ATTN: RECASTS lead) Port", ["lead", "attention"]),
        ("(LEAD)\n(ATTN: ADDS details in paras 2-3, photos)\nBy Jane Doe", ["lead", "attention"]),
        ("1ST LEAD Port reopens", ["lead"]),
        ("UPDATE 2-Port reopens", ["update"]),
        ("WRAPUP 3-Port reopens", ["update"]),
        ("RPT-UPDATE 1-Port reopens", ["repeat", "update"]),
        ("REFILE-Port reopens", ["refile"]),
        ("CORRECTED-Port reopens", ["correction"]),
        ("(Refiles to fix a name)", ["change"]),
        ("Refile", ["change"]),
        ("(Corrects paragraph 3 to say four ships)", ["change"]),
        ("Corrects paragraph 3 to say four ships", ["change"]),
        ("(Adds comment, background) OSLO, May 3 (Reuters) - The port is open.", ["change"]),
        ("…\nThis story has been corrected to show that four ships came.", ["change"]),
        ("LEAD pipes lie below the port", []),
        ("Lead singer leaves the port", []),
        ("UPDATE on the port is due", []),
        ("Updates on the port are daily.", []),
        ("Adds to the worries of the port.", []),
        ("(Add water and stir)", []),
        ("Corrections officers met at the port.", []),
        ("The clerk corrects paragraph 3 of the plan.", []),
        ("…\n(2nd LD) stands here below the story, where it opens nothing.", []),
        ("…\nThe mayor said that This story has been corrected.", []),
    ],
)
def test_marks(text: str, kinds: list[str]) -> None:
    """A mark opens a line above the story, or is a line below it; prose is none."""
    body = shown(text)
    found = read_versions(Article("a", body))
    assert [mark.kind for mark in found] == kinds
    for mark in found:
        assert mark.begin is not None
        assert body[mark.begin : mark.end] == mark.text


def test_marks_of_a_headline() -> None:
    """A mark in the headline has no place in the body."""
    found = read_versions(Article("a", "The port is open.", headline="UPDATE 1-Port reopens"))
    assert [(mark.kind, mark.begin, mark.text) for mark in found] == [("update", None, "UPDATE 1-")]


def test_marks_are_no_words_of_the_story() -> None:
    """A scan keeps a mark as a span that is no part of the story."""
    body = shown("(2nd LD) Port reopens\n…")
    found = syndetect.scan([Article("a", body), Article("b", "Nothing much.")])
    rows = found.furniture.to_pylist()
    assert {"article": "a", "begin": 0, "end": 8, "reason": "version mark"}.items() <= next(
        row for row in rows if row["reason"] == "version mark"
    ).items()
