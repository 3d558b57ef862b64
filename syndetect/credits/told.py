"""A credit with the form by which it was read."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Credit


@dataclass(frozen=True, slots=True)
class Told(Credit):
    """A credit, and why it is one: ``form`` is what it stands in, in plain words."""

    form: str = ""
