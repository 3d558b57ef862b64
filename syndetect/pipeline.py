"""The product, stage by stage: articles in, findings out.

Every stage is a function from tables to tables; articles are named by ordinals, in the order of
their ids, until the last step gives the ids back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from syndetect import assemble
from syndetect.earlier import Earlier
from syndetect.engines.contract import Engine
from syndetect.findings import Findings
from syndetect.ingest import Collection
from syndetect.settings import Settings
from syndetect.shelf import Shelf
from syndetect.stages.comparing import Compared, compare_all
from syndetect.stages.meeting import Met, meet
from syndetect.stages.progress import Progress
from syndetect.stages.reading import Read, read_all


@dataclass(frozen=True, slots=True)
class Run:
    """What each stage gave."""

    read: Read
    met: Met
    compared: Compared
    findings: Findings
    outcomes: Mapping[str, pa.Table]  # of families, events and quotations


def run(
    collection: Collection,
    settings: Settings,
    engine: Engine,
    progress: Progress,
    shelf: Shelf | None = None,
    every_pair: bool = False,
    earlier: Earlier | None = None,
) -> Run:
    """All findings on a collection, and what each stage gave; *every_pair* compares each article
    with each other.

    Tables lie on *shelf*, where each stage finds what an earlier run has finished. What an
    *earlier* run has found of the same articles is taken from there, and what a later one may ask
    for is kept.
    """
    shelf = shelf or Shelf()
    found = read_all(collection.articles, engine, progress, shelf, earlier, settings.agencies)
    met = meet(found, settings, engine, progress, shelf, every_pair, keep=earlier is not None)
    compared = compare_all(found, met, settings, engine, progress, shelf, earlier)
    told = assemble.findings(collection, found, compared, settings, engine, shelf, earlier)
    return Run(found, met, compared, *told)
