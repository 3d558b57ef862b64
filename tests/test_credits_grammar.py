"""The grammar as a whole: order, ownership, habit, and what holds for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndetect import Article
from syndetect.credits import read_credits, text_agencies, text_agency

TEXT = (
    "The council agreed on Friday to rebuild the old harbour wall after a long and bitter debate "
    "that had split the town for almost three years, officials said."
)
PIECES = st.sampled_from(
    [
        "OSLO (Reuters) - ", "(AP)", "AP", "By JANE DOE", "Associated Press", "CNN", "\n\n", "\n",
        TEXT, "© 2021 ", "(Reporting by Ann Poe; Editing by Al Roe)", "Credit: ", "dpa", "/TASS/",
        "https://www.reuters.com/a-2021-05-03", "told ", "With inputs from agencies", " via ",
        "May 3, 2021", "•", "(", ")", "\u200b", "ﬀ", "Bloomberg", "contributed to this report.",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_spans_read_back(body: str) -> None:
    """Every credit of a body cuts its own text out of it; strengths lie between 0 and 1."""
    for credit in read_credits(Article("a", body)):
        assert credit.begin is not None
        assert credit.end is not None
        assert 0 <= credit.begin < credit.end <= len(body)
        assert credit.text == body[credit.begin : credit.end]
        assert 0 < credit.strength <= 1
        assert credit.zone in {"head", "byline", "dateline", "body", "tail"}


@given(st.text(max_size=400))
def test_any_text_is_read(body: str) -> None:
    """No text makes the grammar fail."""
    read_credits(Article("a", body, headline=body[:50], byline=body[-50:], outlet=body[:9]))


@given(st.lists(PIECES, max_size=10).map("".join))
def test_same_article_same_credits(body: str) -> None:
    """The credits are a function of the article, and come in the order of the text."""
    found = read_credits(Article("a", body))
    assert found == read_credits(Article("a", body))
    assert [credit.begin for credit in found] == sorted(credit.begin or 0 for credit in found)


def test_own_pages_credit_themselves() -> None:
    """An agency's credit on its own domain has the role own; elsewhere it is a text credit."""
    body = f"Wall\n\nOSLO (AP) — {TEXT}\n\nCopyright 2021 The Associated Press."
    own = read_credits(Article("a", body, outlet="apnews.com"))
    other = read_credits(Article("a", body, outlet="herald.example"))
    assert {str(credit.role) for credit in own} == {"own"}
    assert text_agencies(own) == ()
    assert text_agencies(other) == ("AP",)


def test_one_agency_on_the_pages_of_another() -> None:
    """Own pages of one agency print the text of another as anybody does."""
    found = read_credits(Article("a", f"Wall\n\nBy Reuters\n\n{TEXT}", outlet="nytimes.com"))
    assert text_agency(found) == "Reuters"


def test_habit_strengthens_but_does_not_make() -> None:
    """Citing an agency nine times raises its credit elsewhere, and makes none by itself."""
    habit = "\n\n".join(f"{TEXT} Reuters reported that point {number}." for number in range(9))
    alone = read_credits(Article("a", f"Wall\n\n{habit}"))
    credited = read_credits(Article("a", f"Wall\n\n{habit}\n\nCredit: Reuters"))
    plain = read_credits(Article("a", f"Wall\n\n{TEXT}\n\n{TEXT[::-1]}\n\nCredit: Reuters"))
    assert text_agencies(alone) == ()
    assert text_agencies(credited) == text_agencies(plain) == ("Reuters",)
    assert credited[-1].strength > plain[-1].strength


def test_page_without_agencies_is_empty() -> None:
    """A page that names none has no credits, whatever its shape."""
    for body in ("", "\n\n", TEXT, f"Head\n\n{TEXT}"):
        assert read_credits(Article("a", body)) == []


def test_windows_line_ends() -> None:
    """Line ends of any kind keep the offsets true."""
    body = f"Wall\r\n\r\nBy Jane Doe, Reuters\r\n\r\nOSLO (Reuters) - {TEXT}"
    found = read_credits(Article("a", body))
    assert [credit.zone for credit in found] == ["byline", "dateline"]
    assert all(body[credit.begin : credit.end] == credit.text for credit in found)
