"""syndetect: which news outlets rewrote which source.

>>> import syndetect
>>> findings = syndetect.scan([{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}])
>>> findings.relation("a", "b") is None
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from syndetect.api import compare, group_texts, near_duplicates, scan
    from syndetect.archive import Archive
    from syndetect.errors import SyndetectError
    from syndetect.findings import Findings
    from syndetect.fingerprint import Fingerprint
    from syndetect.model import Article
    from syndetect.settings import Settings

__all__ = [
    "Archive",
    "Article",
    "Findings",
    "Fingerprint",
    "Settings",
    "SyndetectError",
    "compare",
    "group_texts",
    "near_duplicates",
    "open",
    "scan",
]

_HOMES = {
    "Archive": "syndetect.archive",
    "Article": "syndetect.model",
    "Findings": "syndetect.findings",
    "Fingerprint": "syndetect.fingerprint",
    "Settings": "syndetect.settings",
    "SyndetectError": "syndetect.errors",
    "compare": "syndetect.api",
    "group_texts": "syndetect.api",
    "near_duplicates": "syndetect.api",
    "scan": "syndetect.api",
}


def open(folder: str | Path) -> Findings:  # syndetect.open reads as it should
    """The findings that ``Findings.save`` or ``syndetect scan --out`` wrote into *folder*."""
    from syndetect.findings import Findings

    return Findings.open(folder)


def __getattr__(name: str) -> Any:
    """Names are imported when they are used, so that ``syndetect --help`` is quick."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'syndetect' has no attribute {name!r}")


def __dir__() -> list[str]:
    """All names, imported or not: an interactive shell offers them."""
    return sorted({*globals(), *__all__})
