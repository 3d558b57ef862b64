"""A seeded generator of newswire cascades with known truth, to test a detector on.

    room = syndetect.newsroom.generate(7, NewsroomSettings(events=100))
    room.write("cascades")

Events are facts; agencies and staff reporters write them up independently, each from what it came
by, in ways that no other reporter of the event has: these are the hard negatives. Outlets copy,
cut, merge, rewrite and sign.

``articles.jsonl`` has one article a line: ``id, outlet, url, published, headline, text``.
``truth/truth.jsonl`` has one line an article, hidden ones too; the fields are those of ``Truth``,
with ``Parent``, ``Operation``, ``TrueCredit`` and ``TrueSlip`` inside. All offsets are half-open
and count code points of the body as written: ``text``, or ``written`` where the article is hidden.
Parents may be hidden; articles without parents are independent. A later version of a wire has the
one before as its parent. The same seed and settings give the same bytes everywhere.
"""

from __future__ import annotations

from syndetect.newsroom.generate import generate, stream
from syndetect.newsroom.output import Newsroom
from syndetect.newsroom.records import Operation, Parent, Printed, TrueCredit, TrueSlip, Truth
from syndetect.newsroom.settings import PROFILES, NewsroomSettings

__all__ = [
    "PROFILES",
    "Newsroom",
    "NewsroomSettings",
    "Operation",
    "Parent",
    "Printed",
    "TrueCredit",
    "TrueSlip",
    "Truth",
    "generate",
    "stream",
]
