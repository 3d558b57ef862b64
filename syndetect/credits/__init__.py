"""Credits: whose text an article says it is.

``read_credits`` finds every credit of one article with its role, zone and span;
``text_agency`` judges from them whose text the article is. Agencies are data
(``agencies.toml``). Overlap between articles is not looked at here: a credit can be forged or
stale, and later stages weigh the two against each other.
"""

from syndetect.agency import Agency

from .agencies import UNSPECIFIED, Lexicon, is_own, lexicon
from .attribution import text_agencies, text_agency
from .grammar import read_credits
from .told import Told
from .versions import VersionMark, read_versions
from .zones import Page

__all__ = [
    "UNSPECIFIED",
    "Agency",
    "Lexicon",
    "Page",
    "Told",
    "VersionMark",
    "is_own",
    "lexicon",
    "read_credits",
    "read_versions",
    "text_agencies",
    "text_agency",
]
