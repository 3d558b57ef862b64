"""The product, stage by stage: articles in, findings out.

Every stage is a function from tables to tables; articles are named by ordinals, in the order of
their ids, until the last step gives the ids back.
"""

from __future__ import annotations

from syndetect import assemble
from syndetect.engines.contract import Engine
from syndetect.findings import Findings
from syndetect.ingest import Collection
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.comparing import compare_all
from syndetect.stages.meeting import meet
from syndetect.stages.progress import Progress
from syndetect.stages.reading import read_all


def run(
    collection: Collection,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf | None = None,
    every_pair: bool = False,
) -> Findings:
    """All findings on a collection; *every_pair* compares each article with each other.

    Tables lie on *shelf*, where each stage finds what an earlier run has finished.
    """
    shelf = shelf or Shelf()
    found = read_all(collection.articles, engine, progress, shelf)
    met = meet(found, settings, engine, progress, shelf, every_pair)
    compared = compare_all(found, met, settings, engine, progress, shelf)
    return assemble.findings(collection, found, compared, settings, engine, shelf)
