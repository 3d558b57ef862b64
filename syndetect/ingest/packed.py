"""Files and what they pack, unpacked: each file, or each member of an archive, as one stream.

A packing is known by how it begins, not by its ending, and may stand in another. Nothing is ever
written under the name of a member.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace

from syndetect.ingest.collection import Ledger, beyond
from syndetect.ingest.members import ARCHIVES, archive
from syndetect.ingest.stream import Stream, without
from syndetect.ingest.unpacking import PackedError, buffered, compression, metered, unpacked


def streams(stream: Stream, ledger: Ledger, depth: int = 0) -> Iterator[Stream]:
    """What *stream* holds, unpacked: one stream, or one a member; each before the next is asked
    for. Raises PackedError for what is broken from its beginning on.
    """
    head = stream.head()
    kind = packing(head, stream.called)
    if kind is None:
        yield stream
    elif depth >= ledger.limits.depth:
        raise PackedError("packed too often", beyond(ledger.limits, "depth"))
    elif kind not in ARCHIVES:
        yield from streams(_unpacked(stream, kind, ledger), ledger, depth + 1)
    else:
        ledger.count(f"{'.'.join((kind, *stream.packings))} archives")
        for member in ARCHIVES[kind](stream, ledger):
            try:
                yield from streams(member, ledger, depth + 1)
            except PackedError as error:
                ledger.skip(member.name, None, error.reason, error.detail)


def packing(head: bytes, called: str) -> str | None:
    """How what begins with *head* is packed; None if it is not, or if that is for its reader."""
    if packs_records(head):
        return None
    return compression(head) or archive(head, called)


def packs_records(head: bytes) -> bool:
    """Whether a stream is a WARC file with each record packed: its reader unpacks these, so that
    damage costs the records that it hits.
    """
    if compression(head) != "gz":
        return False
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 5) == b"WARC/"
    except zlib.error:
        return False


def _unpacked(stream: Stream, kind: str, ledger: Ledger) -> Stream:
    pieces = metered(unpacked(stream.file, kind), stream.taken, ledger.limits)
    return replace(
        stream,
        called=without(stream.called, kind),
        file=buffered(pieces),
        packings=(kind, *stream.packings),
    )
