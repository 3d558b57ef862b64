"""What a scan tells of itself: counts of what was read, compared, found and left out."""

from __future__ import annotations

import dataclasses
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from syndetect.ingest import Collection
from syndetect.judgement import Judgement
from syndetect.settings import Settings
from syndetect.text.background import VERSION as BACKGROUND

if TYPE_CHECKING:
    from syndetect.stages.comparing import Compared
    from syndetect.stages.reading import Read


def summary(
    collection: Collection,
    found: Read,
    compared: Compared,
    judged: Judgement,
    dropped: dict[str, int],
    settings: Settings,
) -> dict[str, Any]:
    """What was read, compared, found and left out, in counts; no clock, so that runs compare."""
    counts = {
        **dict(sorted(collection.counts.items())),
        "articles": len(found.articles),
        "classes of identical copies": int(
            (np.bincount(compared.met.representative, minlength=1) > 1).sum()
        ),
        "pairs compared": compared.ledger.num_rows,
        **judged.counts(),
    }
    return {
        "version": version("syndetect"),
        "background": BACKGROUND,
        "settings_digest": settings.digest,
        "settings": dataclasses.asdict(settings),
        "counts": counts,
        "skipped": [dataclasses.asdict(skip) for skip in collection.skipped],
        "dropped": {name: count for name, count in sorted(dropped.items()) if count},
        **_templates(found, compared),
    }


def _templates(found: Read, compared: Compared) -> dict[str, Any]:
    """The templates that articles are printed from, the largest first, where there are any."""
    told = []
    for form in compared.met.forms.to_pylist():
        example = found.articles.table.slice(form["example"], 1)
        outlet, id, headline = (
            example.column(name)[0].as_py() for name in ("outlet", "id", "headline")
        )
        told.append(
            {
                "articles": form["articles"],
                "outlets": form["outlets"],
                "outlet": outlet,
                "example": id,
                "headline": headline,
            }
        )
    return {"templates": told} if told else {}
