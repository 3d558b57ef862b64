"""Agencies in the lines of a page: the one place where reading pages asks the reader of credits."""

from __future__ import annotations

from collections.abc import Sequence

from syndetect.agency import Agency
from syndetect.credits import read_credits
from syndetect.credits.agencies import lexicon
from syndetect.credits.mentions import find_mentions, without_names
from syndetect.model import Article, Credit, CreditRole

_OF_TEXTS = (CreditRole.TEXT, CreditRole.CONTRIBUTION, CreditRole.OWN)


def agencies_in(line: str) -> tuple[Agency, ...]:
    """The agencies that *line* names, in its order; each once."""
    return tuple(dict.fromkeys(mention.agency for mention in find_mentions(line, lexicon())))


def beside(line: str) -> str:
    """What *line* says beside the names of agencies."""
    return without_names(line, lexicon())


def credited(byline: str) -> frozenset[str]:
    """The names of the agencies that a *byline* gives the text to, or a part of it."""
    return frozenset(credit.agency for credit in of_texts(Article("page", "", byline=byline)))


def of_texts(article: Article) -> Sequence[Credit]:
    """The credits of *article* that are of its text: no picture's, and none for words quoted."""
    return [credit for credit in read_credits(article) if credit.role in _OF_TEXTS]
