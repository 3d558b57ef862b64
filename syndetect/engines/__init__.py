"""Where a stage runs: how many rows at a time, on how many threads. Never what it answers."""

from syndetect.engines.local import Local

__all__ = ["Local"]
