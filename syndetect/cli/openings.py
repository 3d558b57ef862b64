"""What stands for an article that has no headline: its first line that is no furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndetect.findings import Findings

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_SEARCHED = 4000  # characters of a body in which the line is looked for
_SHOWN = 90


def openings(findings: Findings) -> dict[str, str]:
    """The first line of each article without a headline; empty where texts were left out."""
    if findings.texts is None:
        return {}
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in findings.furniture.to_pylist():
        spans.setdefault(row["article"], []).append((row["begin"], row["end"]))
    found = {}
    for batch in findings.texts.to_batches():
        for row in batch.to_pylist():
            if not row["headline"] and row["body"]:
                line = _first_line(row["body"][:_SEARCHED], spans.get(row["id"], ()))
                if line:
                    found[row["id"]] = line
    return found


def _first_line(body: str, spans: list[tuple[int, int]] | tuple[()]) -> str | None:
    for match in _LINE.finditer(body):
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        if not any(first <= begin < last for first, last in spans):
            text = " ".join(match.group().split())
            return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return None
