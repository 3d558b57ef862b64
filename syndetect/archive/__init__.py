"""A collection that grows: one file that is added to, asked and queried in SQL."""

from __future__ import annotations

from syndetect.archive.archive import Archive

__all__ = ["Archive"]
