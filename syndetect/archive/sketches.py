"""The minima of stored articles in datasketch's own structures, and which may be compared.

datasketch is imported on use. Its indices take a ``MinHash`` an article, and read nothing of it but
the minima, so that one carries them all: to make one an article costs more than to index it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from syndetect.errors import SettingsError, UsageError
from syndetect.fingerprint import EMPTY, U32, to_datasketch
from syndetect.settings import Candidates, Settings
from syndetect.sketch import SketchHeader, check_same

if TYPE_CHECKING:
    from datasketch import MinHashLSH, MinHashLSHForest

TREES = 8  # as datasketch has them


def check_stored(stored: str | bytes, settings: Settings) -> SketchHeader:
    """The header of an archive's sketches, from the JSON it is stored as.

    Raises SettingsError, which says how to open the archive, where *settings* make other sketches.
    """
    header, asked = SketchHeader.from_json(stored), SketchHeader.of(settings.fingerprints)
    if header.settings == asked.settings:
        remedy = "another version of syndetect made these: `syndetect archive compact`"
    else:
        made = ", ".join(f"{name} = {value}" for name, value in header.settings.items())
        remedy = f"open the archive with the settings it was made with: {made}"
    check_same(header, asked, remedy)
    return header


def stored(con: Any, settings: Settings) -> tuple[list[str], U32, SketchHeader]:
    """Ids, minima (uint32, articles × ``header.size``) and their header, of all articles that an
    archive has, in order of their ids. Raises SettingsError as ``check_stored`` does."""
    told = con.execute("SELECT value FROM kept.facts WHERE name = 'sketches'").fetchall()
    if not told:  # nothing was added yet
        header = SketchHeader.of(settings.fingerprints)
        return [], np.empty((0, header.size), dtype=np.uint32), header
    header = check_stored(told[0][0], settings)
    found = con.sql(
        "SELECT id, minima FROM kept.sketches JOIN kept.given USING (serial) ORDER BY id"
    ).to_arrow_table()
    minima = found.column("minima").combine_chunks().flatten().to_numpy()
    return found.column("id").to_pylist(), minima.reshape(-1, header.size), header


def lsh(
    ids: Sequence[Hashable],
    minima: U32,
    header: SketchHeader,
    threshold: float | None = None,
    bands: int | None = None,
    rows: int | None = None,
) -> MinHashLSH:
    """A ``datasketch.MinHashLSH`` of articles, to be queried with ``Fingerprint.to_datasketch()``.

    *minima* (uint32, articles × ``header.size``) are those of *ids*, row by row. Two articles meet
    where one of *bands* bands of *rows* minima is equal; by default these are those of
    ``Candidates``. With *threshold* datasketch itself chooses them so that articles from that
    resemblance on meet. Articles without words are left out: they resemble nothing.

    Raises UsageError for an id that comes twice and for ids that are not as many as the minima,
    SettingsError for bands that the minima do not suffice for or a threshold that is none.
    """
    from datasketch import MinHashLSH

    if threshold is None:
        index = MinHashLSH(num_perm=header.size, params=_bands(header, bands, rows))
    elif bands is not None or rows is not None:
        raise UsageError("threshold chooses bands and rows: give either it or them")
    elif not 0 <= threshold <= 1:
        raise SettingsError(f"a threshold of {threshold!r} lies outside 0 to 1")
    else:
        index = MinHashLSH(threshold=threshold, num_perm=header.size)
    with index.insertion_session() as session:
        for name, minhash in _carried(ids, minima, header):
            session.insert(name, minhash, check_duplication=False)
    return index


def forest(
    ids: Sequence[Hashable], minima: U32, header: SketchHeader, trees: int = TREES
) -> MinHashLSHForest:
    """A ``datasketch.MinHashLSHForest`` of articles, indexed: ``query(minhash, k)`` has the k that
    resemble most, in no order. *ids*, *minima* and what is left out are as for ``lsh``.

    Raises UsageError as ``lsh`` does, SettingsError for more *trees* than minima.
    """
    from datasketch import MinHashLSHForest

    if not 1 <= trees <= header.size:
        raise SettingsError(f"{header.size} minima make 1 to {header.size} trees, not {trees}")
    index = MinHashLSHForest(num_perm=header.size, l=trees)
    for name, minhash in _carried(ids, minima, header):
        index.add(name, minhash)
    index.index()
    return index


def _bands(header: SketchHeader, bands: int | None, rows: int | None) -> tuple[int, int]:
    limits = Candidates()
    bands = limits.bands if bands is None else bands
    rows = limits.rows if rows is None else rows
    if bands < 2 or rows < 1 or bands * rows > header.size:
        raise SettingsError(
            f"{bands} bands of {rows} minima cannot be made of {header.size}: take two bands or "
            "more, whose minima are no more than that"
        )
    return bands, rows


def _carried(
    ids: Sequence[Hashable], minima: U32, header: SketchHeader
) -> Iterator[tuple[Hashable, Any]]:
    """Each id of an article with words, and one and the same MinHash with that article's minima."""
    if minima.shape != (len(ids), header.size):
        raise UsageError(
            f"{len(ids)} ids and minima of the shape {minima.shape} do not go together: there are "
            f"{header.size} minima an article"
        )
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        raise UsageError(f"the id {twice[0]!r} comes twice: give each article one of its own")
    worded = np.flatnonzero((minima != EMPTY).any(axis=1)).tolist()
    if not worded:
        return
    carrier = to_datasketch(minima[worded[0]], header)
    least = np.ascontiguousarray(minima, dtype=np.uint32)
    for at in worded:
        carrier.hashvalues = least[at]
        yield ids[at], carrier
