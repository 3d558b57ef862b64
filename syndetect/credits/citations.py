"""Citations: "told Reuters", "Reuters reported", "according to Reuters".

The agency is a source of words here, not of the text. One such mention says nothing of the
article's origin; a habit of them strengthens a credit that stands elsewhere.
"""

from __future__ import annotations

import re

from ..model import CreditRole
from .spots import Reading, Spot, around
from .words import any_of
from .zones import UNSPACED

_BEFORE = re.compile(
    r"(?i)\b(?:told|tells|telling|tell|according to|(?:reported|cited|quoted|seen|obtained"
    r"|published|interviewed"
    r"|polled|reviewed|conducted|surveyed) by|comes? from|came from|interview (?:with|in|on|by)"
    r"|said (?:on|in)|spoke to"
    r"|speaking (?:to|on)|talking to|quoted|citing|cited|by|said in (?:a|an)|as"
    r"|(?:more|read more|watch more) (?:from|at|on)|informed|reported in|writes in|wrote in)"
    r"\s(?:the\s|a\s|an\s|news agency\s|its\s)?$"
)
_AFTER = re.compile(
    r"^(?:['’]s?)?(?:\snews agency|\snewswire)?(?:,)?\s(?:(?:first|has|had|have|later|also"
    r"|earlier|previously|and|is)\s)?"
    r"(?:reported|reports|reporting|report|says?|said|wrote|writes|quoted|quotes|cited|cites"
    r"|noted|notes|revealed"
    r"|learned|found|asked|interview(?:ed)?|poll|calculations|data|correspondent|reporter|witness"
    r"|photographer"
    r"|citing|quoting|journalist|added|put it|published)\b"
)
_TOLD = re.compile(rf"(?:^|[\W_]){any_of('told')}\s?(?:{any_of('house')}\s?)?$")
_REPORTS = re.compile(
    rf"^(?:['’]\w{{1,4}})?[\s,]{{0,2}}{any_of('reports')}(?:(?<=[⺀-\uffff])|(?!\w))"
)


def citation(spot: Spot) -> Reading | None:
    """The spot as a source of words, or None where the name is only mentioned."""
    near = spot.before[-60:]
    told = near[-1:].isspace() or near.endswith(("'", "’")) or near[-1:] >= UNSPACED
    before = told and (_BEFORE.search(near) or (spot.may("told") and _TOLD.search(near)))
    if before or _AFTER.match(spot.after) or (spot.may("reports") and _REPORTS.match(spot.after)):
        return around(spot, CreditRole.CITATION, 0.7, spot.page.zone_at(spot.mention.begin))
    return None
