"""What a scan tells of itself: counts of what was read, compared, found and left out."""

from __future__ import annotations

import dataclasses
from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from syndetect.candidates.languages import APART
from syndetect.ingest import Collection
from syndetect.judgement import Judgement
from syndetect.settings import Settings
from syndetect.text.background import VERSION as BACKGROUND
from syndetect.text.languages import code, standard

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
        "settings": settings.to_mapping(),
        "counts": counts,
        "skipped": [dataclasses.asdict(skip) for skip in collection.skipped],
        "dropped": {
            name: count for name, count in sorted(dropped.items()) if count and name != APART
        },
        "languages": _languages(found, dropped.get(APART, 0)),
        **_templates(found, compared),
    }


def _languages(found: Read, apart: int) -> dict[str, Any]:
    """Articles by the language in which they were read, the commonest first; how many of them
    declare another one; and how many pairs were not compared because they are of two."""
    spoken = found.readings.column("language").to_pylist()
    declared = map(code, found.articles.column("language"))
    otherwise = sum(
        page is not None and standard(page) != standard(read)
        for page, read in zip(declared, spoken, strict=True)
    )
    return {
        "articles": dict(sorted(Counter(spoken).items(), key=lambda one: (-one[1], one[0]))),
        "declared otherwise": otherwise,
        "pairs not compared": apart,
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
